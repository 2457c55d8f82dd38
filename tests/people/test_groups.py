"""Groups of an organisation's own sign-in, as roles."""

import pytest

from socialmap import create_app
from socialmap.config import SettingError
from socialmap.people.groups import held_by, read_table
from socialmap.people.permissions import Held, Role


def test_the_table_is_read_as_it_is_typed():
    table = read_table("a=coordinator:De Bilt; cn=kaart,ou=x=professional ;")
    assert table == {
        "a": Held(Role.COORDINATOR, "De Bilt"),
        "cn=kaart,ou=x": Held(Role.PROFESSIONAL),
    }
    assert held_by(["a", "z"], table) == {Held(Role.COORDINATOR, "De Bilt")}


@pytest.mark.parametrize("typed", ["a", "a=keizer", "a=editor", "=", "a="])
def test_nonsense_is_reported_at_the_start(typed, tmp_path):
    with pytest.raises(SettingError, match="OIDC_ROLES"):
        create_app({"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_OIDC_ROLES": typed})
