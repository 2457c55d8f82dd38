"""The chapter of the manuals that belongs to each page of the desk."""

from __future__ import annotations

from flask import Flask, url_for

# An endpoint, or a blueprint for its other pages: the manual, and the id of the heading ("": top).
CHAPTERS: dict[str, tuple[str, str]] = {
    "account": ("account", ""),
    "account.accept": ("account", "binnenkomen-met-een-uitnodiging"),
    "account.come_in": ("account", "binnenkomen-met-een-uitnodiging"),
    "account.confirm_address": ("account", "mijn-naam-mailadres-of-wachtwoord-veranderen"),
    "account.second_factor": ("account", "waarom-moet-ik-een-tweede-stap-instellen"),
    "answering": ("voorstellen", "een-voorstel-beantwoorden"),
    "audit": ("mensen", "het-logboek"),
    "bulk": ("lijst", "iets-vinden"),
    "bulk.apply": ("lijst", "meer-tegelijk-wijzigen"),
    "bulk.change": ("lijst", "terugdraaien"),
    "bulk.export": ("lijst", "de-lijst-meenemen-als-bestand"),
    "bulk.merge": ("lijst", "twee-samenvoegen"),
    "bulk.preview": ("lijst", "meer-tegelijk-wijzigen"),
    "calling": ("actueel", "wie-moet-ik-bellen"),
    "checking": ("actueel", "hoe-kijk-ik-een-initiatief-na"),
    "duplicates": ("voorstellen", "twee-vermeldingen-samenvoegen"),
    "editing": ("bewerken", "hoe-zet-ik-iets-nieuws-op-de-kaart"),
    "editing.edit": ("bewerken", "wat-staat-er-naast-het-formulier"),
    "editing.save": ("bewerken", "wat-staat-er-naast-het-formulier"),
    "history": ("bewerken", "hoe-maak-ik-een-fout-ongedaan"),
    "imports": ("importeren", "een-import-doen"),
    "imports.index": ("importeren", "welke-bestanden-kan-ik-gebruiken"),
    "imports.run": ("importeren", "een-import-terugdraaien"),
    "imports.source": ("importeren", "een-bron-die-we-steeds-opnieuw-lezen"),
    "imports.sources": ("importeren", "een-bron-die-we-steeds-opnieuw-lezen"),
    "import_words": (
        "importeren",
        "in-mijn-lijst-staan-andere-woorden-voor-soorten-en-doelgroepen-moet-ik-die-overtypen",
    ),
    "mailbox": ("post", "wat-betekent-de-stand-van-een-mail"),
    "mail_wishes": ("herinneringen", "kan-een-organisatie-een-eigen-adres-of-taal-kiezen"),
    "mail_wishes.again": ("herinneringen", "wat-als-iemand-geen-mail-wil"),
    "mail_wishes.refusals": ("herinneringen", "wat-als-iemand-geen-mail-wil"),
    "organisation_mergers": ("organisaties", "hoe-voeg-ik-twee-organisaties-samen"),
    "organisations": ("organisaties", "wat-staat-er-op-de-pagina-van-een-organisatie"),
    "organisations.add": ("organisaties", "hoe-zet-ik-een-organisatie-erbij"),
    "organisations.edit": ("organisaties", "hoe-geef-ik-een-organisatie-een-andere-naam"),
    "organisations.index": ("organisaties", "welke-organisaties-zijn-er"),
    "organisations.new": ("organisaties", "hoe-zet-ik-een-organisatie-erbij"),
    "organisations.save": ("organisaties", "hoe-geef-ik-een-organisatie-een-andere-naam"),
    "people": ("mensen", "een-rol-geven-of-afnemen"),
    "people.index": ("mensen", "nakijken-wie-nog-een-account-nodig-heeft"),
    "people.invite": ("mensen", "iemand-uitnodigen"),
    "people.send": ("mensen", "iemand-uitnodigen"),
    "quality": ("kwaliteit", "wat-betekenen-de-woorden"),
    "reminding": ("herinneringen", "hoe-zet-ik-herinneringen-aan"),
    "reminding.own_text": ("herinneringen", "hoe-schrijf-ik-een-eigen-tekst"),
    "reminding.week": ("herinneringen", "wie-krijgt-dan-mail"),
    "reminding.write_text": ("herinneringen", "hoe-schrijf-ik-een-eigen-tekst"),
    "resending": ("bewerken", "mijn-scherm-ging-dicht-of-ik-ben-uitgelogd-ben-ik-alles-kwijt"),
    "rooms": ("ruimtes", "hoe-bied-ik-een-ruimte-aan"),
    "rooms.look": ("ruimtes", "hoe-zoek-ik-een-ruimte-voor-een-initiatief"),
    "rooms.wish": ("ruimtes", "hoe-zoek-ik-een-ruimte-voor-een-initiatief"),
    "saved_lists": ("lijst", "lijsten-bewaren-en-delen"),
    "security": ("account", "het-inloggen-lukt-niet"),
    "security.change_password": ("account", "mijn-naam-mailadres-of-wachtwoord-veranderen"),
    "security.forgot_password": ("account", "ik-ben-mijn-wachtwoord-vergeten"),
    "security.mf_recovery": ("account", "ik-ben-mijn-telefoon-kwijt"),
    "security.mf_recovery_codes": ("account", "ik-ben-mijn-telefoon-kwijt"),
    "security.reset_password": ("account", "ik-ben-mijn-wachtwoord-vergeten"),
    "security.two_factor_rescue": ("account", "ik-ben-mijn-telefoon-kwijt"),
    "security.two_factor_setup": ("account", "waarom-moet-ik-een-tweede-stap-instellen"),
    "security.wan_register": ("account", "wat-is-een-passkey"),
    "security.wan_signin": ("account", "wat-is-een-passkey"),
    "review": ("vier-ogen", "iets-van-een-ander-nakijken"),
    "setting_up": ("vier-ogen", "vier-ogen-aanzetten-of-uitzetten"),
    "theming": ("uiterlijk", "hoe-verander-ik-het-uiterlijk"),
    "thesaurus": ("zoekwoorden", "hoe-voeg-ik-een-eigen-woord-toe"),
    "thesaurus.history": ("zoekwoorden", "een-wijziging-terugdraaien"),
    "thesaurus.index": ("zoekwoorden", "waarvoor-zijn-zoekwoorden"),
    "thesaurus.look_up": ("zoekwoorden", "een-woord-uitzetten-dat-bij-de-kaart-hoort"),
    "thesaurus.try_question": ("zoekwoorden", "een-vraag-proberen"),
    "today": ("voorstellen", "wat-is-er-vandaag-te-doen"),
    "unlisted": ("voorstellen", "iemand-wil-niet-op-de-kaart-staan"),
    "vanished": ("importeren", "wat-staat-er-niet-meer-in-het-bestand"),
}


def chapter_of(endpoint: str) -> tuple[str, str] | None:
    """The manual and the id of the heading for a page of the desk; None where there is none."""
    return CHAPTERS.get(endpoint) or CHAPTERS.get(endpoint.partition(".")[0])


def chapter_address(endpoint: str) -> str:
    """The address of the chapter about a page; "" where there is none."""
    chapter = chapter_of(endpoint)
    if chapter is None:
        return ""
    name, anchor = chapter
    return url_for("pages.help_page", name=name, _anchor=anchor or None)


def register(app: Flask) -> None:
    """Give templates the address of the chapter."""
    app.add_template_global(chapter_address)
