import ast
import re
from collections import Counter

from tests.shape import ROOT, files, name

# A number is raised only in a commit that says why.
MODULE, FUNCTION, TEMPLATE, TEST_FILE = 350, 40, 120, 400
FOLDER = 20  # modules, not counting __init__
# A concept with parts is a folder, in which these names stand alone: duplicates/queries.py.
ALONE = re.compile(r".+_(models|queries|actions|jobs)")


def modules():
    """All modules but the migrations, which are generated and not changed afterwards."""
    return [path for path in files("socialmap/**.py") if path.parent.name != "versions"]


def lines(path):
    return len(path.read_text("utf-8").splitlines())


def too_long(paths, limit):
    return {name(path): lines(path) for path in paths if lines(path) > limit}


def test_modules_are_short():
    assert too_long(modules(), MODULE) == {}


def test_folders_hold_few_modules():
    counts = Counter(
        path.parent.relative_to(ROOT).as_posix() for path in modules() if path.name != "__init__.py"
    )
    assert {folder: count for folder, count in counts.items() if count > FOLDER} == {}


def test_a_concept_with_parts_is_a_folder():
    assert [name(path) for path in modules() if ALONE.fullmatch(path.stem)] == []


def test_functions_are_short():
    lengths = {}
    for path in [*modules(), *files("tests/**.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION:
                    lengths[f"{name(path)}:{node.name}"] = length
    assert lengths == {}


def test_templates_are_short():
    assert too_long(files("templates/**.html"), TEMPLATE) == {}


def test_test_files_are_short():
    assert too_long(files("tests/**.py"), TEST_FILE) == {}
