import ast
import json
import re
import runpy
from dataclasses import fields

import pytest

from socialmap import __version__
from socialmap.config import PREFIX, Settings
from tests.shape import ROOT, files, name
from tests.shape.test_sizes import modules

# Told to the tests and to the measurements, not to socialmap.
ELSEWHERE = ("SOCIALMAP_TEST_", "SOCIALMAP_BENCH_")


@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_module_begins_with_one_line_that_says_what_it_is(path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert docstring.partition("\n\n")[0].count("\n") == 0
    assert docstring.splitlines()[0].endswith((".", "?"))


def test_the_readme_has_the_map_of_modules_and_the_settings():
    readme = (ROOT / "README.md").read_text("utf-8")
    rendered = runpy.run_path(str(ROOT / "scripts" / "readme"))["rendered"]
    assert rendered(readme) == readme, "run: .venv/bin/python scripts/readme"


def test_every_setting_has_a_meaning_and_is_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    for each in fields(Settings):
        assert each.metadata["meaning"].endswith("."), each.name
        assert f"`{PREFIX}{each.name.upper()}`" in readme


def test_every_setting_that_is_spoken_of_exists():
    known = {f"{PREFIX}{each.name.upper()}" for each in fields(Settings)}
    for path in files("socialmap/**.py", "scripts/*", "data/help/*.md", "README.md"):
        for spoken in re.findall(r"SOCIALMAP_[A-Z_]+[A-Z]", path.read_text("utf-8")):
            bare = spoken.removesuffix("_FILE")
            assert bare in known or spoken.startswith(ELSEWHERE), f"{name(path)}: {spoken}"


def test_the_version_is_the_same_everywhere():
    assert json.loads((ROOT / "package.json").read_text("utf-8"))["version"] == __version__
    assert f"softwareVersion: {__version__}\n" in (ROOT / "publiccode.yml").read_text("utf-8")
    assert f"\n## {__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
