import pytest

from tests.desk import a_person, sign_in


@pytest.fixture
def desk(client):
    """The browser of a coordinator."""
    sign_in(client, a_person())
    return client
