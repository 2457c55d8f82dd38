import pytest

from socialmap.themes.colours import DARK, LIGHT, contrast, contrasts, read_colour, stylesheet


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(
    ("typed", "colour"),
    [("#ABCDEF", "#abcdef"), ("0b5457", "#0b5457"), ("#fa0", "#ffaa00"), ("rood", ""), ("#12", "")],
)
def test_a_colour_is_read_as_people_type_it(typed, colour):
    assert read_colour(typed) == colour


@pytest.mark.parametrize(("accent", "look"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_usual_colours_can_be_read_by_everybody(accent, look):
    assert all(pair.enough for pair in contrasts(accent, look))


@pytest.mark.parametrize(
    ("accent", "look"), [("#ffcc00", "light"), ("#767676", "light"), ("#333333", "dark")]
)
def test_a_colour_that_some_cannot_read_is_found_out(accent, look):
    assert not all(pair.enough for pair in contrasts(accent, look))


def test_the_dark_look_stays_as_it_was_when_only_light_was_chosen():
    css = stylesheet("#5b2a86", "")
    assert "#5b2a86" in css.splitlines()[0]
    assert f"--basis-color-accent-1-color-default: {DARK}" in css.splitlines()[1]
    assert stylesheet("", "") == ""
