import ast
import re
from pathlib import Path

from socialmap.catalogue.models import NEXT, Status
from socialmap.places.areas import LEVELS
from tests.shape import ROOT, files, name
from tests.shape.test_sizes import modules

# Templates that are not the page of one endpoint: frames and the error page.
FRAMES = {"base.html", "desk/layout.html", "errors/error.html"}
# Hosts that the project must not depend on; split, so that this file does not match.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "deb" + "ian.org/debian",
    "yarn" + "pkg",
]
MACHINES = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/"]
OURS = (
    "socialmap/**",
    "scripts/*",
    "templates/**",
    "static/**",
    "tests/**",
    "data/**.md",
    "*",
    ".ci/*",
)


def texts(*patterns):
    for path in files(*patterns):
        if path.suffix not in {".png", ".woff2", ".xls", ".xlsx", ".ods"}:
            yield path, path.read_text("utf-8")


def holding(words, *patterns):
    return {
        f"{name(path)}: {word}" for path, text in texts(*patterns) for word in words if word in text
    }


def test_a_template_has_the_name_of_its_endpoint_and_a_partial_begins_with_a_line(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    for path in files("templates/**.html"):
        door = path.relative_to(ROOT / "templates").as_posix()
        if not path.name.startswith("_") and door not in FRAMES and not door.startswith("mail/"):
            assert door.removesuffix(".html").replace("/", ".") in endpoints, door


def test_what_a_template_includes_is_a_partial():
    for path, text in texts("templates/**.html"):
        for included in re.findall(r"{%-?\s*(?:include|import|from)\s+\"([^\"]+)\"", text):
            assert included.rpartition("/")[2].startswith("_"), f"{name(path)}: {included}"
            assert (ROOT / "templates" / included).exists(), f"{name(path)}: {included}"


def test_only_the_door_commits():
    committing = {
        name(path) for path, text in texts("socialmap/**.py") if re.search(r"\.commit\(\)", text)
    }
    operators = ("socialmap/cli/", "socialmap/bench/")
    assert {path for path in committing if not path.startswith(operators)} == {"socialmap/db.py"}


def test_there_are_no_modules_of_leftovers_and_no_promises():
    for path in files("socialmap/**.py"):
        assert path.stem not in {"utils", "util", "helpers", "common", "misc", "base"}, name(path)
    promises = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    assert holding(promises, "socialmap/**.py", "templates/**", "scripts/*", "tests/**.py") == set()


def test_nothing_ties_the_project_to_one_machine_or_registry():
    assert holding(MACHINES, *OURS) == set()
    assert holding(REGISTRIES, *OURS) == set()


def test_other_peoples_front_end_code_is_not_kept_here():
    copies = files(
        "static/vendor/**", "node_modules/**", "*.min.js", "*.min.css", "*.woff2", "*.woff"
    )
    assert copies == []
    assert not [path for path, text in texts("static/**.js") if "sourceMappingURL" in text]


def test_every_status_has_its_line_of_next_steps():
    assert set(NEXT) == set(Status)
    assert all(step in Status for steps in NEXT.values() for step in steps)


def test_every_level_of_area_is_a_kind_of_place():
    assert set(LEVELS) == {"municipality", "district", "neighbourhood", "postcode"}


def test_every_test_room_mirrors_a_room_of_the_code():
    rooms = {path.parent.relative_to(ROOT / "socialmap") for path in modules()}
    folders = {
        path.parent.relative_to(ROOT / "tests")
        for path in files("tests/**.py")
        if path.stem[:5] == "test_"
    }
    assert folders <= rooms | {Path("shape"), Path("journeys")}


def test_no_macro_hides_a_value_that_a_view_hands_over():
    importing = r'{%-?\s*from\s+"[^"]+"\s+import\s+([^%]*?)(?:\s+with context)?\s*-?%}'
    macros = {
        path.relative_to(ROOT / "templates").as_posix(): {
            macro.rpartition(" as ")[2].strip()
            for imported in re.findall(importing, text)
            for macro in imported.split(",")
        }
        for path, text in texts("templates/**.html")
    }
    assert "csrf_field" in macros["account/come_in.html"]
    hidden = set()
    for path in modules():
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                handed = {keyword.arg for keyword in call.keywords}
                for macro in handed & macros.get(call.args[0].value, set()):
                    hidden.add(f"{name(path)}: {macro} of {call.args[0].value}")
    assert hidden == set()
