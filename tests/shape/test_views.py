"""Only views read the request, and each blueprint stands whole in one module."""

import ast

from tests.shape import files, name

# A function with one of these decorators is a view, or one that Flask calls for every request.
VIEWS = {"get", "post", "route", "needs", "everybody"}
HOOKS = {
    "before_request",
    "after_request",
    "teardown_request",
    "url_value_preprocessor",
    "errorhandler",
    "app_errorhandler",
    "context_processor",
}
# Not decorated, but called by Flask or one of its libraries: hooks, handlers, signals, forms.
CALLED_BY_FLASK = {
    "account/forms.py:peer",
    "account/parts.py:origin",
    "account/sessions.py:_on_sign_in",
    "account/sessions.py:noted",
    "account/sessions.py:committing",
    "account/sessions.py:_forbid_storing",
    "account/sessions.py:_to_sign_in",
    "desk/menu.py:_notice_deed",
    "desk/resending/keeping.py:sender",
    "desk/resending/keeping.py:_lose_nothing",
    "desk/resending/keeping.py:_on_old_form",
    "page/addresses.py:url_for",
    "page/errors.py:error_answer",
    "page/errors.py:on_too_long",
    "page/errors.py:refuse_unreadable",
    "page/headers.py:nonce",
    "page/headers.py:content_security_policy",
    "page/headers.py:add_headers",
    "page/site.py:_area",
    "pictures/bringing.py:let_in",
    "pictures/bringing.py:take_in",
}


def decorators(function):
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield called.attr if isinstance(called, ast.Attribute) else called.id


def functions(node, inside=()):
    """Yield each function below a node with the functions around it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child, inside
            yield from functions(child, (*inside, child))
        else:
            yield from functions(child, inside)


def reads_request(function):
    """Whether the function itself, and none within it, names the request of Flask."""
    if "request" in {argument.arg for argument in function.args.args}:
        return False
    todo = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Name) and node.id == "request":
            return True
        todo += ast.iter_child_nodes(node)
    return False


def test_only_a_view_reads_the_request():
    reading = set()
    for path in files("socialmap/web/**.py"):
        for function, inside in functions(ast.parse(path.read_text("utf-8"))):
            marks = {mark for around in (function, *inside) for mark in decorators(around)}
            if reads_request(function) and not marks & (VIEWS | HOOKS):
                reading.add(f"{name(path).removeprefix('socialmap/web/')}:{function.name}")
    assert reading == CALLED_BY_FLASK


def test_no_module_lends_its_blueprint_to_another():
    lent = {
        name(path)
        for path in files("socialmap/web/**.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and "blueprint" in {alias.name for alias in node.names}
    }
    assert lent == set()
