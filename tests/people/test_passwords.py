"""Which passwords are too easy."""

import pytest

from socialmap.people.passwords import trouble


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "wachtwoord123",
        "aaaaaaaaaaaaaaaa",
        "Welkom2026!!",
        "1234567890123",
        "els de vries 1",
    ],
)
def test_easy_passwords_are_refused(password):
    assert trouble(password, ("Els de Vries", "els@example.org"))


@pytest.mark.parametrize(
    "password", ["een lange zin als wachtwoord", "kast-boom-fiets-raam", "f4J!k2Lp0Qz7"]
)
def test_a_sentence_or_something_random_will_do(password):
    assert trouble(password, ("Els de Vries", "els@example.org")) == ""


def test_a_password_of_a_whole_book_is_refused():
    assert trouble("abcdefgh" * 100)
