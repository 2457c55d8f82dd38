"""The configuration of Flask-Security: its pages and their addresses, its features."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from socialmap.config import Settings, secret_key
from socialmap.people.passwords import SHORTEST
from socialmap.people.sign_ins import LONGEST
from socialmap.times.clock import now
from socialmap.web.account.texts import messages

PAGES = {
    "LOGIN_URL": "/inloggen",
    "LOGOUT_URL": "/uitloggen",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/inloggen/code",
    "MULTI_FACTOR_RECOVERY_URL": "/inloggen/herstelcode",
    "WAN_SIGNIN_URL": "/inloggen/passkey",
    "RESET_URL": "/wachtwoord-vergeten",
    "VERIFY_URL": "/account/nog-een-keer",
    "WAN_VERIFY_URL": "/account/nog-een-keer/passkey",
    "CHANGE_URL": "/account/wachtwoord",
    "TWO_FACTOR_SETUP_URL": "/account/code-app",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/herstelcodes",
    "WAN_REGISTER_URL": "/account/passkeys",
    "WAN_DELETE_URL": "/account/passkeys/weg",
    # Not in use: there is one kind of second factor, and no mail or phone that stands in for it.
    "TWO_FACTOR_SELECT_URL": "/inloggen/keuze",
    "TWO_FACTOR_RESCUE_URL": "/inloggen/hulp",
}
FEATURES = {
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds before and after: a clock that is off
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "WEBAUTHN": True,
    # A passkey asks for a finger or a PIN, so that it is both factors, and names its account.
    "WAN_ALLOW_AS_MULTI_FACTOR": True,
    "WAN_ALLOW_USER_HINTS": False,
    "WAN_ALLOW_AS_VERIFY": ["first"],
    "RETURN_GENERIC_RESPONSES": True,
    "API_ENABLED_METHODS": ["session"],
    "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    "RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "PASSWORD_SCHEMES": ["argon2"],
    # The OWASP advice for argon2id; more would hold up others who sign in or write meanwhile.
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": 19 * 1024,  # KiB
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    "PASSWORD_SINGLE_HASH": True,
    # For the hash of a password hash in the link to reset it.
    "HASHING_SCHEMES": ["hex_sha512"],
    "PASSWORD_LENGTH_MIN": SHORTEST,
    "POST_LOGIN_VIEW": "account.begin",
    "POST_LOGOUT_VIEW": "/inloggen",
    "POST_CHANGE_VIEW": "account.show",
    "TWO_FACTOR_POST_SETUP_VIEW": "security.mf_recovery_codes",
    "WAN_POST_REGISTER_VIEW": "account.show",
    "LOGIN_USER_TEMPLATE": "security/login.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "security/two_factor_token_validation.html",
    "DATETIME_FACTORY": now,
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    # Whether a mailbox exists shows when mail is sent, not by asking a name server.
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": False,
    "CLI_ROLES_NAME": False,
}


def configuration(settings: Settings) -> dict[str, object]:
    """The configuration of Flask, Flask-WTF and Flask-Security, by name."""
    https = settings.public_url.startswith("https:")
    secret = secret_key(settings)
    own = {
        # Secrets of codes are encrypted in the database: a backup is not enough to make a code.
        "TOTP_SECRETS": {"1": _derived(secret, "totp").hex()},
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            base64.urlsafe_b64encode(_derived(secret, "recovery codes"))
        ],
        "TOTP_ISSUER": f"Sociale kaart {settings.region}",
        "WAN_RP_NAME": f"Sociale kaart {settings.region}",
    }
    return {
        "SESSION_COOKIE_NAME": "__Host-socialmap" if https else "socialmap",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": LONGEST,
        # A form may be open for as long as the session lasts.
        "WTF_CSRF_TIME_LIMIT": None,
        **{f"SECURITY_{name}": value for name, value in (PAGES | FEATURES | own).items()},
        **messages(),
    }


def _derived(secret: str, purpose: str) -> bytes:
    return hashlib.blake2b(secret.encode(), person=purpose.encode(), digest_size=32).digest()
