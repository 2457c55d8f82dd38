"""Which module imports which: the contracts of setup.cfg, circles, and who may write."""

import ast
import configparser
import subprocess
import sys
from graphlib import TopologicalSorter

import grimp
import pytest

from tests.shape import ROOT, files, name

# A number is raised only in a commit that says why.
IMPORTS_IN_CATALOGUE = 45
DOORS = ("web", "api", "cli", "bench", "migrations")
WRITING_CALLS = {"add", "add_all", "delete", "merge", "flush", "commit", "begin_nested"}
WRITING_STATEMENTS = {"insert", "update", "delete"}
TRANSACTIONS = {"start_writing", "transaction"}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("socialmap", cache_dir=None)


def test_the_contracts_hold():
    """In a process of its own, for the checker disables the loggers of the one that it runs in."""
    command = "from importlinter.cli import lint_imports_command as check; check()"
    options = ["--config", str(ROOT / "setup.cfg"), "--no-cache"]
    checked = subprocess.run(
        [sys.executable, "-c", command, *options], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_modules_import_each_other_in_a_circle(graph):
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()


def test_the_modules_of_the_catalogue_know_few_others_of_it(graph):
    inside = graph.find_descendants("socialmap.catalogue")
    imports = sum(len(graph.find_modules_directly_imported_by(each) & inside) for each in inside)
    assert imports <= IMPORTS_IN_CATALOGUE


def imported(tree):
    """The module, the name there and the name here of everything that is imported from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", alias.name, alias.asname or alias.name


def writes(tree):
    """Whether a module changes the database itself."""
    statements = {
        here
        for module, there, here in imported(tree)
        if module.startswith("sqlalchemy") and there in WRITING_STATEMENTS
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=on, attr=called)):
                if called in WRITING_CALLS and ast.unparse(on).endswith("session"):
                    return True
            case ast.Call(func=ast.Name(id=called)):
                if called in statements | TRANSACTIONS:
                    return True
    return False


def acts(tree):
    """Whether a module has actions done."""
    return any(
        module.endswith(".actions") or there == "actions" for module, there, _ in imported(tree)
    )


def concepts():
    """Name and syntax of each module in a folder that is no door."""
    for path in files("socialmap/*/**.py"):
        if path.relative_to(ROOT / "socialmap").parts[0] not in DOORS:
            yield name(path).removesuffix(".py").replace("/", "."), path.read_text("utf-8")


def read_only():
    """The modules under the contract that queries read only."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    return set(config["importlinter:contract:queries"]["source_modules"].split())


def test_queries_read_only():
    """What is under the contract only reads, and what only reads is under the contract."""
    listed, reading, writing = read_only(), set(), set()
    for module, text in concepts():
        tree = ast.parse(text)
        if writes(tree):
            writing.add(module)
        elif "db.session" in text and not acts(tree):
            reading.add(module)
    assert "socialmap.**.queries" in listed
    queries = {module for module, _ in concepts() if module.endswith(".queries")}
    assert (listed | queries) & writing == set()
    assert reading - listed - queries == set()
