"""A manual calls buttons, links and pages by the names that they have on the screen."""

import ast
import re

import pytest

from socialmap.web.public.pages import manuals
from tests.shape import files

TEXT = r'"(?:[^"\\]|\\.)*"'
CALL = re.compile(rf"\b(?:_|n?gettext)\(\s*({TEXT})(?:\s*,\s*({TEXT}))?")
# Bold, but not on the screen: keys, columns of a file, kinds of files, and numbers to call.
NO_NAMES = {
    "account": {"herstelcodes"},
    "bewoners": {"gratis ×", "donderdag ×", "112", "113", "Veilig Thuis"},
    "importeren": {"id", "lon", "bedrag", "KMZ", "GPX"},
    "samen-zoeken": {"112", "113", "Veilig Thuis", "Kindertelefoon", "Snel weg"},
    "voorstellen": {"J", "K"},
}


def plain(text):
    return re.sub(r"\s+", " ", text).strip(" .:").casefold()


def shown():
    """The texts of the interface, as far as their first gap."""
    texts = set()
    for path in files("templates/**.html", "templates/*.html"):
        for pair in CALL.findall(path.read_text("utf-8")):
            texts.update(ast.literal_eval(text) for text in pair if text)
    for path in files("socialmap/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in {"N_", "_", "gettext"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                texts.add(str(node.args[0].value))
    return {plain(re.split(r"%\(", text)[0]) for text in texts} | {plain(text) for text in texts}


def names_in(text):
    """The bold names of a manual; the words with which a line of a list begins are no names."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"^( *- )\*\*[^*]+\*\*(, \*\*[^*]+\*\*)*", r"\1", text, flags=re.MULTILINE)
    return [
        re.sub(r"\s+", " ", name).strip(" .:")
        for name in re.findall(r"(?<!\*)\*\*([^*]+)\*\*", text)
    ]


@pytest.fixture(scope="module")
def interface():
    return shown()


@pytest.mark.parametrize("name", sorted(manuals()))
def test_every_name_in_a_manual_is_on_the_screen(name, interface):
    """Whole, or as its beginning: a button may go on with a number or with what follows."""
    names = set(names_in(manuals()[name].read_text("utf-8"))) - NO_NAMES.get(name, set())
    unknown = {
        one
        for one in names
        if plain(one) not in interface
        and not any(re.match(re.escape(plain(one)) + r"\W", text) for text in interface)
    }
    assert unknown == set()
