"""Every setting: its name, type, meaning and default, checked at start."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from flask import current_app

PREFIX = "SOCIALMAP_"
PACKAGE = Path(__file__).parent


class SettingError(Exception):
    """A setting has a value that socialmap cannot work with."""


def resource(*parts: str) -> Path:
    """Return the path of a shipped file: inside the package (wheel), or beside it (checkout)."""
    inside = PACKAGE.joinpath(*parts)
    return inside if inside.exists() else PACKAGE.parent.joinpath(*parts)


def _flag(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
        text.lower()
    ]


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


def _one_of(*allowed: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return convert


def setting(default: str, meaning: str, kind: Callable[[str], Any] = str) -> Any:
    """Declare a setting: its default as typed, its meaning, and the function that reads it."""
    return field(metadata={"default": default, "meaning": meaning, "kind": kind})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator can choose; every field is an environment variable SOCIALMAP_<NAME>.

    A value may also be read from a file, named by SOCIALMAP_<NAME>_FILE: the usual way for secrets.
    """

    data: Path = setting("var", "Folder for database, snapshots and uploads.", Path)
    database_url: str = setting(
        "",
        "Database: postgresql://… or sqlite:///…; empty is a SpatiaLite file in the data folder.",
    )
    host: str = setting("127.0.0.1", "Address that the server listens on.")
    port: int = setting("8000", "Port that the server listens on.", _port)
    public_url: str = setting(
        "", "Address of the map as people type it, for links in mail; empty is host and port."
    )
    proxies: int = setting(
        "0",
        "Number of your own proxies before the server: they pass the visitor's address on.",
        int,
    )
    demo: bool = setting(
        "1", "Fill an empty map with the demo region (1) or start empty (0).", _flag
    )
    secret_key: str = setting(
        "", "Signs the tokens in forms; empty makes one in the data folder at the first start."
    )
    region: str = setting("provincie Utrecht", "Name of the region, as it reads after 'in de'.")
    centre: str = setting("Utrecht", "Place in the middle of the region: the map opens there.")
    contact_email: str = setting(
        "", "Mail address of the platform, shown at the foot of each page."
    )
    help_phone: str = setting(
        "", "Phone number of the district team, shown when a search finds nothing."
    )
    tiles_url: str = setting(
        "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
        "Map tiles; empty draws the outlines of the areas instead. May be a proxy of your own.",
    )
    tiles_attribution: str = setting(
        'Kaartgegevens © <a href="https://www.kadaster.nl">Kadaster</a>',
        "Who made the tiles, as HTML, shown on the map.",
    )
    tiles_file: str = setting(
        "",
        "File with map tiles of your own (PMTiles with images): served by the map itself, so that"
        " nobody else is asked; goes before SOCIALMAP_TILES_URL.",
    )
    geocoder: str = setting(
        "table",
        "Addresses become points by the shipped postcode table (table) or by PDOK as well (pdok).",
        _one_of("table", "pdok"),
    )
    pdok_url: str = setting(
        "https://api.pdok.nl/bzk/locatieserver/search/v3_1/free", "Address of PDOK's geocoder."
    )
    mail: str = setting(
        "file",
        "Mail leaves over SMTP (smtp), as files in the folder mail of the data folder (file), or"
        " waits (off).",
        _one_of("smtp", "file", "off"),
    )
    mail_sender: str = setting(
        "", "Address that mail comes from; empty is SOCIALMAP_CONTACT_EMAIL."
    )
    mail_host: str = setting("localhost", "Mail server.")
    mail_port: int = setting("587", "Port of the mail server.", _port)
    mail_security: str = setting(
        "starttls",
        "Encryption of the connection to the mail server: starttls, tls from the start, or none.",
        _one_of("starttls", "tls", "none"),
    )
    mail_user: str = setting("", "Name to sign in with at the mail server; empty does not sign in.")
    mail_password: str = setting("", "Password at the mail server.")
    mail_bounces: str = setting(
        "", "Folder (Maildir, or .eml files) in which bounced mail arrives; empty reads none."
    )
    jobs: str = setting(
        "serve",
        "Who runs the jobs: `socialmap serve` (serve), only `socialmap jobs run` (apart), or the"
        " process that queues one, at once, as tests need (at-once).",
        _one_of("serve", "apart", "at-once"),
    )
    count_misses: bool = setting(
        "1",
        "Count searches that find nothing, and store their words from the third time on (1), or"
        " never (0).",
        _flag,
    )
    meaning: bool = setting(
        "1",
        "Compare questions with example questions by meaning (1), if the library for it is"
        " installed, or read their words only (0).",
        _flag,
    )
    check_links: bool = setting(
        "1", "Check every night whether the sites of listings still work (1), or never (0).", _flag
    )
    oidc_issuer: str = setting(
        "", "Address of your organisation's own sign-in (OpenID Connect); empty offers none."
    )
    oidc_name: str = setting(
        "je organisatie", "What that sign-in is called, as it reads after 'Inloggen met'."
    )
    oidc_client_id: str = setting("", "Name under which that sign-in knows this map.")
    oidc_client_secret: str = setting("", "Secret that goes with that name.")
    oidc_roles: str = setting(
        "",
        "Roles by the groups of that sign-in, as group=role or group=role:municipality, with"
        " semicolons between them; empty leaves roles to the administrator.",
    )
    oidc_second_factor: str = setting(
        "",
        "Values of acr or amr, separated by commas, that mean that a second factor was used; empty"
        " asks for one of our own.",
    )
    upload_limit: int = setting("50", "Largest file that is imported, in megabytes.", int)

    @property
    def database(self) -> str:
        """The database URL for SQLAlchemy."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.data / 'socialmap.sqlite').absolute()}"

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        return self.mail_sender or self.contact_email or "socialmap@localhost"


def _typed(name: str, environ: Mapping[str, str], default: str) -> str:
    """Return a setting as typed: from the environment, or from the file that <NAME>_FILE names."""
    source = environ.get(f"{PREFIX}{name}_FILE")
    if source is None:
        return environ.get(f"{PREFIX}{name}", default)
    try:
        return Path(source).read_text("utf-8").strip()
    except OSError as error:
        raise SettingError(
            f"{PREFIX}{name}_FILE: cannot read {source}: {error.strerror}"
        ) from error


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return all settings; raise SettingError, naming the setting, if one has an unusable value."""
    values: dict[str, Any] = {}
    for option in fields(Settings):
        typed = _typed(option.name.upper(), environ, option.metadata["default"])
        try:
            values[option.name] = option.metadata["kind"](typed)
        except (KeyError, ValueError) as error:
            raise SettingError(
                f"{PREFIX}{option.name.upper()} is {typed!r}. {option.metadata['meaning']}"
                f" For example: {option.metadata['default']!r}."
            ) from error
    values["public_url"] = values["public_url"] or f"http://{values['host']}:{values['port']}"
    return Settings(**values)


def current_settings() -> Settings:
    """Return the settings of the app that answers this request or runs this command."""
    settings: Settings = current_app.extensions["socialmap"]
    return settings


def secret_key(settings: Settings) -> str:
    """Return the key that signs tokens: as set, or else one made at the first start in a file."""
    if settings.secret_key:
        return settings.secret_key
    file = settings.data / "secret_key"
    if not file.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        fresh = settings.data / f"secret_key.{secrets.token_hex(4)}"
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        # Two workers may start at once: the second one finds the name taken.
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()
