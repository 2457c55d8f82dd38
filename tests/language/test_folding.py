import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.language.folding import fold


@pytest.mark.parametrize(
    "text", ["Café De-Punt", "cafe de punt", "CAFÉ_DE_PUNT!", "Cafe\u0301 de Punt"]
)
def test_spellings_of_one_name_meet(text):
    assert fold(text) == "cafedepunt"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
