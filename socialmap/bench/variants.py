"""Invents listings, and writes them again as another person would."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from socialmap.catalogue.addresses import slugify
from socialmap.catalogue.listing import ListedLocation, ListedPhone, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.places.gazetteer import Place, postcodes

HOUSES = """Brug Anker Linde Zwaan Molen Schakel Kern Spil Draaischijf Bron Haven Wissel Kameleon
Regenboog Vlinder Uithoek Boomgaard Schuilplaats Ark Zonnebloem Eik Kastanje Wilg Meerpaal
Vuurtoren Dukdalf Sluis Toren Waag Schalm Kring Poort Klimop Zandloper Leeuwerik Kievit
Ooievaar Koppel Trefpunt Stek Hoeksteen Werf Blokhut Gaard Nieuwe Veste Heemtuin Kruidnagel
Distelvink""".split()  # noqa: SIM905 - a list reads best as words
HUES = "Oude Gouden Rode Groene Blauwe Witte Nieuwe Grote Kleine Vrolijke Gastvrije Stille".split()  # noqa: SIM905 - a list reads best as words
DOINGS = """koffieochtend breicafé wandelgroep eettafel schaakclub biljartclub taalcafé leeskring
bingomiddag naaiatelier fietswerkplaats tekenles muziekgroep mantelzorgsalon repaircafé
moestuingroep filmavond kaartmiddag yogales computerles zanggroep vrouwengroep mannengroep
huiswerkklas buurtlunch dansmiddag jeu-de-boulesgroep schilderclub rouwgroep verhalentafel
kinderinloop klusdienst""".split()  # noqa: SIM905 - a list reads best as words
STREETS = """Kerk Dorps School Molen Nieuw Hoog Stations Wilhelmina Juliana Beatrix Eiken Linden
Beuken Kastanje Berken Park Vijver Rozen Tulpen Meidoorn Burgemeester-Jansen Prins-Hendrik Van-Goghs
Zuider Noorder Oranje Markt Gracht Haven Industrie""".split()  # noqa: SIM905 - a list reads best as words
ENDS = ("straat", "straat", "straat", "weg", "laan", "plein", "dreef", "singel")
SHORT = {"straat": "str.", "laan": "ln.", "weg": "wg.", "plein": "pln."}
CUTS = {
    "buurthuis": "Buurth.", "wijkcentrum": "Wijkc.", "vereniging": "Ver.", "stichting": "St.",
    "zorgboerderij": "Zorgb.", "en": "&", "groep": "gr.", "twee": "2", "drie": "3",
}  # fmt: skip
APART = ("koffie", "taal", "brei", "wandel", "lees", "repair", "fiets", "muziek", "buurt", "zang")
SIDES = ("Noord", "Zuid", "Oost", "West", "maandag", "dinsdag", "donderdag", "1", "2", "3")


@dataclass(frozen=True)
class Pair:
    """Two listings that are the same or look alike; `how` names the difference between them."""

    one: Listing
    other: Listing
    same: bool
    how: str


@cache
def _places() -> tuple[tuple[str, Place], ...]:
    return tuple(postcodes().items())


def listing(chance: Random) -> Listing:
    """Invent a listing with name, organisation, contact data and address."""
    postcode, place = chance.choice(_places())
    house = _house(chance)
    name = chance.choice(
        (
            f"{chance.choice(DOINGS).capitalize()} De {house}",
            f"{chance.choice(DOINGS).capitalize()} {house}",
            f"Buurthuis De {house}",
            f"Wijkcentrum De {house}",
            f"Zorgboerderij De {house}",
            f"De {house}",
            f"{house} en vrienden",
            f"Samen {chance.choice(DOINGS)} in De {house}",
        )
    )
    site = f"https://www.{slugify(house)}-{slugify(place.label)}.example"
    return Listing(
        name=name,
        organisation=f"Stichting {house}",
        kind=chance.choice(_kinds()),
        phones=(ListedPhone(number=f"+3130{chance.randint(2_000_000, 7_999_999)}"),),
        email=f"info@{slugify(house)}{chance.randint(1, 9_999)}.example",
        website=f"{site}/{slugify(name)}",
        locations=(_address(chance, postcode, place),),
    )


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(term.code for term in taxonomy().terms("kind"))


def _house(chance: Random) -> str:
    hue = f"{chance.choice(HUES)} " if chance.random() < 0.6 else ""
    return f"{hue}{chance.choice(HOUSES)}"


def _address(chance: Random, postcode: str, place: Place) -> ListedLocation:
    letters = "".join(chance.choices("ABCDEFGHKLMNPRSTVWXZ", k=2))
    street = f"{chance.choice(STREETS).replace('-', ' ')}{chance.choice(ENDS)}"
    return ListedLocation(
        lon=round(place.lon + chance.uniform(-0.012, 0.012), 6),
        lat=round(place.lat + chance.uniform(-0.008, 0.008), 6),
        street=f"{street} {chance.randint(1, 240)}",
        postcode=f"{postcode} {letters}",
        town=place.town,
        precision="address",
    )


def _typo(name: str, chance: Random) -> str:
    """Drop, double, change or swap a letter inside a word."""
    inside = [i for i in range(1, len(name) - 1) if name[i - 1 : i + 2].isalpha()]
    if not inside:
        return name
    i = chance.choice(inside)
    typed = chance.choice(("", name[i] * 2, chance.choice("aeionrt"), name[i + 1] + name[i]))
    return name[:i] + typed + name[i + (2 if len(typed) == 2 and typed[0] != typed[1] else 1) :]


def _cut(name: str, _: Random) -> str:
    return " ".join(CUTS.get(word.lower(), word) for word in name.split())


def _apart(name: str, chance: Random) -> str:
    for word in APART:
        mark = chance.choice((" ", "-"))
        name = re.sub(rf"\b({word})(?=[a-zé]{{4}})", rf"\1{mark}", name, flags=re.IGNORECASE)
    return name


def _turned(name: str, chance: Random) -> str:
    first, _, rest = name.partition(" ")
    return chance.choice((f"{rest} {first.lower()}", f"{rest}, {first}")) if rest else name


def _article(name: str, _: Random) -> str:
    bare = re.sub(r"\b[Dd]e ", "", name)
    return bare if bare != name else f"De {name}"


def _plural(name: str, _: Random) -> str:
    first, _space, rest = name.partition(" ")
    ends = {"groep": "groepen", "club": "clubs", "ochtend": "ochtenden", "middag": "middagen"}
    for one, many in ends.items():
        if first.endswith(one):
            return f"{first.removesuffix(one)}{many} {rest}".strip()
    return name


NameChange = Callable[[str, Random], str]
NAME_CHANGES: dict[str, NameChange] = {
    "typo": _typo,
    "abbreviation": _cut,
    "split compound": _apart,
    "word order": _turned,
    "article": _article,
    "plural": _plural,
    "capitals": lambda name, chance: chance.choice((name.upper(), name.lower(), name.title())),
    "accents": lambda name, _: name.replace("é", "e") if "é" in name else name.replace("i", "ï", 1),
    "legal form": lambda name, chance: (
        f"{chance.choice(('Stichting', 'Vereniging', 'Stg.'))} {name}"
    ),
    "quotes": lambda name, _: f"‘{name}’",
}


def varied(old: Listing, chance: Random) -> tuple[Listing, str]:
    """Return the listing as another person writes it, and the names of the differences."""
    names = chance.sample(sorted(NAME_CHANGES), chance.choice((1, 1, 2, 2, 3)))
    name = old.name
    for change in names:
        name = NAME_CHANGES[change](name, chance)
    if chance.random() < 0.2:
        name, names = f"{name} {old.locations[0].town}", [*names, "town"]
    changes: dict[str, Any] = {"name": name}
    changes["phones"] = tuple(
        replace(phone, number=_phone(phone.number, chance)) for phone in old.phones
    )
    changes["email"] = chance.choice((old.email, old.email.upper(), "", "", "post@elders.example"))
    changes["website"] = _site(old.website, chance)
    changes["organisation"] = chance.choice((old.organisation, old.organisation[10:], ""))
    changes["kind"] = chance.choice((old.kind, old.kind, "", chance.choice(_kinds())))
    location, how = _moved(old.locations[0], chance)
    return replace(old, locations=location, **changes), ", ".join([*names, how])


def _phone(phone: str, chance: Random) -> str:
    own = f"0{phone[3:]}"
    written = (phone, own, f"{own[:3]}-{own[3:]}", f"0031 {own[1:3]} {own[3:6]} {own[6:]}")
    other = f"+316{chance.randint(10_000_000, 59_999_999)}"
    return chance.choice((*written, f"+31 (0){own[1:3]} {own[3:]}", "", "", other))


def _site(site: str, chance: Random) -> str:
    host = site.split("/")[2]
    written = (site, f"{site}/", site.replace("https://www.", "http://"), f"https://{host}", host)
    return chance.choice((*written, "", "", ""))


def _moved(place: ListedLocation, chance: Random) -> tuple[tuple[ListedLocation, ...], str]:
    """Return the location as another person writes it, and the name of the difference."""
    near = {"lon": place.lon + chance.uniform(-3e-4, 3e-4), "lat": place.lat}
    short = place.street
    for long, cut in SHORT.items():
        short = short.replace(long, cut)
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("same address", {}),
        ("street shortened", {"street": short} | near),
        ("house letter", {"street": f"{place.street}{chance.choice('abc')}"} | near),
        ("postcode only", {"street": "", "precision": "postcode"}),
        ("no postcode", {"postcode": "", "precision": "town"}),
        ("postcode as one word", {"postcode": place.postcode.replace(" ", "").lower()}),
        ("town only", {"street": "", "postcode": "", "precision": "town"}),
    )
    how, changes = chance.choice(ways)
    return (replace(place, **changes),), how
