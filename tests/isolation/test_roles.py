import pytest

from socialmap.isolation.classifier import Described, classify
from socialmap.isolation.lexicon import data_rows, phrase_of, written_lexicon
from socialmap.isolation.reading import features_of
from socialmap.isolation.roles import MOST_BETWEEN, roles_in


def roles(text):
    return {role.removeprefix("role:") for role, _ in roles_in(phrase_of(text))}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Inwoners kochten het café en tappen zelf", "residents_own"),
        ("het gebouw wordt beheerd door omwonenden", "residents_own"),
        ("ouderen adviseren de gemeente", "others_own"),
        ("mensen met autisme monteren lampen", "comes_to_work"),
        ("een vrijwilligster belt elke ochtend", "volunteer_visits"),
        ("weduwen drinken koffie", "people_meet"),
        ("de psycholoog begint een behandeling", "professional_treats"),
        ("een zaal te huur", "buys"),
        ("aan te vragen bij de gemeente met een laag inkomen", "applies"),
    ],
)
def test_somebody_who_does_something_has_a_role(text, role):
    assert role in roles(text)


def test_who_and_does_stand_near_one_another():
    assert "residents_own" in roles("bewoners " + "zee " * MOST_BETWEEN + "beheren")
    assert "residents_own" not in roles("bewoners " + "zee " * (MOST_BETWEEN + 1) + "beheren")


def test_a_role_ends_with_its_sentence():
    for text, seen in (("Voor bewoners. Wij beheren", False), ("Bewoners, wij, beheren", True)):
        found = features_of(Described("Flat", description=text), written_lexicon())
        assert ("role:residents_own" in {each.name for each in found}) == seen


def test_what_is_denied_is_no_role():
    assert "residents_own" not in roles("ritjes in de buurt voor wie zelf niet meer fietst")


def test_every_role_has_phrases_for_somebody_and_for_what_they_do():
    for row in data_rows("isolation", "roles.csv"):
        assert 0 < float(row["weight"]) <= 3
        for column in ("who", "does"):
            assert all(phrase_of(text) for text in row[column].split("|")), row["role"]


@pytest.mark.parametrize(
    ("description", "form"),
    [
        ("Dorpsbewoners kochten samen het café en beheren het zelf.", "societal"),
        ("Mensen met een beperking bedienen gasten in het café, met begeleiding.", "group"),
        ("Ouderen drinken samen koffie in het café en praten bij.", "individual"),
        ("Café met terras, bier van het vat en een zaal te huur.", "none"),
    ],
)
def test_who_owns_and_who_comes_outweighs_what_is_done(description, form):
    found = classify(Described("De Linde", description=description))
    assert found.primary == form
    assert any(each.form == form for each in found.evidence)
