from socialmap.people.audit import Verb
from socialmap.web.desk.role_words import ACTIONS


def test_every_verb_of_the_log_has_its_words():
    assert set(ACTIONS) == set(Verb)
    assert all(ACTIONS.values())
    assert len(set(ACTIONS.values())) == len(ACTIONS)
