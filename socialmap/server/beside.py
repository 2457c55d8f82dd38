"""The process of the jobs that runs beside the server, and is started again when it dies."""

from __future__ import annotations

import subprocess
import sys
import time

# A worker that dies is started again, but not faster than this, in seconds.
REST = 10


class Beside:
    """A worker in a process of its own beside the server, started again when it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def keep(self) -> None:
        """Start it when it does not run."""
        running = self._process is not None and self._process.poll() is None
        if not running and time.monotonic() - self._started > REST:
            self._started = time.monotonic()
            command = [sys.executable, "-m", "socialmap", "jobs", "run", "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own command

    def stop(self) -> None:
        """Tell it to stop, and wait a moment."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()
