"""Installs other programs, each in a virtual environment of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Some programs load extensions of SQLite, which a self-built Python often cannot.
SYSTEM_PYTHON = Path("/usr/bin/python3")
MINUTES = 5


class NotInstallableError(Exception):
    """A program could not be installed; the message says why."""


def install(folder: Path, packages: Sequence[str], python: Path = Path(sys.executable)) -> Path:
    """Install packages unless that was done before; return the folder with their commands."""
    done = folder / "done"
    if not done.exists():
        _run([str(python), "-m", "venv", str(folder)])
        _run([str(folder / "bin" / "pip"), "install", "--quiet", *packages])
        done.touch()
    return folder / "bin"


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(  # noqa: S603
            command, check=True, capture_output=True, text=True, timeout=60 * MINUTES
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout).strip().splitlines()[-1:]
        raise NotInstallableError(f"{' '.join(command)}: {last}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstallableError(f"{' '.join(command)}: {error}") from error
