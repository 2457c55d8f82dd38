from datetime import timedelta

import pytest

from socialmap.config import current_settings
from socialmap.errors import FileProblem
from socialmap.importing.uploads import disk as uploads
from socialmap.importing.uploads.disk import (
    clear_files,
    clear_old_files,
    fetch,
    note_progress,
    path_of,
    plain_name,
    progress_of,
    save_file,
)
from socialmap.outside import OutsideError, Response
from socialmap.times.clock import now

pytestmark = pytest.mark.usefixtures("session")


def test_a_file_is_kept_under_a_random_key():
    one, other = (save_file([b"naam\n", b"Iets\n"], "lijst.csv", "test") for _ in range(2))
    assert one.key != other.key
    assert one.file_digest == other.file_digest
    assert (one.size, one.source, path_of(one).read_bytes()) == (10, "lijst", b"naam\nIets\n")
    assert path_of(one).parent.parent == current_settings().data / "uploads"


def test_a_file_that_is_too_large_leaves_nothing_behind():
    before = set(uploads.folder().glob("*"))
    million = b"x" * 1_000_000
    with pytest.raises(FileProblem, match="50 MB"):
        save_file((million for _ in range(51)), "groot.csv", "test")
    with pytest.raises(FileProblem, match="leeg"):
        save_file([b""], "leeg.csv", "test")
    assert set(uploads.folder().glob("*")) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("lijst 2026.xlsx", "lijst 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Mijn documenten\wijk.csv", "wijk.csv"),
        ('a"b\r\nc.csv', "a_b_c.csv"),
        (".progress", "progress"),
        ("", "bestand"),
        ("..", "bestand"),
        (".", "bestand"),
        ("a\0b.csv", "a_b.csv"),
        ("lijst.csv. . .", "lijst.csv"),
        ("x.. .csv", "x.csv"),
        ("x" * 300 + ".csv", "x" * 200 + ".csv"),
        ("ق" * 200 + ".xlsx", "ق" * 100 + ".xlsx"),
        ("名" * 200 + ".csv", "名" * 66 + ".csv"),
        ("x" + "名" * 200, "x" + "名" * 66),
        ("𠀀" * 100 + "." + "𠀀" * 100, "𠀀" * 50 + "." + "𠀀" * 5),
        ("🏠" * 200 + ".csv", "_.csv"),
        ("cafe\u0301.csv", "café.csv"),
        ("हिन्दी सूची.csv", "हिन्दी सूची.csv"),
        ("\ud800lijst.csv", "_lijst.csv"),
    ],
)
def test_a_name_of_a_file_is_plain(name, kept):
    assert plain_name(name) == kept


@pytest.mark.parametrize("sign", ["x", "ق", "名", "𠀀", "🏠", "ि", "é"])
def test_a_file_with_a_long_name_in_any_script_is_kept_with_its_ending(sign):
    upload = save_file([b"naam"], sign * 400 + ".csv", "test")
    assert upload.file_name.endswith(".csv")
    assert path_of(upload).read_bytes() == b"naam"


def test_a_file_that_was_cleared_is_said_to_be_gone():
    upload = save_file([b"naam"], "lijst.csv", "test")
    clear_files(upload.key)
    with pytest.raises(FileProblem, match="niet meer bewaard"):
        path_of(upload)


def test_files_are_cleared_after_thirty_days(monkeypatch):
    upload = save_file([b"naam"], "lijst.csv", "test")
    clear_old_files()
    assert path_of(upload).exists()
    later = now() + timedelta(days=31)
    monkeypatch.setattr(uploads, "now", lambda: later)
    assert clear_old_files() >= 1
    assert not (uploads.folder() / upload.key).exists()


def test_progress_stands_beside_the_file():
    upload = save_file([b"naam"], "lijst.csv", "test")
    assert progress_of(upload.key) == 0
    note_progress(upload.key, 300)
    assert progress_of(upload.key) == 300


def test_a_file_comes_from_an_address_with_the_name_that_the_server_gives(monkeypatch):
    headers = {"content-disposition": 'attachment; filename="wijk.csv"'}
    answer = Response("https://example.org/x?id=3", 200, headers, b"naam")
    monkeypatch.setattr(uploads, "ask", lambda *_, **__: answer)
    assert fetch("https://example.org/x?id=3") == (b"naam", "wijk.csv")


@pytest.mark.parametrize(
    ("kind", "message"),
    [("inside", "eigen netwerk"), ("large", "te groot"), ("odd", "geen antwoord")],
)
def test_why_a_file_cannot_be_had_is_explained(monkeypatch, kind, message):
    def ask(*_, **__):
        raise OutsideError(kind, "for programmers")

    monkeypatch.setattr(uploads, "ask", ask)
    with pytest.raises(FileProblem, match=message):
        fetch("https://example.org/lijst.csv")


@pytest.mark.parametrize(
    "address", ["http://example.org/a.csv", "file:///etc/passwd", "https://127.0.0.1/a", "x"]
)
def test_only_the_web_outside_is_asked(address):
    with pytest.raises(FileProblem, match=r"https://|eigen netwerk"):
        fetch(address)


def test_an_answer_that_is_no_file_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "ask", lambda *_, **__: Response("https://e.org", 404, {}, b""))
    with pytest.raises(FileProblem, match="404"):
        fetch("https://e.org")
