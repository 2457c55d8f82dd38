import pytest

from socialmap.errors import FileProblem
from socialmap.importing.files import documents
from socialmap.importing.files.documents import as_text, drain, is_json, objects, read_json


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b'{"a": 1}', True),
        (b'\xef\xbb\xbf [\n {"a": 1}]', True),
        (b"[]", True),
        (b"{}", True),
        (b"[naam];plaats", False),
        (b"naam;plaats", False),
        (b"", False),
    ],
)
def test_json_is_known_by_how_it_begins(tmp_path, content, answer):
    path = tmp_path / "lijst.csv"
    path.write_bytes(content)
    assert is_json(path) is answer


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_document_is_read_in_the_encoding_that_it_has(tmp_path, encoding):
    path = tmp_path / "lijst.json"
    path.write_bytes('{"naam": "Café Één voor cliënten"}'.encode(encoding))
    assert read_json(path) == {"naam": "Café Één voor cliënten"}


def test_broken_json_tells_where_it_breaks(tmp_path):
    path = tmp_path / "lijst.json"
    path.write_text('{"a": 1,\n "b": }')
    with pytest.raises(FileProblem, match=r"regel 2, teken 7"):
        read_json(path)


def test_a_document_that_would_fill_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MOST_OBJECTS", 10)
    path = tmp_path / "lijst.json"
    path.write_text("[" + "[]," * 10 + "[]]")
    with pytest.raises(FileProblem, match="te groot"):
        read_json(path)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "ja"), (3, "3"), (2.5, "2.5"), (["a", None, "b"], "a | b"), ({"a": 1}, "")],
)
def test_a_value_is_written_as_in_a_cell(value, text):
    assert as_text(value) == text


def test_only_objects_count_and_a_drained_list_is_empty():
    items = objects([{"a": 1}, 2, {"b": 3}])
    assert list(drain(items)) == [{"a": 1}, {"b": 3}]
    assert items == []
    assert objects("nonsense") == []


def test_lists_in_lists_that_are_too_deep_are_named_as_such(tmp_path):
    path = tmp_path / "diep.json"
    path.write_text(f'[{{"naam": "A", "x": {"[" * 3000}{"]" * 3000}}}]')
    with pytest.raises(FileProblem, match="te veel lagen"):
        read_json(path)
