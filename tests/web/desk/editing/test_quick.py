"""Writing quickly: an address on one line, Enter, the own area, copies, and the page as it will be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from socialmap.catalogue import actions
from socialmap.catalogue.drafts import Draft, drafts_of
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation, Status
from socialmap.people.permissions import Role
from socialmap.times.clock import now
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, ZEIST, listing, located, put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled, send, words

NEW = "/beheer/initiatieven/nieuw"
READ = "/beheer/initiatieven/gelezen"
WHOLE = "/beheer/initiatieven/voorbeeld-pagina"


@pytest.fixture
def me(client, session):
    person = sign_in(client, a_person())
    session.commit()
    return person


def added(session, answer):
    assert answer.status_code == 303, words(answer)
    return latest_listing(session.scalars(select(Initiative)).one().id)


def put_draft(kept):
    [number] = actions.add([actions.Entry(kept)], CHANGE, Status.DRAFT)
    return number


def sent_with(page, typed):
    sent = filled(page)
    for name, value in typed.items():
        sent[name] = value
    return sent


def element(page, selector):
    return BeautifulSoup(page.text, "html.parser").select_one(selector)


@pytest.mark.parametrize(
    ("line", "street", "town", "municipality"),
    [
        ("Dorpsstraat 7, De Bilt", "Dorpsstraat 7", "De Bilt", "De Bilt"),
        ("Dorpsstraat 7 3732 HH De Bilt", "Dorpsstraat 7", "De Bilt", "De Bilt"),
        ("Zeist", "", "Zeist", "Zeist"),
        ("Slotlaan 3 Zeist", "Slotlaan 3", "Zeist", "Zeist"),
    ],
)
def test_an_address_on_one_line_is_enough(client, session, me, line, street, town, municipality):
    typed = {"name": "Soep", "place-0-address": line}
    [place] = added(session, send(client, client.get(NEW), "publish", typed)).locations
    assert (place.street, place.town, place.municipality) == (street, town, municipality)


def test_a_building_before_the_address_names_the_place(client, session, me):
    typed = {"name": "Soep", "place-0-address": "De Peppel, Slotlaan 3, Zeist"}
    [place] = added(session, send(client, client.get(NEW), "publish", typed)).locations
    assert (place.name, place.street) == ("De Peppel", "Slotlaan 3")


@pytest.mark.parametrize("do", ["find", "publish"])
@pytest.mark.parametrize("line", ["Xqzwv", "Dorpsstraat 7"])
def test_an_address_that_is_not_found_is_said_at_its_line(client, me, line, do):
    answer = send(client, client.get(NEW), do, {"name": "Soep", "place-0-address": line})
    assert answer.status_code == 422
    field = element(answer, "#place-0-address")
    assert field["aria-invalid"] == "true"
    assert field["value"] == line


def test_hours_that_are_not_understood_are_said_at_their_field_at_once(client, me):
    answer = send(client, client.get(NEW), "hours", {"hours_typed": "zo nu en dan"})
    field = element(answer, "#hours_typed")
    assert field["aria-invalid"] == "true"
    assert field.has_attr("autofocus")
    assert "Dit kunnen we niet zeker lezen" in element(answer, "#hours_typed-error").text
    assert not element(answer, ".error-summary")


def test_a_tick_that_all_is_right_stays_when_the_form_comes_back(client, session, me):
    page = send(client, client.get(NEW), "add:phone", {"name": "Soep", "confirmed": "1"})
    page = send(client, page, "publish", {"hours_typed": "zo nu en dan"})
    assert page.status_code == 422
    kept = {"place-0-address": "Zeist", "hours_typed": ""}
    assert added(session, send(client, page, "publish", kept)).confirmations


def test_a_tick_of_yesterday_does_not_say_that_all_is_right_today(client, session, me):
    send(client, client.get(NEW), "add:phone", {"name": "Soep", "confirmed": "1"})
    session.execute(update(Draft).values(at=now() - timedelta(days=1)))
    session.commit()
    again = client.get(NEW)
    assert filled(again)["name"] == "Soep"
    assert "confirmed" not in filled(again)


def test_an_address_twice_is_refused(client, me):
    typed = {"name": "Soep", "place-0-address": "Zeist", "place-0-town": "Utrecht"}
    answer = send(client, client.get(NEW), "publish", typed)
    assert "Het adres staat er twee keer." in words(answer)


@pytest.mark.parametrize("form", ["#formulier", ".editing__status"])
def test_enter_sends_nothing(client, session, me, form):
    draft = put_draft(EVERYTHING)
    session.commit()
    page = client.get(f"/beheer/initiatieven/{draft}")
    first = element(page, f"{form} [type=submit], {form} button:not([type])")
    assert first.has_attr("disabled")


@pytest.mark.parametrize(
    ("do", "focus"),
    [
        ("add:line", "line-1-day"),
        ("add:place", "place-1-address"),
        ("add:phone", "phone-1-number"),
        ("add:date", "date-0-name"),
        ("add:except", "except-0-first"),
    ],
)
def test_a_button_that_adds_a_line_has_the_focus_there(client, me, do, focus):
    answer = send(client, client.get(NEW), do, {"name": "Soep"})
    assert element(answer, "#formulier [autofocus]")["id"] == focus
    assert not element(answer, "#formulier details:not([open]) [autofocus]")


CONTRARY = {"name": "Soep", "place-0-address": "9999 ZZ Zeist"}


def test_a_postcode_and_a_town_that_contradict_each_other_are_asked(client, session, me):
    answer = send(client, client.get(NEW), "publish", CONTRARY)
    assert answer.status_code == 422
    assert "De postcode 9999 ZZ ligt in Kantens, niet in Zeist. Welke klopt?" in words(answer)
    assert filled(answer)["place-0-address"] == "9999 ZZ Zeist"
    [place] = added(session, send(client, answer, "publish", {"place-0-trust": "Zeist"})).locations
    assert (place.postcode, place.municipality) == ("", "Zeist")


def test_the_postcode_may_be_the_right_one(client, session, me):
    parts = {"name": "Soep", "place-0-postcode": "9999 ZZ", "place-0-town": "Zeist"}
    answer = send(client, client.get(NEW), "publish", parts)
    assert answer.status_code == 422
    answer = send(client, answer, "publish", {"place-0-trust": "9999 ZZ"})
    [place] = added(session, answer).locations
    assert (place.postcode, place.town, place.municipality) == (
        "9999 ZZ",
        "Kantens",
        "Het Hogeland",
    )


def test_an_answer_about_another_contradiction_does_not_count(client, me):
    typed = CONTRARY | {"place-0-trust": "Utrecht"}
    assert send(client, client.get(NEW), "publish", typed).status_code == 422


def test_what_lies_outside_the_own_area_is_said_as_soon_as_it_is_known(client, session):
    sign_in(client, a_person(area="Zeist"))
    page = client.get(NEW)
    assert "Jouw gebied: Zeist." in words(page)
    sent = sent_with(page, {"place-0-address": "Neude 11, Utrecht"})
    read = client.post(READ, data=sent).json["gelezen"]["place-0-read"]
    assert "Dit ligt in Utrecht. Jij werkt voor Zeist" in read
    sent = sent_with(page, {"place-0-address": "Slotlaan 3, Zeist"})
    assert "Jij werkt voor" not in client.post(READ, data=sent).json["gelezen"]["place-0-read"]


def test_an_address_that_is_not_looked_up_is_said_with_what_comes_of_it(client, me):
    sent = sent_with(client.get(NEW), {"place-0-address": "Slotlaan 3, Zeist"})
    read = client.post(READ, data=sent).json["gelezen"]["place-0-read"]
    assert "We kunnen ‘Slotlaan 3’ nu niet opzoeken." in read
    sent["place-0-hidden"] = "1"
    assert "opzoeken" not in client.post(READ, data=sent).json["gelezen"]["place-0-read"]


def test_who_has_no_area_learns_it_at_the_start(client, session):
    sign_in(client, a_person(Role.EDITOR))
    assert "nog geen gebied en geen organisatie" in words(client.get(NEW))
    put(listing("Iets", organisation="Stichting Plein"))
    mine = session.scalar(select(Organisation))
    sign_in(client, a_person(Role.EDITOR, organisation=mine.id))
    assert "nog geen gebied" not in words(client.get(NEW))


def test_a_copy_has_all_but_the_confirmations_and_the_history(client, session, me):
    placed = located(ZEIST, name="De Peppel", street="Slotlaan 3", town="Zeist", precision="given")
    original = replace(EVERYTHING, locations=(replace(placed, municipality="Zeist"),))
    [koffie] = put(original)
    session.commit()
    link = element(client.get(f"/beheer/initiatieven/{koffie}"), "a[href*=kopie]")["href"]
    page = client.get(link)
    assert element(page, "#name").has_attr("autofocus")
    assert "geef hem een eigen naam" in words(page)
    same = send(client, page, "save")
    assert same.status_code == 422
    assert "Staat dit er al?" in words(same)
    answer = send(client, page, "save", {"name": "Koffie in Zeist"})
    assert answer.status_code == 303, words(answer)
    made = session.scalar(select(Initiative).where(Initiative.name == "Koffie in Zeist"))
    before, after = latest_listing(koffie), latest_listing(made.id)
    assert made.status == Status.DRAFT
    assert after.confirmations == ()
    other = {"name": "", "setting": "", "confirmations": (), "locations": (), "languages": ()}
    assert replace(after, **other) == replace(before, **other)
    assert set(after.languages) == set(before.languages)
    [old], [new] = before.locations, after.locations
    assert (new.street, new.name, round(new.lon, 5)) == (old.street, old.name, round(old.lon, 5))


def test_a_copy_has_a_draft_of_its_own(client, session, me):
    [koffie] = put(EVERYTHING)
    session.commit()
    send(client, client.get(NEW), "preview", {"name": "Iets anders"})
    copy = f"{NEW}?kopie={koffie}"
    send(client, client.get(copy), "preview", {"name": "Kopie"})
    assert filled(client.get(NEW))["name"] == "Iets anders"
    assert filled(client.get(copy))["name"] == "Kopie"
    listed = words(client.get("/beheer/initiatieven"))
    assert "Iets anders" in listed
    assert "Kopie" in listed


def test_the_whole_page_is_shown_as_residents_will_see_it(client, session, me):
    page = client.get(NEW)
    typed = {
        "name": "Soep van Sam",
        "summary": "Samen soep eten.",
        "place-0-address": "Slotlaan 3, Zeist",
        "hours_typed": "wo 12-14",
        "cost_amount": "2,50",
        "phone-0-number": "030 234 56 78",
        "organisation": "Stichting Soep",
    }
    shown = client.post(WHOLE, data=sent_with(page, typed))
    assert shown.status_code == 200
    text = words(shown)
    for sentence in ("Voorbeeld.", "Soep van Sam", "Slotlaan 3", "2,50", "Stichting Soep"):
        assert sentence in text
    assert session.scalars(select(Initiative)).all() == []
    assert session.scalars(select(Organisation)).all() == []
    assert drafts_of(me.id) == []
    assert client.post(WHOLE, data=filled(page)).status_code == 200


def test_the_list_has_the_drafts_with_who_and_when(client, session, me):
    put_draft(replace(EVERYTHING, name="Nog niet klaar"))
    session.commit()
    send(client, client.get(NEW), "preview", {"name": "Half getypt"})
    text = words(client.get("/beheer/lijst?status=draft"))
    assert "Nog niet klaar" in text
    assert "Laatst gewijzigd" in text
    assert "Half getypt" in text
    assert "Je hebt 1 formulier in klad." in words(client.get("/beheer/lijst"))


def test_the_way_back_is_kept(client, session, me):
    [koffie] = put(EVERYTHING)
    session.commit()
    public = f"/initiatief/{session.get(Initiative, koffie).slug}"
    answer = client.get(public)
    link = element(answer, "a[href*=terug]")["href"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = client.get(link)
    assert element(page, f'a[href="{public}"]').text.strip() == "Terug naar de pagina"
    saved = send(client, page, "save", {"summary": "Anders."})
    assert element(client.get(saved.location), ".editing__head .back a")["href"] == public


@pytest.mark.parametrize("away", ["https://example.org/beheer/", "//example.org/beheer/", "/x"])
def test_the_way_back_stays_on_this_site(client, session, me, away):
    page = client.get(NEW, query_string={"terug": away})
    assert not element(page, ".editing__head .back")


def test_residents_see_no_link_to_edit(app, client, session, me):
    [koffie] = put(EVERYTHING)
    session.commit()
    public = f"/initiatief/{session.get(Initiative, koffie).slug}"
    assert "Bewerk" in words(client.get(public))
    answer = app.test_client().get(public)
    assert "Bewerk" not in words(answer)
    assert "Cookie" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers
    sign_in(client, a_person(area="Zeist"))
    assert "Bewerk" not in words(client.get(public))


def missing(answer):
    preview = element(answer, ".editing__preview").get_text(" ")
    return " ".join(preview.split()).partition("Nog niet:")[2].partition(".")[0]


def test_the_preview_has_the_times_as_soon_as_they_are_typed(client, me):
    typed = {"name": "Soep", "place-0-address": "Zeist", "hours_typed": "di en do 12-14"}
    shown = send(client, client.get(NEW), "preview", typed)
    assert "Elke dinsdag en donderdag, 12.00–14.00." in words(shown)
    assert "één zin" in missing(shown)
    assert "tijden" not in missing(shown)
    sent = sent_with(client.get(NEW), typed)
    assert "Elke dinsdag en donderdag" in words(client.post(WHOLE, data=sent))


def test_a_preview_leaves_times_that_are_not_sure_out(client, me):
    typed = {"name": "Soep", "hours_typed": "zo nu en dan"}
    assert "tijden" in missing(send(client, client.get(NEW), "preview", typed))


@pytest.mark.parametrize("do", ["publish", "save"])
def test_a_form_that_is_refused_is_there_again_after_another_page(client, session, me, do):
    put(EVERYTHING)
    session.commit()
    like = {"name": EVERYTHING.name, "place-0-address": "Neude 11, Utrecht", "email": "geen adres"}
    assert send(client, client.get(NEW), do, like).status_code == 422
    again = filled(client.get(NEW))
    assert (again["name"], again["email"]) == (EVERYTHING.name, "geen adres")


def test_a_listing_like_another_is_asked_and_lost_nowhere(client, session, me):
    original = replace(EVERYTHING, phones=(), email="", website="")
    put(original)
    session.commit()
    [place] = original.locations
    like = {"name": original.name, "place-0-street": place.street, "place-0-town": place.town}
    asked = send(client, client.get(NEW), "publish", like)
    assert "Kies dan nog een keer Zet op de kaart of Bewaar als concept." in words(asked)
    assert filled(client.get(NEW))["name"] == original.name


def test_a_change_that_is_refused_is_there_again(client, session, me):
    [koffie] = put(EVERYTHING)
    session.commit()
    path = f"/beheer/initiatieven/{koffie}"
    wrong = {"summary": "Nieuw.", "email": "geen adres"}
    assert send(client, client.get(path), "save", wrong).status_code == 422
    assert latest_listing(koffie).summary == EVERYTHING.summary
    assert filled(client.get(path))["summary"] == "Nieuw."
    assert send(client, client.get(path), "save", {"email": "a@example.org"}).status_code == 303
    assert drafts_of(me.id) == []


@pytest.mark.parametrize("hidden", [False, True])
def test_places_that_are_only_points_stay_where_they_are(client, session, me, hidden):
    at = {"municipality": "Utrecht", "hidden": hidden}
    two = (located(town="", **at), located(ZEIST, town="", **at))
    [soep] = put(replace(listing("Soep"), locations=two))
    session.commit()
    before = latest_listing(soep)
    path = f"/beheer/initiatieven/{soep}"
    answer = send(client, client.get(path), "save", {"summary": "Samen soep eten."})
    assert answer.status_code == 303, words(answer)
    after = latest_listing(soep)
    assert after.summary == "Samen soep eten."
    assert set(after.locations) == set(before.locations)


def test_an_address_replaces_a_place_that_is_only_a_point(client, session, me):
    [soep] = put(listing("Soep"))
    session.commit()
    path = f"/beheer/initiatieven/{soep}"
    answer = send(client, client.get(path), "save", {"place-0-address": "Slotlaan 3, Zeist"})
    assert answer.status_code == 303, words(answer)
    [place] = latest_listing(soep).locations
    assert (place.town, place.municipality) == ("Zeist", "Zeist")
