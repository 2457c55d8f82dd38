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
    """Find a shipped folder or file: inside the package (wheel), else beside it (checkout)."""
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
    """Declare a setting: its default as it would be typed, what it means, how it is read."""
    return field(metadata={"default": default, "meaning": meaning, "kind": kind})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator can choose; every field is an environment variable SOCIALMAP_<NAME>.

    A value may also come from a file: SOCIALMAP_<NAME>_FILE names it, as secrets like best.
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
        "0", "How many proxies of your own stand in front of the server; they tell who asks.", int
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
        "", "Phone number of the district team, offered when a search finds nothing."
    )
    tiles_url: str = setting(
        "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
        "Map tiles; empty draws the outlines of the areas instead. May be a proxy of your own.",
    )
    tiles_attribution: str = setting(
        'Kaartgegevens © <a href="https://www.kadaster.nl">Kadaster</a>',
        "Who made the tiles, as HTML, shown on the map.",
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
        "How the line to the mail server is made safe: starttls, tls from the start, or none.",
        _one_of("starttls", "tls", "none"),
    )
    mail_user: str = setting("", "Name to sign in with at the mail server; empty does not sign in.")
    mail_password: str = setting("", "Password at the mail server.")
    mail_bounces: str = setting(
        "", "Folder (Maildir, or .eml files) in which mail that came back arrives; empty has none."
    )
    jobs: str = setting(
        "serve",
        "Who runs the jobs: `socialmap serve` as well (serve), only `socialmap jobs run` (apart),"
        " or whoever asks for one, as tests want it (at-once).",
        _one_of("serve", "apart", "at-once"),
    )
    check_links: bool = setting(
        "1", "Look at night whether the sites of listings still work (1) or ask nobody (0).", _flag
    )
    oidc_issuer: str = setting(
        "", "Address of your organisation's own sign-in (OpenID Connect); empty has none."
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
        "Values of acr or amr, with commas, by which that sign-in tells that a second factor was"
        " shown; empty asks for one of our own.",
    )
    upload_limit: int = setting("50", "Largest file that is imported, in megabytes.", int)

    @property
    def database(self) -> str:
        """The database address that SQLAlchemy gets."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.data / 'socialmap.sqlite').absolute()}"

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        return self.mail_sender or self.contact_email or "socialmap@localhost"


def _typed(name: str, environ: Mapping[str, str], default: str) -> str:
    """Read a setting as typed: from the environment, or from the file that <NAME>_FILE names."""
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
    """Read all settings, or say in one SettingError which one is wrong and what it should be."""
    values: dict[str, Any] = {}
    for each in fields(Settings):
        typed = _typed(each.name.upper(), environ, each.metadata["default"])
        try:
            values[each.name] = each.metadata["kind"](typed)
        except (KeyError, ValueError) as error:
            raise SettingError(
                f"{PREFIX}{each.name.upper()} is {typed!r}. {each.metadata['meaning']}"
                f" For example: {each.metadata['default']!r}."
            ) from error
    values["public_url"] = values["public_url"] or f"http://{values['host']}:{values['port']}"
    return Settings(**values)


def current_settings() -> Settings:
    """The settings of the app that answers this request or runs this command."""
    settings: Settings = current_app.extensions["socialmap"]
    return settings


def secret_key(settings: Settings) -> str:
    """The key that signs form tokens: as set, else one that is made once and kept in a file."""
    if settings.secret_key:
        return settings.secret_key
    kept = settings.data / "secret_key"
    if not kept.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        fresh = settings.data / f"secret_key.{secrets.token_hex(4)}"
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        # Two workers may start at once: the link that comes second finds the name taken.
        try:
            kept.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text().strip()
