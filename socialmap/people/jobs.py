"""The job that forgets who signed in, and who tried to."""

from __future__ import annotations

from socialmap.db import transaction
from socialmap.jobs import job
from socialmap.people import attempts, sign_ins
from socialmap.times.clock import now
from socialmap.wording import N_


@job("forget-sign-ins", N_("Oude inlogpogingen wissen"), every="40 3 * * *")
def forget_sign_ins() -> str:
    """Delete old sessions and attempts to sign in."""
    with transaction():
        deleted = attempts.forget_old(now()) + sign_ins.forget_old(now())
    return f"gewist: {deleted}" if deleted else ""
