"""Who may open which page: all endpoints in one table."""

import re

import pytest

from socialmap.people.permissions import ROLES, Permission, Role
from tests.desk import a_person, sign_in

# Residents have no account.
EVERYBODY = dict.fromkeys(
    [
        "public.home",
        "public.search",
        "public.initiative",
        "agenda.show",
        "agenda.calendar",
        "public.suggestions",
        "shortlist.show",
        "shortlist.calendar",
        "shortlist.calendar_of_one",
        "shortlist.calendar_of_search",
        "shortlist.feed_of_search",
        "search.search",
        "maps.pins_in_box",
        "maps.background",
        "maps.tile",
        "front.where_first",
        "guide.choose",
        "guide.ask",
        "guide.fitting",
        "classifying.method",
        "classifying.suggest",
        "proposals.new",
        "proposals.make",
        "proposals.thanks",
        # The link in a mail identifies the initiative.
        "confirming.index",
        "confirming.confirm",
        "confirming.change",
        "confirming.make_change",
        "confirming.stop",
        "confirming.make_stop",
        "confirming.resume",
        "confirming.renew",
        "unsubscribing.index",
        "unsubscribing.stop",
        "unsubscribing.resume",
        "contributing.new",
        "contributing.send",
        "contributing.go_on",
        "contributing.send_draft",
        "contributing.thanks",
        "spaces.index",
        "pictures.show",
        "organisation_pages.show",
        "claiming.new",
        "claiming.send",
        "claiming.sent",
        "claiming.read",
        "claiming.use",
        "pages.colours",
        "pages.about",
        "pages.privacy",
        "pages.accessibility",
        "pages.help_index",
        "pages.help_page",
        "pages.robots",
        "pages.security_txt",
        # Links in mail, and the organisation's own sign-in: these identify the person themselves.
        "account.come_in",
        "account.accept",
        "account.confirm_address",
        "account.move",
        "oidc.leave",
        "oidc.come_back",
    ],
    "everybody",
)
# The pages of the desk, with the permission that each needs.
DESK: dict[str, Permission] = {
    "today.show": Permission.SEE_DESK,
    "resending.index": Permission.SEE_DESK,
    "resending.discard": Permission.SEE_DESK,
    **dict.fromkeys(
        [
            "organisations.new",
            "organisations.add",
            "organisations.trust",
            "organisations.decide",
            "organisations.decide_claim",
            "answering.index",
            "answering.proposal",
            "answering.answer",
            "unlisted.index",
            "unlisted.add",
            "unlisted.let_in",
        ],
        Permission.ANSWER_PROPOSALS,
    ),
    **dict.fromkeys(
        [
            "duplicates.index",
            "duplicates.search",
            "duplicates.pair",
            "duplicates.make_one",
            "duplicates.keep_two",
            "duplicates.undo",
            "duplicates.choose",
            "duplicates.compare",
            "duplicates.make_one_of",
            "duplicates.keep_apart",
            "organisation_mergers.choose",
            "organisation_mergers.compare",
            "organisation_mergers.make_one",
            "organisation_mergers.undo",
        ],
        Permission.MERGE,
    ),
    **dict.fromkeys(
        [
            "editing.index",
            "editing.new",
            "editing.add",
            "editing.edit",
            "editing.save",
            "editing.preview",
            "editing.whole_page",
            "editing.typed",
            "editing.keep",
            "editing.discard",
            "editing.status",
            "organisations.index",
            "organisations.show",
            "organisations.edit",
            "organisations.save",
            "history.show",
            "history.change",
            "history.take_back",
            "history.restore",
        ],
        Permission.EDIT,
    ),
    **dict.fromkeys(
        [
            "account.show",
            "account.begin",
            "account.second_factor",
            "account.rename",
            "account.ask_address",
            "account.sign_out_everywhere",
        ],
        Permission.OWN_ACCOUNT,
    ),
    **dict.fromkeys(
        [
            "people.index",
            "people.invite",
            "people.send",
            "people.show",
            "people.give",
            "people.take",
            "people.review",
            "people.disable",
            "people.enable",
            "people.reset_second_factor",
            "people.invite_again",
        ],
        Permission.MANAGE_PEOPLE,
    ),
    "audit.index": Permission.SEE_AUDIT,
    **dict.fromkeys(
        [
            "rooms.index",
            "rooms.new",
            "rooms.offer",
            "rooms.edit",
            "rooms.change",
            "rooms.step",
            "rooms.wish",
            "rooms.look",
            "rooms.found",
        ],
        Permission.OFFER_ROOMS,
    ),
    "quality.show": Permission.SEE_QUALITY,
    **dict.fromkeys(
        [
            f"checking.{name}"
            for name in ("index", "show", "confirm", "organisation", "confirm_all")
        ],
        Permission.EDIT,
    ),
    **dict.fromkeys(
        ["calling.index", "calling.ask", "calling.note", "calling.hide", "calling.withdraw"],
        Permission.CALL,
    ),
    **dict.fromkeys(
        ["mailbox.index", "mailbox.decide", "mailbox.revive", "mailbox.send_now"],
        Permission.SEE_MAIL,
    ),
    **dict.fromkeys(
        [
            "reminding.index",
            "reminding.week",
            "reminding.area",
            "reminding.choose",
            "reminding.own_text",
            "reminding.write_text",
            "mail_wishes.refusals",
            "mail_wishes.again",
            "mail_wishes.contact",
            "mail_wishes.change",
        ],
        Permission.CHOOSE_REMINDERS,
    ),
    **dict.fromkeys(
        [f"review.{name}" for name in ("index", "show", "answer", "withdraw")], Permission.EDIT
    ),
    **dict.fromkeys(
        [
            *("setting_up.index", "setting_up.second_look"),
            *(
                f"theming.{name}"
                for name in ("index", "theme", "save", "contrast", "history", "take_back")
            ),
        ],
        Permission.SET_UP,
    ),
    **dict.fromkeys(
        [
            f"thesaurus.{name}"
            for name in (
                *("index", "try_question", "word", "save", "take_away"),
                *("look_up", "turn", "history", "take_back"),
            )
        ],
        Permission.CHANGE_WORDS,
    ),
    **dict.fromkeys(
        [
            "bulk.show",
            "bulk.export",
            "bulk.take",
            "saved_lists.keep",
            "saved_lists.edit",
            "saved_lists.change",
            "saved_lists.forget",
        ],
        Permission.SEE_DESK,
    ),
    "bulk.merge": Permission.MERGE,
    **dict.fromkeys(
        ["bulk.preview", "bulk.apply", "bulk.change", "bulk.undo"], Permission.CHANGE_MANY
    ),
    **dict.fromkeys(
        [
            "import_templates.template",
            "imports.index",
            "imports.upload",
            "imports.columns",
            "imports.map_columns",
            "imports.plan",
            "imports.decide",
            "imports.apply",
            "imports.again",
            "imports.throw_away",
            "imports.mend",
            "imports.run",
            "imports.undo",
            "vanished.show",
            "vanished.decide",
            "import_words.explain",
            "import_words.forget",
            "imports.sources",
            "imports.source",
            "imports.change_source",
            "imports.read_source",
            "imports.forget",
        ],
        Permission.IMPORT,
    ),
}
# The pages of Flask-Security are not here: they guard themselves.
ACCESS = EVERYBODY | DESK


def pages(app):
    """Our endpoints with their views; static files are served before the app."""
    return {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and rule.endpoint.partition(".")[0] != "security"
    }


def test_every_page_says_who_may_open_it(app):
    access = {name: getattr(view, "access", "NOT GUARDED") for name, view in pages(app).items()}
    assert access == ACCESS


def requests_to(app):
    """Yield endpoint, method and path of each page of the desk, with a value in each gap."""
    values = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in DESK:
            path = re.sub(
                r"<(?:(\w+)(?:\(.*?\))?:)?\w+>", lambda gap: values.get(gap[1], "x"), rule.rule
            )
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield rule.endpoint, method, path


def test_the_desk_is_shut_without_signing_in(app, client):
    for endpoint, method, path in requests_to(app):
        answer = client.open(path, method=method)
        assert answer.status_code == 302, endpoint
        assert answer.location.startswith("/inloggen"), endpoint


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says_and_nothing_else(app, client, role):
    someone = sign_in(client, a_person(role))
    for endpoint, method, path in requests_to(app):
        answer = client.open(path, method=method)
        refused = answer.status_code == 403
        assert refused == (DESK[endpoint] not in ROLES[role]), (endpoint, method)
        if endpoint == "account.sign_out_everywhere":
            sign_in(client, someone)
            continue
        assert not (answer.location or "").startswith("/inloggen"), endpoint


# The organisation's own sign-in sends people back with a GET; state, nonce and verifier guard it.
WRITES_ALL_THE_SAME = {"oidc.come_back"}


def test_a_get_never_writes(app):
    writing = {name for name, view in pages(app).items() if getattr(view, "writes", False)}
    reading = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if {"GET", "HEAD"} & (rule.methods or set())
    }
    assert writing & reading == WRITES_ALL_THE_SAME


def test_addresses_are_plain(app):
    for rule in app.url_map.iter_rules():
        path = "/".join(part for part in rule.rule.split("/") if "<" not in part)
        assert path == path.lower(), rule.rule
        assert "_" not in path, rule.rule
