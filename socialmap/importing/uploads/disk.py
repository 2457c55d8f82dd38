"""Uploaded files on disk: in folders with random names, limited in size, deleted in time."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from socialmap.config import current_settings
from socialmap.db import db
from socialmap.errors import FileProblem
from socialmap.importing.uploads.models import Upload
from socialmap.outside import Limits, OutsideError, ask
from socialmap.times.clock import now
from socialmap.wording import N_

RETENTION = timedelta(days=30)
MEGABYTE = 1_000_000  # bytes
# File systems count the bytes of a name, and allow 255.
LONGEST_NAME, LONGEST_ENDING = 200, 20  # bytes
PLAIN = frozenset("_ .()+-")
PROGRESS = ".progress"
STARTS = ".starts"
SECONDS = 60.0  # for the whole of a file from an address
TYPES = "text/csv, application/geo+json, application/json, */*;q=0.5"
FETCH_PROBLEMS = {
    "inside": N_("Dit adres ligt in ons eigen netwerk. Daar halen we geen bestanden op."),
    "scheme": N_("Dit is geen webadres dat begint met https://. Kopieer het hele adres."),
    "unknown": N_("We vinden %(host)s niet. Kijk of het adres klopt."),
    "late": N_("%(host)s antwoordt niet op tijd. Probeer het later nog eens."),
    "large": N_("Het bestand is te groot. Er passen %(limit)s MB."),
    "moves": N_("%(host)s stuurt ons te vaak door. Zoek het adres van het bestand zelf."),
    "tls": N_("De beveiliging van %(host)s klopt niet. Daarom halen we het bestand niet op."),
    "silent": N_("%(host)s geeft geen antwoord. Probeer het later nog eens."),
}


def folder() -> Path:
    """Return the folder of all uploads."""
    return current_settings().data / "uploads"


def path_of(upload: Upload) -> Path:
    """Return the path of the file of an upload; raise FileProblem if it was deleted."""
    path = folder() / upload.key / upload.file_name
    if not path.is_file():
        raise FileProblem(
            N_("Het bestand %(file)s is niet meer bewaard. Kies het opnieuw."),
            file=upload.file_name,
        )
    return path


@dataclass(frozen=True)
class Written:
    """A file on disk: its name, its size in bytes and its SHA-256."""

    name: str
    size: int
    digest: str


def write_file(key: str, parts: Iterable[bytes], file_name: str) -> Written:
    """Write a file to disk under a key; raise FileProblem if it is empty or too large."""
    limit, name = current_settings().upload_limit, plain_name(file_name)
    path = folder() / key
    path.mkdir(parents=True, exist_ok=True, mode=0o700)  # a job may have noted its start there
    sha256, size = hashlib.sha256(), 0
    try:
        with (path / name).open("wb") as file:
            for part in parts:
                size += len(part)
                if size > limit * MEGABYTE:
                    raise FileProblem(FETCH_PROBLEMS["large"], limit=limit)
                sha256.update(part)
                file.write(part)
        if not size:
            raise FileProblem(N_("Het bestand %(file)s is leeg."), file=name)
    except BaseException:
        clear_files(key)
        raise
    return Written(name, size, sha256.hexdigest())


def save_file(parts: Iterable[bytes], file_name: str, actor: str) -> Upload:
    """Write a file to disk under a random key, and return its upload. The caller commits."""
    key = secrets.token_hex(16)
    upload = Upload(key=key, actor=actor)
    set_file(upload, write_file(key, parts, file_name))
    return upload


def set_file(upload: Upload, written: Written) -> None:
    """Save with an upload which file on disk it has."""
    upload.file_name, upload.size = written.name, written.size
    upload.file_digest = written.digest
    upload.source = upload.source or Path(written.name).stem
    db.session.add(upload)
    db.session.flush()


def plain_name(file_name: str) -> str:
    """Return a file name in any script, without folders, safe on disk and in a header."""
    bare = unicodedata.normalize("NFC", re.split(r"[\\/]", file_name)[-1])
    # Marks are the vowels of many scripts, and no letters to a regular expression.
    name = "".join(
        sign if sign.isalnum() or sign in PLAIN or unicodedata.category(sign)[0] == "M" else "\0"
        for sign in bare
    )
    name = re.sub("\0+", "_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return _within(name, LONGEST_NAME) or "bestand"
    return f"{_within(stem, LONGEST_NAME) or 'bestand'}.{_within(ending, LONGEST_ENDING)}"


def _within(text: str, size: int) -> str:
    """Return the beginning of a text that fits in `size` bytes, in whole characters."""
    return text.encode("utf-8", "ignore")[:size].decode("utf-8", "ignore").strip(" .")


def fetch(address: str) -> tuple[bytes, str]:
    """Download a file; return its content and name. Raise FileProblem if that fails.

    It takes up to a minute: call it outside a transaction.
    """
    host, limit = urlsplit(address).netloc[:80], current_settings().upload_limit
    limits = Limits(seconds=SECONDS, largest=limit * MEGABYTE, https_only=True)
    try:
        answer = ask(address, limits, accept=TYPES, most_moves=3)
    except OutsideError as error:
        usual = FETCH_PROBLEMS["silent"]
        raise FileProblem(FETCH_PROBLEMS.get(error.kind, usual), host=host, limit=limit) from error
    if answer.status != 200:
        raise FileProblem(
            N_("%(host)s geeft het bestand niet (antwoord %(status)s). Kijk of het adres klopt."),
            host=host,
            status=answer.status,
        )
    return answer.body, _file_name(answer.headers, answer.url)


def _file_name(headers: Mapping[str, str], address: str) -> str:
    """Return the file name that a server gives, else the last part of the address."""
    match = re.search(r'filename="?([^";]+)', headers.get("content-disposition", ""))
    return match[1] if match else unquote(urlsplit(address).path.rpartition("/")[2]) or "bestand"


def clear_files(key: str) -> None:
    """Delete the files of an upload from disk."""
    path = folder() / key
    for file in path.glob("*") if re.fullmatch(r"[0-9a-f]{32}", key) else ():
        file.unlink()
    if path.is_dir():
        path.rmdir()


def clear_old_files() -> int:
    """Delete uploads older than RETENTION from disk; return how many."""
    before = (now() - RETENTION).timestamp()
    old = [path.name for path in folder().glob("*") if path.stat().st_mtime < before]
    for key in old:
        clear_files(key)
    return len(old)


def note_progress(key: str, done: int) -> None:
    """Write the number of rows done beside the file: a transaction would hide it until it ends."""
    path = folder() / key
    fresh = path / f"{PROGRESS}.{secrets.token_hex(4)}"
    fresh.write_text(str(done))
    fresh.replace(path / PROGRESS)


def progress_of(key: str) -> int:
    """Return the number of rows done; 0 if unknown."""
    try:
        return int((folder() / key / PROGRESS).read_text())
    except (OSError, ValueError):
        return 0


def note_start(key: str) -> None:
    """Write beside the file that a job begins with it: that stays when its process is killed."""
    path = folder() / key
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (path / STARTS).open("a") as starts:
        starts.write(f"{now().timestamp()}\n")


def starts_since(key: str, moment: datetime) -> int:
    """Return how often a job began with an upload since a moment."""
    try:
        starts = (folder() / key / STARTS).read_text().split()
        return sum(float(start) >= moment.timestamp() for start in starts)
    except (OSError, ValueError):
        return 0
