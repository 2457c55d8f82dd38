"""The audit log is written in one place, with deeds of one enum and no free text."""

import ast

from socialmap.people.audit import Verb
from tests.shape import files, name

LOG = "socialmap/people/audit.py"
# The pages that read the log turn what is stored into a deed.
READERS = {"socialmap/web/desk/role_words.py", "socialmap/web/desk/audit_words.py"}


def modules():
    """Yield the name and the tree of each module."""
    for path in files("socialmap/*.py"):
        yield name(path), ast.parse(path.read_text("utf-8"))


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield (
                node,
                called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""),
            )


def writers():
    """Yield the module and each call that adds to the log."""
    for module, tree in modules():
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "socialmap.people.audit"
            for alias in node.names
        }
        for call, called in calls(tree):
            of_audit = (
                isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id == "audit"
            )
            if called == "note" and ("note" in imported or of_audit):
                yield module, call


def test_only_the_log_itself_makes_an_entry():
    makers = {
        module for module, tree in modules() for _, called in calls(tree) if called == "AuditEvent"
    }
    assert makers == {LOG}


def test_a_deed_is_never_free_text():
    found = list(writers())
    assert len(found) > 30
    for module, call in found:
        deed = call.args[1]
        assert isinstance(deed, ast.Attribute | ast.Name | ast.Subscript), (module, call.lineno)


def test_no_deed_is_made_out_of_text():
    """Only the pages that read the log turn what is stored into a deed."""
    makers = {module for module, tree in modules() for _, called in calls(tree) if called == "Verb"}
    assert makers <= READERS


def test_every_deed_is_done_somewhere():
    named = {
        node.attr
        for module, tree in modules()
        if module not in READERS | {LOG}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    assert {verb.name for verb in Verb} <= named
