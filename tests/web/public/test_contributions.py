import pytest

from socialmap.catalogue.listing import Listing
from socialmap.web.public.contributions import read_changes

KNOWN = Listing(name="Koffie", hours="Mo 10:00-12:00")


@pytest.mark.parametrize(
    ("typed", "hours", "text"),
    [
        ("di 10-12", "Tu 10:00-12:00", ""),
        ("soms op maandag", "Mo 10:00-12:00", "soms op maandag"),
    ],
)
def test_words_that_cannot_be_read_stand_beside_known_hours(app, typed, hours, text):
    with app.test_request_context():
        changes, errors = read_changes({"hours": typed}, KNOWN)
    assert not errors
    assert changes == {"hours": hours, "hours_text": text}
