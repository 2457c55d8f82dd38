from datetime import timedelta

from sqlalchemy import select

from socialmap.people import attempts, sign_ins
from socialmap.people.jobs import forget_sign_ins
from socialmap.people.models import Attempt, SignIn
from socialmap.times.clock import now
from tests.desk import a_person

DAY = timedelta(days=1)


def test_who_signed_in_or_tried_to_is_forgotten_in_time(session):
    person = a_person()
    session.add(
        Attempt(what="sign_in", account="a", network="", at=now() - attempts.KEPT_FOR - DAY)
    )
    session.add(Attempt(what="sign_in", account="b", network="", at=now()))
    session.add(
        SignIn(
            person_id=person.id, means="password", strong=False, at=now() - sign_ins.KEPT_FOR - DAY
        )
    )
    session.add(SignIn(person_id=person.id, means="passkey", strong=True, at=now()))
    session.commit()
    assert forget_sign_ins() == "gewist: 2"
    assert session.scalars(select(Attempt.account)).all() == ["b"]
    assert session.scalars(select(SignIn.means)).all() == ["passkey"]
