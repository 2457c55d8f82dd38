import ast
import importlib
import json
import re
import runpy
from dataclasses import fields

import pytest

from socialmap import __version__
from socialmap.config import PREFIX, Settings
from socialmap.db import Model
from tests.shape import ROOT, files, name
from tests.shape.test_sizes import modules

# Settings of the tests and of the measurements, not of socialmap.
ELSEWHERE = ("SOCIALMAP_TEST_", "SOCIALMAP_BENCH_")
DECISION = ["Context", "Weighed", "Decision", "What it costs", "Measured"]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**.md")
GENERATED = runpy.run_path(str(ROOT / "scripts" / "docs"))


def read(document):
    return (ROOT / document).read_text("utf-8")


def exists(dotted):
    """Whether socialmap has a package, a module or an object of a module by this dotted name."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(["socialmap", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            thing = getattr(thing, part, None)
        return thing is not None
    return False


@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_module_begins_with_one_line_that_says_what_it_is(path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert docstring.partition("\n\n")[0].count("\n") == 0
    assert docstring.splitlines()[0].endswith((".", "?"))


@pytest.mark.parametrize("document", GENERATED["PARTS"])
def test_generated_parts_are_up_to_date(document):
    assert GENERATED["rendered"](document) == read(document), "run: .venv/bin/python scripts/docs"


def test_every_setting_has_a_meaning_and_is_in_the_table():
    table = read("docs/settings.md")
    for setting in fields(Settings):
        assert setting.metadata["meaning"].endswith("."), setting.name
        assert f"`{PREFIX}{setting.name.upper()}`" in table


def test_every_setting_that_is_mentioned_exists():
    known = {f"{PREFIX}{setting.name.upper()}" for setting in fields(Settings)}
    for path in files("socialmap/**.py", "scripts/*", "data/help/*.md", *DOCUMENTS):
        for mention in re.findall(r"SOCIALMAP_[A-Z_]+[A-Z]", path.read_text("utf-8")):
            exists_so = {mention, mention.removesuffix("_FILE")} & known
            assert exists_so or mention.startswith(ELSEWHERE), f"{name(path)}: {mention}"


def test_every_function_that_the_architecture_names_exists():
    named = set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", read("docs/architecture.md")))
    named = {dotted for dotted in named if not dotted.endswith((".py", ".md", ".csv"))}
    assert len(named) > 50
    missing = {dotted for dotted in named if not exists(dotted)}
    assert missing == set()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_path_that_a_document_names_exists(document):
    named = set(re.findall(r"`([\w.-]+/[\w./-]*|[a-z]+\.(?:py|cfg|json))`", read(document)))
    assert len(named) > 20
    missing = {
        path
        for path in named
        if not (ROOT / path).exists() and not (ROOT / "socialmap" / path).exists()
    }
    assert missing == set()


def test_the_readme_is_short_and_begins_with_what_it_is():
    readme = read("README.md")
    first_screen = readme.partition("## Where to look")[0]
    assert len(readme.encode()) <= 6000
    for needed in ("data/help/screenshot.png", "scripts/serve", "scripts/test", "**State**"):
        assert needed in first_screen


def rows_of(document, heading=""):
    """The rows of the tables below a heading of a document, each as a list of cells."""
    _, _, below = read(document).partition(f"## {heading}")
    lines = re.findall(r"^\| (.*)\|$", below, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def test_every_table_has_its_word(app):
    words = " ".join(row[2] for row in rows_of("docs/words.md") if len(row) == 4)
    explained = re.findall(r"`([a-z_]+)`", words)
    tables = {mapper.local_table.name for mapper in Model.registry.mappers}
    assert sorted(explained) == sorted(tables)


def test_every_address_is_explained(app):
    explained = {row[0].strip("`") for row in rows_of("docs/words.md", "Addresses")[1:]}
    paths = [rule.rule.split("/")[1:] for rule in app.url_map.iter_rules()]
    first = {"/" + "/".join(path[: 2 if path[0] == "beheer" else 1]) for path in paths}
    assert explained == first


def test_every_decision_has_its_number_and_the_same_headings():
    for number, path in enumerate(sorted(files("docs/decisions/0*.md")), start=1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:04}-"), name(path)
        assert text.startswith(f"# {number}. "), name(path)
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == DECISION, name(path)


def test_every_link_in_the_documents_leads_somewhere():
    for path in files(*DOCUMENTS):
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (path.parent / target).exists(), f"{name(path)}: {target}"


def test_the_version_is_the_same_everywhere():
    assert json.loads((ROOT / "package.json").read_text("utf-8"))["version"] == __version__
    assert f"softwareVersion: {__version__}\n" in (ROOT / "publiccode.yml").read_text("utf-8")
    assert f"\n## {__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
