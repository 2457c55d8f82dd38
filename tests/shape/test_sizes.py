import ast

from tests.shape import files, name

# A number is raised only in a commit that says why.
MODULE, FUNCTION, TEMPLATE, TEST_FILE = 350, 40, 120, 400


def modules():
    """All modules but the migrations, which are generated and not changed afterwards."""
    return [path for path in files("socialmap/**.py") if path.parent.name != "versions"]


def lines(path):
    return len(path.read_text("utf-8").splitlines())


def too_long(paths, limit):
    return {name(path): lines(path) for path in paths if lines(path) > limit}


def test_modules_are_short():
    assert too_long(modules(), MODULE) == {}


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
