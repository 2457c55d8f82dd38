"""A cached value holds as long as its key, and no longer."""

import pytest

from socialmap.cache import Cache


@pytest.fixture
def cache():
    return Cache()


def test_a_value_is_worked_out_once_for_each_key(cache):
    made = []
    for key in (1, 1, 2, 2, 1):
        cache.get("total", key, lambda: made.append(1) or len(made))
    assert len(made) == 3
    assert cache.get("total", 1, lambda: 0) == 3


def test_names_do_not_share_their_values(cache):
    assert cache.get("one", 1, lambda: "a") == "a"
    assert cache.get("two", 1, lambda: "b") == "b"
    assert cache.get("one", 1, lambda: "c") == "a"


def test_without_a_value_is_nothing_to_cache_twice(cache):
    made = []
    for _ in range(2):
        assert cache.get("nothing", 1, lambda: made.append(1)) is None
    assert len(made) == 1


def test_the_last_value_is_there_when_no_new_one_can_be_made(cache):
    assert cache.last("demo", default=False) is False
    cache.get("demo", 1, lambda: True)
    with pytest.raises(ZeroDivisionError):
        cache.get("demo", 2, lambda: 1 / 0)
    assert cache.last("demo", default=False) is True


def test_a_value_that_was_worked_out_elsewhere_is_remembered(cache):
    cache.get("day", 1, lambda: "Monday")
    cache.put("day", 2, "Tuesday")
    assert cache.get("day", 2, lambda: "worked out again") == "Tuesday"
