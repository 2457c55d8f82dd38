"""Programs of others, each in a virtual environment of its own, installed by name when measured."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Some need loadable extensions of SQLite, which a Python that one built oneself often lacks.
SYSTEM_PYTHON = Path("/usr/bin/python3")
MINUTES = 5


class NotInstallableError(Exception):
    """A program could not be installed; the sentence tells why."""


def install(folder: Path, packages: Sequence[str], python: Path = Path(sys.executable)) -> Path:
    """The folder with the commands of these packages, installed unless they were before."""
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
