"""The messages of Flask-Security in Dutch: their names with our sentences."""

from __future__ import annotations

from socialmap.wording import N_

WRONG = N_("Dat klopt niet. Kijk je mailadres en wachtwoord na en probeer het opnieuw.")
RECOVERY = N_(
    "Als er een account is met dit adres, krijg je een mail met een link. Kijk ook bij je spam."
)
EXPIRED = N_("Dat duurde te lang. Begin opnieuw.")
PASSKEY = N_("Deze passkey werkt hier niet. Probeer het opnieuw, of log in met je wachtwoord.")
SLOW_DOWN = N_("Dat ging te vaak mis. Wacht %(minutes)s minuten en probeer het dan opnieuw.")
USE_PASSKEY = N_("Log in met je passkey. Werkt die niet meer? Vraag de beheerder om hulp.")

ERRORS = {
    "API_ERROR": N_("Dit begrijpen we niet. Begin opnieuw."),
    "GENERIC_AUTHN_FAILED": WRONG,
    "USER_DOES_NOT_EXIST": WRONG,
    "INVALID_PASSWORD": N_("Dat wachtwoord klopt niet."),
    "INVALID_PASSWORD_CODE": WRONG,
    "DISABLED_ACCOUNT": WRONG,
    "CONFIRMATION_REQUIRED": WRONG,
    "EMAIL_NOT_PROVIDED": N_("Vul je mailadres in."),
    "INVALID_EMAIL_ADDRESS": N_(
        "Dit is geen mailadres. Een mailadres ziet er zo uit: naam@site.nl."
    ),
    "PASSWORD_NOT_PROVIDED": N_("Vul je wachtwoord in."),
    "PASSWORD_MISMATCH": N_("De twee wachtwoorden zijn niet gelijk."),
    "RETYPE_PASSWORD_MISMATCH": N_("De twee wachtwoorden zijn niet gelijk."),
    "PASSWORD_IS_THE_SAME": N_("Kies een ander wachtwoord dan je oude."),
    "PASSWORD_INVALID_LENGTH": N_("Maak je wachtwoord langer: %(length)s tekens of meer."),
    "PASSWORD_TOO_SIMPLE": N_("Dit wachtwoord is te makkelijk te raden."),
    "INVALID_INPUT": N_("Dit kan hier niet staan."),
    "INVALID_INPUT_LENGTH": N_("Dit is te lang."),
    "INVALID_CODE": N_(
        "Die code klopt niet. Kijk op je telefoon: elke halve minuut is er een nieuwe."
    ),
    "TWO_FACTOR_INVALID_TOKEN": N_(
        "Die code klopt niet. Kijk op je telefoon: elke halve minuut is er een nieuwe."
    ),
    "INVALID_RECOVERY_CODE": N_("Die herstelcode klopt niet, of is al gebruikt."),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": N_("Dat kan niet met jouw rol."),
    "TWO_FACTOR_PERMISSION_DENIED": N_("Log eerst in met je mailadres en wachtwoord."),
    "TWO_FACTOR_SETUP_EXPIRED": EXPIRED,
    "PASSWORD_RESET_EXPIRED": N_("Deze link is te oud. Vraag een nieuwe aan."),
    "INVALID_RESET_PASSWORD_TOKEN": N_("Deze link werkt niet meer. Vraag een nieuwe aan."),
    "WEBAUTHN_EXPIRED": EXPIRED,
    "WEBAUTHN_NAME_REQUIRED": N_("Geef de passkey een naam, zoals 'mijn telefoon'."),
    "WEBAUTHN_NAME_INUSE": N_("Je hebt al een passkey die %(name)s heet. Kies een andere naam."),
    "WEBAUTHN_NAME_NOT_FOUND": N_("Je hebt geen passkey die %(name)s heet."),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": N_("Gebruik in de naam alleen letters en cijfers."),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": N_("Deze passkey heb je al."),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": PASSKEY,
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": PASSKEY,
    "WEBAUTHN_NO_VERIFY": PASSKEY,
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": PASSKEY,
    "WEBAUTHN_MISMATCH_USER_HANDLE": PASSKEY,
    "UNAUTHORIZED": N_("Dit mag niet."),
    "UNAUTHENTICATED": N_("Log eerst in."),
    "REAUTHENTICATION_REQUIRED": N_("Vul eerst je wachtwoord nog een keer in."),
    "INVALID_REDIRECT": N_("Dit begrijpen we niet. Begin opnieuw."),
    "ANONYMOUS_USER_REQUIRED": N_("Je bent al ingelogd."),
}
NOTICES = {
    "GENERIC_RECOVERY": RECOVERY,
    "PASSWORD_RESET_REQUEST": RECOVERY,
    "PASSWORD_RESET_NO_LOGIN": N_("Je hebt een nieuw wachtwoord. Log er nu mee in."),
    "PASSWORD_CHANGE": N_("Je hebt een nieuw wachtwoord. Overal anders ben je uitgelogd."),
    "REAUTHENTICATION_SUCCESSFUL": N_("Dank je. Ga verder met wat je deed."),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": N_("Je bent ingelogd."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": N_("De tweede stap staat aan. Bewaar nu herstelcodes."),
    "TWO_FACTOR_DISABLED": N_("De tweede stap staat uit."),
    "WEBAUTHN_REGISTER_SUCCESSFUL": N_("De passkey %(name)s is klaar voor gebruik."),
    "WEBAUTHN_CREDENTIAL_DELETED": N_("De passkey %(name)s is weg."),
    "NO_RECOVERY_CODES_SETUP": N_("Je hebt nog geen herstelcodes. Maak ze hieronder."),
}


def messages() -> dict[str, tuple[str, str]]:
    """The settings that give each message of Flask-Security our sentence."""
    errors = {f"SECURITY_MSG_{name}": (sentence, "error") for name, sentence in ERRORS.items()}
    notices = {f"SECURITY_MSG_{name}": (sentence, "info") for name, sentence in NOTICES.items()}
    return errors | notices
