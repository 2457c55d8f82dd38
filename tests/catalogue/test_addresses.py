import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.addresses import slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café 't Hoekje", "cafe-t-hoekje"),
        ("  Samen   eten!  ", "samen-eten"),
        ("مقهى", "naamloos"),
        ("", "naamloos"),
    ],
)
def test_a_name_becomes_words_with_hyphens(name, slug):
    assert slugify(name) == slug


@given(st.text(max_size=300))
def test_any_name_gives_an_address(name):
    slug = slugify(name)
    assert slug
    assert len(slug) <= 70
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
