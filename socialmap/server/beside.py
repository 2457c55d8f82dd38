"""The process that runs the jobs beside the server."""

from __future__ import annotations

import subprocess
import sys
import time

RESTART_INTERVAL = 10  # seconds


class JobsProcess:
    """A worker of the jobs in a process of its own, started again when it dies."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def keep(self) -> None:
        """Start it if it is not running, but at most once in RESTART_INTERVAL."""
        running = self._process is not None and self._process.poll() is None
        if not running and time.monotonic() - self._started > RESTART_INTERVAL:
            self._started = time.monotonic()
            command = [sys.executable, "-m", "socialmap", "jobs", "run", "--with-parent"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own command

    def ask_to_stop(self) -> None:
        """Ask it to stop after the job that it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait until it has stopped, and kill it if it has not done so in 15 seconds."""
        if self._process is not None:
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()
