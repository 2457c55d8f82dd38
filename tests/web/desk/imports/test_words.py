"""Words that we do not know are asked once, on the plan, and remembered for the next import."""

from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.importing.models import ExplainedWord
from socialmap.importing.uploads import jobs
from socialmap.jobs import JobRun
from tests.desk import a_person, sign_in
from tests.web.desk.imports.test_views import applied, bring, fields_of, planned

HEADER = "naam;plaats;soort;doelgroep;talen;inloop"
LIST = f"""{HEADER}
Moes;Zeist;kweekclubje;ouderen 55+;Arabisch;ja
Draad;Zeist;naailes;ouderen 55+ en marsmannetjes;Straattaal;op dinsdag
Kleed;Soest;Naai-les;jongeren;;nee
"""


def words(page):
    """The words that a plan asks for with what is chosen, by number of the field."""
    sent = fields_of(page.text)
    return {
        sent[f"woord-{n}"]: (n, sent[f"lijst-{n}"], sent[f"term-{n}"])
        for n in range(30)
        if f"woord-{n}" in sent
    }


def explained(desk, number, **chosen):
    """Explain words on the plan of an upload; answers the plan after it."""
    page = desk.get(f"/beheer/import/{number}?toon=woorden")
    sent, asked = fields_of(page.text), words(page)
    sent |= {f"term-{asked[word][0]}": code for word, code in chosen.items()}
    return desk.post(f"/beheer/import/{number}/woorden", data=sent, follow_redirects=True)


def test_each_unknown_word_is_asked_once_with_its_rows_and_only_a_certain_guess(desk):
    plan = planned(desk, bring(desk, LIST))
    assert {word: (scheme, guess) for word, (_, scheme, guess) in words(plan).items()} == {
        "kweekclubje": ("kind", "?"),
        "naailes": ("kind", "?"),
        "ouderen 55+": ("audience", "older_people"),
        "marsmannetjes": ("audience", "?"),
        "Straattaal": ("language", "?"),
        "op dinsdag": ("walk_in", "?"),
    }
    assert "Soort: ‘naailes’" in plan.text
    assert "Doelgroep: ‘ouderen 55+’" in plan.text
    assert plan.text.count("in 2 regels") == 2
    assert "Opslaan en opnieuw bekijken" in plan.text


def test_a_choice_is_in_the_plan_at_once_and_in_the_next_import_of_somebody_else(desk, session):
    number = bring(desk, LIST)
    planned(desk, number)
    plan = explained(
        desk, number, kweekclubje="community_garden", naailes="creative_group",
        marsmannetjes="", **{"op dinsdag": "yes"},
    )  # fmt: skip
    assert "5 woorden zijn bewaard" in plan.text
    assert "De kaart is veranderd" not in plan.text
    assert list(words(plan)) == ["Straattaal"]
    applied(desk, number)
    draad = session.query(Initiative).filter_by(name="Draad").one()
    assert (draad.kind, draad.walk_in) == ("creative_group", True)
    assert draad.codes("audience") == ["older_people"]
    sign_in(desk, a_person(email="ander@example.org"))
    again = planned(desk, bring(desk, LIST.replace("Zeist", "Baarn"), name="anders.csv"))
    assert list(words(again)) == ["Straattaal"]


def test_what_nobody_knows_stays_a_remark_and_is_not_remembered(desk, session):
    number = bring(desk, "naam;plaats;soort\nMoes;Zeist;kweekclubje")
    planned(desk, number)
    plan = explained(desk, number)
    assert "Je hebt geen woord uitgelegd" in plan.text
    assert "&#39;kweekclubje&#39; kennen we hier niet" in plan.text
    assert session.scalars(select(ExplainedWord)).all() == []


def test_what_is_no_term_or_no_scheme_is_not_remembered(desk, session):
    number = bring(desk, LIST)
    planned(desk, number)
    for sent in (
        {"lijst-0": "kind", "woord-0": "naailes", "term-0": "onzin"},
        {"lijst-0": "onzin", "woord-0": "naailes", "term-0": "creative_group"},
        {"lijst-0": "kind", "woord-0": "", "term-0": "creative_group"},
    ):
        assert desk.post(f"/beheer/import/{number}/woorden", data=sent).status_code == 303
    assert session.scalars(select(ExplainedWord)).all() == []


def test_remembered_words_are_seen_and_removed_and_taking_an_import_back_leaves_them(desk, session):
    number = bring(desk, "naam;plaats;soort\nMoes;Zeist;kweekclubje")
    planned(desk, number)
    explained(desk, number, kweekclubje="community_garden")
    run = applied(desk, number)
    desk.post(run.request.path + "/terug")
    assert 'Soort: <bdi dir="auto">kweekclubje</bdi>' in desk.get("/beheer/import").text
    [word] = session.scalars(select(ExplainedWord))
    gone = desk.post(f"/beheer/import/woorden/{word.id}/weg", follow_redirects=True)
    assert "Het woord is weg" in gone.text
    assert "kweekclubje</bdi>" not in gone.text
    assert desk.post(f"/beheer/import/woorden/{word.id}/weg").status_code == 404


def test_a_coordinator_of_one_municipality_explains_words_for_that_one(desk, session):
    sign_in(desk, a_person(area="Zeist"))
    number = bring(desk, "naam;plaats;postcode;soort\nMoes;Zeist;3701 AB;kweekclubje")
    plan = planned(desk, number)
    assert "alle volgende imports in Zeist" in plan.text
    explained(desk, number, kweekclubje="community_garden")
    [word] = session.scalars(select(ExplainedWord))
    assert (word.area, word.code) == ("Zeist", "community_garden")
    sign_in(desk, a_person(area="Soest"))
    assert "kweekclubje" not in desk.get("/beheer/import").text
    assert desk.post(f"/beheer/import/woorden/{word.id}/weg").status_code == 404


def test_a_large_file_is_planned_by_a_job(desk, session, monkeypatch):
    number = bring(desk, LIST)
    planned(desk, number)
    monkeypatch.setattr(jobs, "is_small", lambda _upload: False)
    assert "naailes" not in words(explained(desk, number, naailes="creative_group"))
    assert session.scalars(select(JobRun.name)).all() == ["import-plan"]
