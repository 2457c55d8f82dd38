"""How far the work of who is signed in goes, for pages with lists."""

from __future__ import annotations

from socialmap.catalogue.scopes import Reach
from socialmap.guards import signed_in
from socialmap.people.permissions import Permission, areas_of, organisations_of


def my_reach(permission: Permission) -> Reach:
    """The municipalities and organisations for which who is signed in has a permission."""
    held = signed_in().held
    return Reach(areas_of(held, permission), organisations_of(held, permission))
