"""The pages of errors: a sentence and a way on, never a traceback."""

from __future__ import annotations

from flask import (
    Flask,
    Request,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import escape
from werkzeug.exceptions import HTTPException, abort

from socialmap.cache import app_cache
from socialmap.db import OUTAGES, db
from socialmap.errors import Problem
from socialmap.server import REFUSED
from socialmap.web.page.forms import TooLongProblem
from socialmap.web.page.site import last_look, site_words
from socialmap.wording import N_

# Per status: the heading, and the sentence for a problem that has none of its own.
TEXTS: dict[int, tuple[str, str]] = {
    400: (
        N_("Dit begrijpen we niet"),
        N_("Er staat iets in je vraag dat we niet kunnen lezen. Ga terug en probeer het opnieuw."),
    ),
    403: (
        N_("Dit mag niet"),
        N_("Je bericht kwam niet van deze site. Open de pagina opnieuw en probeer het nog eens."),
    ),
    404: (
        N_("Deze pagina is er niet"),
        N_("Misschien is de pagina weg, of zit er een fout in het adres."),
    ),
    405: (
        N_("Zo werkt deze pagina niet"),
        N_("Ga naar de voorpagina en begin daar opnieuw."),
    ),
    408: (
        N_("Dit duurde te lang"),
        N_("Wat je stuurt kwam niet helemaal aan. Ga terug en probeer het opnieuw."),
    ),
    409: (
        N_("Dat kan nu niet"),
        N_("Iemand anders heeft dit net gewijzigd. Bekijk de pagina opnieuw."),
    ),
    413: (
        N_("Dit is te groot"),
        N_("Wat je stuurt is te groot. Maak het korter en probeer het opnieuw."),
    ),
    414: (
        N_("Dit begrijpen we niet"),
        N_("Je vraag is te lang. Ga terug en probeer het met minder woorden."),
    ),
    429: (
        N_("Het is even te druk"),
        N_("Er komen nu te veel berichten tegelijk. Probeer het over een uur opnieuw."),
    ),
    500: (
        N_("Er ging iets mis bij ons"),
        N_("Dat is niet jouw schuld. Probeer het over een paar minuten opnieuw."),
    ),
    503: (
        N_("De kaart is er even niet"),
        N_("We kunnen de gegevens nu niet lezen. Probeer het over een paar minuten opnieuw."),
    ),
}

# The hidden fields that each form gets anew.
OURS = frozenset({"sender", "csrf_token"})
OLD_FORM = N_("Deze pagina stond te lang open. Ga terug, ververs de pagina en probeer het opnieuw.")
# What is left when not even the page of an error can be made.
BARE = """<!DOCTYPE html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p>{sentence}</p>
      <p><a href="/">Naar de voorpagina</a></p>
    </main>
  </body>
</html>
"""


def error_answer(status: int, sentence: str = "") -> Response:
    """A page that says what went wrong, or a JSON problem when the address ends in .json."""
    title, usual = TEXTS.get(status, TEXTS[500 if status >= 500 else 400])
    texts = {"title": gettext(title), "sentence": sentence or gettext(usual)}
    if request.path.endswith(".json"):
        answer = jsonify(title=texts["title"], detail=texts["sentence"], status=status)
        answer.content_type = "application/problem+json"
    else:
        answer = make_response(_page(request, **texts))
    answer.status_code = status
    return answer


def old_form_answer() -> Response:
    """The page after a form of another session, of which nothing could be saved."""
    return error_answer(400, gettext(OLD_FORM))


def _page(asked: Request, title: str, sentence: str) -> str:
    """A page that needs no database, no snapshot and no session, for any of them may be broken."""
    try:
        # render_template would ask what other pages need for their variables.
        template = current_app.jinja_env.get_template("errors/error.html")
        demo = app_cache().last("demo", default=False)
        return template.render(
            site_words(last_look()),
            request=asked,
            shows_demo=lambda: demo,
            title=title,
            sentence=sentence,
        )
    except Exception:
        current_app.logger.exception("the page of an error cannot be made")
        return BARE.format(title=escape(title), sentence=escape(sentence))


def _give_up() -> None:
    """Undo what the request wrote, if the database still answers."""
    try:
        db.session.rollback()
    except Exception:
        current_app.logger.exception("the session of the database cannot be rolled back")
        db.session.registry.clear()


def on_problem(problem: Problem) -> ResponseReturnValue:
    """Answer a Problem with its own status and sentence."""
    return error_answer(problem.status, gettext(problem.sentence, **problem.facts))


def on_too_long(problem: TooLongProblem) -> ResponseReturnValue:
    """Give a whole form back, to be sent again once the text that does not fit is shorter."""
    sent = [pair for pair in request.form.items(multi=True) if pair[0] not in OURS]
    page = render_template(
        "errors/_too_long.html",
        name=problem.name,
        typed=request.form.get(problem.name, ""),
        errors={problem.name: [gettext(problem.sentence, **problem.facts)]},
        others=[pair for pair in sent if pair[0] != problem.name],
        protected="csrf_token" in request.form,
        address=request.full_path.rstrip("?"),
    )
    return make_response(page, problem.status)


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask refuses, such as a page that is not there or a wrong method."""
    if error.code is None or error.code < 400:
        return error
    answer = error_answer(error.code)
    answer.headers.extend(pair for pair in error.get_headers() if pair[0] == "Allow")
    return answer


def on_outage(error: Exception) -> ResponseReturnValue:
    """Answer 503 when the database is away, full or locked."""
    _give_up()
    # Not the whole error: its text repeats what someone typed.
    current_app.logger.error("the database does not answer: %s", getattr(error, "orig", error))
    return error_answer(503)


def on_crash(_error: Exception) -> ResponseReturnValue:
    """Answer 500 after a mistake of ours, which Flask has logged."""
    _give_up()
    return error_answer(500)


def refuse_unreadable() -> None:
    """Refuse a request that the server could not read, with the status that it gave."""
    if status := request.environ.get(REFUSED):
        abort(status)


def register(app: Flask) -> None:
    """Let the app answer every error with a page of its own."""
    app.before_request(refuse_unreadable)
    app.register_error_handler(Problem, on_problem)
    app.register_error_handler(TooLongProblem, on_too_long)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(500, on_crash)
    for outage in OUTAGES:
        app.register_error_handler(outage, on_outage)
