import configparser
import json
import re

import pytest

from tests.shape import ROOT

LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-node.txt"]


def pinned(name):
    """The pinned versions of each library, one per kind of machine."""
    versions = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if match := re.match(r"([a-z0-9.-]+)==(\S+)", line):
            versions.setdefault(match[1], set()).add(match[2])
    return versions


@pytest.mark.parametrize("name", LOCKS)
def test_every_library_is_pinned_with_checksums_and_no_index(name):
    text = (ROOT / name).read_text("utf-8")
    for part in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9.-]+==\S+", part), part
        assert "--hash=sha256:" in part, part
    assert "index" not in text
    assert "://" not in text


def test_tests_run_with_the_libraries_that_are_run_with():
    tested = pinned("requirements-test.txt")
    for library, versions in pinned("requirements.txt").items():
        assert tested[library] == versions, library


def test_what_is_required_is_pinned():
    setup = configparser.ConfigParser(interpolation=None)
    setup.read(ROOT / "setup.cfg", "utf-8")
    extras = setup["options.extras_require"]
    required = {
        "requirements.txt": [setup["options"]["install_requires"], extras["postgres"]],
        "requirements-test.txt": [extras["test"]],
    }
    for lock, parts in required.items():
        for line in "\n".join(parts).split("\n"):
            if library := re.match(r"[A-Za-z0-9._-]+", line):
                assert library[0].lower() in pinned(lock), f"{lock}: run scripts/lock"


def test_front_end_libraries_are_pinned_with_checksums_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    libraries = {
        name.removeprefix("node_modules/"): entry for name, entry in lock["packages"].items()
    }
    for name, version in wanted.items():
        assert libraries[name]["version"] == version, "run scripts/lock"
    for name, entry in libraries.items():
        assert "resolved" not in entry, name
        assert not name or entry["integrity"].startswith("sha512-"), name
