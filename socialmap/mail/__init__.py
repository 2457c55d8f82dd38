"""Mail: a message is queued in the caller's transaction, and sent once, by a job."""

from __future__ import annotations

from socialmap.mail.actions import queue

__all__ = ["queue"]
