"""What something costs, as people write it: an amount only when it is certain."""

import pytest

from socialmap.fields.costs import LONGEST, Cost, names_amount, read_cost


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("gratis", (None, True, "")),
        ("geen", (None, True, "")),
        ("geen kosten", (None, True, "")),
        ("Er zijn geen kosten aan verbonden", (None, True, "")),
        ("0,-", (0.0, True, "")),
        ("€ 0", (0.0, True, "")),
        ("€ 5", (5.0, False, "")),
        ("€5,-", (5.0, False, "")),
        ("2,50", (2.5, False, "")),
        ("€ 12.50", (12.5, False, "")),
        ("€ 1.250,00", (1250.0, False, "")),
        ("onbekend", (None, None, "")),
    ],
)
def test_a_bare_amount_needs_no_words(text, cost):
    assert read_cost(text) == cost


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€ 2,50 per keer", 2.5),
        ("5 euro incl. koffie", 5.0),
        ("€ 1.250 per jaar", 1250.0),
        ("2,50 p.p.", 2.5),
        ("€2,50/keer", 2.5),
        ("€ 10,- per maand", 10.0),
        ("5 euro 50", 5.5),
        ("50 cent", 0.5),
        ("twee euro", 2.0),
        ("Gratis parkeren, deelname 5 euro", 5.0),
        ("Gratis voor leden, anders € 5", 5.0),
        ("5 euro, met Stadspas gratis", 5.0),
        ("€ 5,00 per persoon, kinderen gratis", 5.0),
        ("Eerste keer gratis, daarna € 3", 3.0),
        ("Gratis lunch, deelname € 4", 4.0),
        ("€ 3 inclusief koffie en thee", 3.0),
        ("Lidmaatschap € 25 per jaar", 25.0),
        ("eigen bijdrage €7,50", 7.5),
    ],
)
def test_one_certain_amount_is_kept_with_its_words_and_is_not_free(text, amount):
    assert read_cost(text) == (amount, False, text)
    assert names_amount(text, amount) or text == "twee euro"


@pytest.mark.parametrize(
    "text",
    [
        "gratis, koffie € 1",
        "Gratis. Koffie en thee 1 euro",
        "gratis toegang",
        "Gratis inloop",
        "Deelname is gratis",
        "Gratis voor iedereen",
        "Gratis, wel graag aanmelden",
        "gratis entree, lunch € 5",
        "Deelname gratis, consumpties voor eigen rekening",
    ],
)
def test_taking_part_is_free_whatever_the_coffee_costs(text):
    assert read_cost(text) == (None, True, text)


@pytest.mark.parametrize(
    "text",
    [
        "vrijwillige bijdrage",
        "Gratis, vrijwillige bijdrage welkom",
        "eerste keer gratis",
        "gratis koffie",
        "De koffie is gratis",
        "Gratis met U-pas",
        "Gratis t/m 12 jaar",
        "geen kosten voor leden",
        "gratis of € 5",
        "€ 5 - € 10",
        "van 5 tot 10 euro",
        "tussen de 2 en 4 euro",
        "tussen € 5,- en € 7,50",
        "€ 1O",
        "5-10 euro",
        "€ 0 - € 5",
        "€ 5 (leden € 3)",
        "€ 60 per jaar (€ 5 per maand)",
        "vanaf € 5",
        "maximaal € 5",
        "ca. 5 euro",
        "borg € 10",
        "koffie € 1",
        "1,50 euro per kopje koffie",
        "10% korting",
        "2 keer per week",
    ],
)
def test_what_is_not_certain_is_words_and_never_free(text):
    assert read_cost(text) == (None, None, text)


def test_not_free_is_not_free():
    assert read_cost("niet gratis") == (None, False, "niet gratis")


def test_a_long_text_is_kept_up_to_what_fits():
    flaw = read_cost("€ 5 per keer. " * 40)
    assert flaw.level == "warning"
    assert flaw.mended.text.startswith("€ 5 per keer.")
    assert len(flaw.mended.text) <= LONGEST


@pytest.mark.parametrize(
    "text", ["2x 5 euro", "2x5 euro", "3 keer € 4", "5 euro x 2", "€ 1e3", "€ 5k"]
)
def test_a_sum_that_must_be_worked_out_stays_words(text):
    assert read_cost(text) == Cost(text=text)


def test_one_time_an_amount_is_that_amount():
    assert read_cost("1x € 5").amount == 5


@pytest.mark.parametrize(
    "text",
    [
        "GBP 5 per keer",
        "£ 5 p.p.",
        "$5 per maand",
        "5,- gulden",
        "US$ 12 per keer",
        "£50",
        "GBP 5; leden: € 2",
    ],
)
def test_other_money_is_no_amount_of_euros(text):
    assert read_cost(text) == (None, None, text)
