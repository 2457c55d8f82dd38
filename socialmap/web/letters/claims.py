"""The letter with which an organisation proves to be itself."""

from __future__ import annotations

from socialmap.mail import queue
from socialmap.organisations.claims import VALID_FOR
from socialmap.organisations.models import OrganisationClaim
from socialmap.web.letters.rendering import letter, page_url


def send_claim(claim: OrganisationClaim, token: str) -> None:
    """Mail the link of a claim to the address that the register has."""
    facts = {
        "organisation": claim.organisation.name,
        "where": page_url("claiming.read", token=token),
        "days": VALID_FOR.days,
    }
    about = f"organisation:{claim.organisation_id}"
    queue(claim.address, *letter("claim", **facts), key=f"claim:{claim.id}", about=about)
