"""While a large import is applied every page is as it was, for nobody sees any of it."""

import re

from socialmap.people.permissions import Role
from tests.desk import a_person, sign_in
from tests.listings import listing, put

# What is signed holds its moment, and scripts have a number that is used once.
EACH_TIME = re.compile(r'[\w-]+\.[\w-]{6}\.[\w-]{27}|nonce="[^"]+"')


def pages(app, client):
    """The text of each page that can be opened without more than its address, by endpoint."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and not rule.endpoint.startswith("security")
    ]
    return {rule.endpoint: EACH_TIME.sub("", client.get(rule.rule).text) for rule in rules}


def test_no_page_shows_anything_of_a_run_that_is_being_applied(app, client, session, plan, killed):
    put(listing("Hier", organisation="Wij"))
    sign_in(client, a_person(Role.ADMINISTRATOR))
    session.commit()
    before = pages(app, client)
    killed(plan())
    after = pages(app, client)
    assert [name for name in before if before[name] != after[name]] == []
