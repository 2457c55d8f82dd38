"""Mail: queued in the caller's transaction, sent by a job, once."""

from __future__ import annotations

from socialmap.mail.actions import queue

__all__ = ["queue"]
