from socialmap.web.page.robots import HOUR, Pace, network_of


def test_one_network_cannot_fill_the_hour_of_others():
    pace = Pace(most_in_all=10, most_from_one=2)
    assert [pace.is_too_fast("8.8.8.8", at=n) for n in range(3)] == [False, False, True]
    assert pace.is_too_fast("8.8.8.200", at=3)
    assert not pace.is_too_fast("9.9.9.9", at=3)


def test_after_an_hour_there_is_room_again():
    pace = Pace(most_in_all=1)
    assert not pace.is_too_fast("8.8.8.8", at=0)
    assert pace.is_too_fast("8.8.8.8", at=HOUR - 1)
    assert not pace.is_too_fast("8.8.8.8", at=HOUR + 1)


def test_behind_a_proxy_only_the_whole_is_counted():
    pace = Pace(most_in_all=3, most_from_one=1)
    assert [pace.is_too_fast("127.0.0.1", at=n) for n in range(4)] == [False, False, False, True]


def test_a_network_is_a_word_that_does_not_tell_the_address():
    assert network_of("8.8.8.8") == network_of("8.8.8.9") != network_of("8.8.9.8")
    assert network_of("2001:4860:4860::8888") == network_of("2001:4860:4860:1::1")
    assert "8.8" not in network_of("8.8.8.8")
    assert network_of("") == network_of("nonsense") == network_of("10.0.0.1") == ""
