import gc

from socialmap.importing.memory import THRESHOLD, fewer_collections


def test_garbage_is_collected_as_before_when_it_is_over():
    before = gc.get_threshold()
    with fewer_collections():
        assert gc.get_threshold() == (THRESHOLD, *before[1:])
        with fewer_collections():
            assert gc.get_threshold()[0] == THRESHOLD
        assert gc.get_threshold()[0] == THRESHOLD
    assert gc.get_threshold() == before
