"""No more mail: what the link at the end of our mails opens, without an account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.db import writes
from socialmap.guards import everybody
from socialmap.upkeep.opting_out import (
    ON_PAGE,
    ONE_CLICK,
    opt_out,
    opted_out,
    read_token,
    take_back,
)
from socialmap.web.page.forms import Errors, one_line, too_long
from socialmap.web.page.headers import keep_secret
from socialmap.web.public.contributions import personal_errors
from socialmap.wording import N_

blueprint = Blueprint("unsubscribing", __name__, url_prefix="/geen-mail")
blueprint.after_request(keep_secret)
LONGEST_REASON = 200  # characters
# Notices on the next page, by their code in its URL.
DONE = {
    "uit": N_("Gelukt. We sturen jullie geen mail meer."),
    "reden": N_("Dank je wel. We hebben het opgeschreven."),
    "weer": N_("Gelukt. We vragen jullie weer per mail of het nog klopt."),
}


@blueprint.get("/<token>")
@everybody
def index(token: str) -> ResponseReturnValue:
    """Show the button that stops mail, or that it was stopped; opening it changes nothing."""
    return _page(token, request.args.get("klaar", ""), {})


@blueprint.post("/<token>")
@everybody
@writes
def stop(token: str) -> ResponseReturnValue:
    """Stop mail: by the button on the page, or by that of a mail program (RFC 8058).

    A mail program sends no cookie and follows no redirect. The token is all the proof there is.
    """
    mail = read_token(token)
    if request.form.get("List-Unsubscribe") == "One-Click":
        opt_out(mail, ONE_CLICK)
        return _page(token, "uit", {})
    reason = one_line(request.form.get("reason", ""))
    wrong = too_long("reason", reason, LONGEST_REASON)
    if personal := personal_errors(reason):
        wrong["reason"] = personal
    if wrong:
        # Mail stops all the same: whoever wants none need not fill in anything.
        opt_out(mail, ON_PAGE)
        return _page(token, "uit", wrong, reason)
    before = opted_out(mail)
    opt_out(mail, ON_PAGE, reason)
    done = "reden" if before and reason else "uit"
    return redirect(url_for("unsubscribing.index", token=token, klaar=done), 303)


@blueprint.post("/<token>/weer")
@everybody
@writes
def resume(token: str) -> ResponseReturnValue:
    """Mail them again: they changed their mind."""
    take_back(read_token(token))
    return redirect(url_for("unsubscribing.index", token=token, klaar="weer"), 303)


def _page(token: str, code: str, errors: Errors, typed: str = "") -> str:
    row = opted_out(read_token(token))
    return render_template(
        "unsubscribing/index.html",
        token=token,
        opted_out=row,
        done=gettext(DONE[code]) if code in DONE and bool(row) == (code != "weer") else "",
        errors=errors,
        typed=typed,
        labels={"reason": gettext("Waarom? Dat hoef je niet te zeggen.")},
    )
