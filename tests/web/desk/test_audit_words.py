"""The audit log speaks Dutch: a sentence for every deed, and no word of the program."""

import re

import pytest

from socialmap.people.audit import Verb, note
from socialmap.people.models import AuditEvent
from socialmap.people.permissions import Role
from socialmap.web.desk.audit_words import SENTENCES, event_sentence, subject_words
from tests.desk import a_person, sign_in


def test_every_deed_has_its_own_sentence():
    assert set(SENTENCES) == set(Verb)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert all(re.fullmatch(r"[A-Z].*\.", sentence) for sentence in SENTENCES.values())


@pytest.mark.parametrize(
    ("verb", "detail", "sentence"),
    [
        (Verb.SIGN_IN, {"means": "password", "strong": False}, "Logde in met een wachtwoord."),
        (Verb.GIVE_ROLE, {"role": "editor"}, "Gaf de rol ‘Redacteur’."),
        (
            Verb.TAKE_ROLE,
            {"role": "coordinator", "area": "Zeist"},
            "Nam de rol ‘Coördinator’ in Zeist af.",
        ),
        (
            Verb.IMPORT,
            {"new": 3, "changed": 1, "same": 0},
            "Zette een lijst op de kaart: 3 nieuw, 1 gewijzigd.",
        ),
        (
            Verb.CHANGE_MANY,
            {"count": 5, "what": "status"},
            "Wijzigde 5 initiatieven tegelijk: De status.",
        ),
        (Verb.UNLIST, {}, "Op de lijst ‘niet opnemen’ gezet."),
        (Verb.OFFER_ROOM, {"name": "100% zaal"}, "Bood de ruimte ‘100% zaal’ aan."),
        ("of another version", {}, "Iets wat deze versie niet meer kent."),
    ],
)
def test_an_entry_is_a_sentence(app, verb, detail, sentence):
    with app.test_request_context():
        assert event_sentence(AuditEvent(action=verb, detail=detail)) == sentence


def test_what_it_is_about_is_named_in_words(app):
    with app.test_request_context():
        assert subject_words("import:12", {}) == "import 12"
        assert subject_words("space:0f", {}) == "een ruimte"
        assert subject_words("person:1", {"person:1": "Noor"}) == "Noor"
        assert subject_words("Zeist", {}) == "Zeist"


def test_the_log_shows_no_word_of_the_program(client, session):
    chief = sign_in(client, a_person(Role.ADMINISTRATOR))
    note("socialmap import", Verb.IMPORT, "import:1", new=1, changed=0)
    note(chief.actor, Verb.SIGN_IN, chief.actor, means="code", strong=True)
    note(chief.actor, Verb.CHANGE_ROOM, "space:1", price=[1, 2])
    session.flush()
    page = client.get("/beheer/logboek").text
    assert "Logde in met een wachtwoord en een code." in page
    assert "een import" in page
    assert "strong" not in page
    assert ">space:" not in page
