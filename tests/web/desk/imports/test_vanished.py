"""What a file no longer has, at the desk: each row and many at once, and a mail when it is asked."""

from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Status
from socialmap.importing.models import ImportRun
from socialmap.importing.uploads.models import VanishedListing
from socialmap.mail.models import Message
from socialmap.people.permissions import Role
from tests.desk import a_person, sign_in
from tests.web.desk.imports.test_views import HEADER, bring, planned

HEADERS = f"{HEADER};e-mail"
BRIDGE = "Taalcafé De Brug;Utrecht;3511 AB;030 231 45 67;De Brug;brug@post.wijk"
GARDEN = "Buurttuin Oost;Utrecht;3583 AB;;Groen;groen@post.wijk"
CHOIR = "Koor Zuid;Utrecht;3526 AB;;;"


def text(*lines):
    return "\n".join([HEADERS, *lines])


def again(desk):
    """Import three listings, and plan a file with one of them; answers the address of the list."""
    first = bring(desk, text(BRIDGE, GARDEN, CHOIR))
    plan = planned(desk, first, source="lijst")
    digest = BeautifulSoup(plan.text, "html.parser").select_one("[name=plan]")["value"]
    desk.post(f"/beheer/import/{first}/uitvoeren", data={"plan": digest})
    number = bring(desk, text(BRIDGE), name="nieuw.csv")
    shown = planned(desk, number, source="lijst")
    assert "2 plekken stonden eerder in dit bestand" in " ".join(shown.text.split())
    address = f"/beheer/import/{number}/niet-meer"
    assert address in shown.text
    return address


def status_of(session, name):
    return session.scalar(select(Initiative.status).where(Initiative.name == name))


def row_of(session, name):
    return session.scalar(
        select(VanishedListing.id)
        .where(VanishedListing.name == name)
        .order_by(VanishedListing.id.desc())
    )


def test_one_is_archived_and_one_kept_with_its_own_button(desk, session):
    address = again(desk)
    page = desk.get(address).text
    assert "Over 2 plekken is nog niets besloten." in " ".join(page.split())
    desk.post(address, data={"besluit": f"archive:{row_of(session, 'Koor Zuid')}"})
    assert status_of(session, "Koor Zuid") == Status.ARCHIVED
    assert status_of(session, "Buurttuin Oost") == Status.PUBLISHED
    answer = desk.post(address, data={"besluit": f"keep:{row_of(session, 'Buurttuin Oost')}"})
    page = desk.get(answer.location).text
    assert "We onthouden dat voor een volgend bestand." in page
    assert "Over alles is besloten." in page


def test_many_are_chosen_by_ticks_or_all_at_once(desk, session):
    address = again(desk)
    none = desk.post(address, data={"besluit": "archive", "keuze": "vinkjes"})
    assert none.status_code == 422
    assert "Zet eerst een vinkje" in none.text
    desk.post(address, data={"besluit": "archive", "keuze": "alles"})
    assert status_of(session, "Koor Zuid") == status_of(session, "Buurttuin Oost") == "archived"


def test_ticks_stay_when_something_is_wrong(desk, session):
    address = again(desk)
    number = row_of(session, "Koor Zuid")
    page = desk.post(address, data={"besluit": "onzin", "kies": number})
    assert page.status_code == 422
    box = BeautifulSoup(page.text, "html.parser").select_one(f'[name=kies][value="{number}"]')
    assert box.has_attr("checked")


def test_an_organisation_is_asked_by_mail_only_when_somebody_chooses_it(desk, session):
    address = again(desk)
    assert session.scalars(select(Message)).all() == []
    answer = desk.post(address, data={"besluit": "ask", "keuze": "alles"})
    [mail] = session.scalars(select(Message))
    assert mail.address == "groen@post.wijk"
    assert "In de nieuwe lijst van lijst staat dit niet meer." in mail.text
    page = desk.get(answer.location).text
    assert "Over 1 plek gaat een mail weg." in page
    assert "1 kunnen we niet mailen" in page
    assert "gevraagd per mail" in page


def test_the_report_of_the_import_leads_there_too(desk, session):
    address = again(desk)
    number = address.split("/")[3]
    plan = desk.get(f"/beheer/import/{number}").text
    digest = BeautifulSoup(plan, "html.parser").select_one("[name=plan]")
    assert digest is None  # nothing to write: the list is still there
    assert desk.get(address).status_code == 200
    run = session.scalars(select(ImportRun.id)).one()
    assert "Deze import bracht 3 nieuwe plekken" in desk.get(f"/beheer/import/runs/{run}").text


def test_only_who_may_import_there_decides(desk, session):
    address = again(desk)
    sign_in(desk, a_person(area="Zeist"))
    assert desk.get(address).status_code == 404
    assert desk.post(address, data={"besluit": "archive", "keuze": "alles"}).status_code == 404
    sign_in(desk, a_person(Role.EDITOR))
    assert desk.get(address).status_code == 403
