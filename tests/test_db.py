import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Organisation
from socialmap.db import Moment


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_what_a_test_commits_is_gone_in_the_next(session, attempt):
    session.add(Organisation(slug="uniek", name="Uniek"))
    session.commit()
    assert session.scalars(select(Organisation.slug)).all() == ["uniek"]


def test_a_moment_without_a_zone_is_refused():
    from datetime import datetime

    with pytest.raises(ValueError, match="zone"):
        Moment().process_bind_param(datetime(2026, 1, 1), None)
