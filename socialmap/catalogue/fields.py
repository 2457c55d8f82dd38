"""The fields of a listing and of its locations: one table, from which all other lists derive.

Fields stand in the order of the columns of a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from socialmap.wording import N_

# The groups of fields that a person confirms together, and that are shown or hidden together.
FIELD_GROUPS = ("what", "times", "place", "contact", "threshold")


class Visibility(StrEnum):
    """Who may see a group of fields: everybody, professionals, or only the desk."""

    PUBLIC = "public"
    PROFESSIONALS = "professionals"
    INTERNAL = "internal"


class Sort(StrEnum):
    """The sort of value in a field, which decides how it is typed, read, shown and written."""

    TEXT = "text"  # one line
    PROSE = "prose"  # sentences; an import warns of personal data in them
    FACT = "fact"  # yes, no, or None: not known
    MARK = "mark"  # yes or no
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    CODE = "code"  # a term of a scheme
    CODES = "codes"  # terms of a scheme
    NAMES = "names"
    PHONES = "phones"  # each a number, with words beside it
    MAIL = "mail"
    SITE = "site"  # a web address that is mended where possible
    LINK = "link"  # a web address that is saved as it is
    OWN = "own"  # a shape of its own, for which each reader and writer has code


@dataclass(frozen=True)
class Field:
    """One field of a listing, a location or an activity, and what is done with it.

    `words` name it in Dutch; a fact about a place is named by its term in the taxonomy.
    `headers` are the headers of its column in a file, separated by |: all are read, and the first
    is written. A field without headers has no column of its own. `column` names the column where
    the name of the field will not do. `group` is one of FIELD_GROUPS; a field without one always
    shows. `scheme` is the taxonomy that its codes come from; a fact with a scheme is a term of
    it, is a filter of the search, and shows on the page of a listing. `longest` is in characters.
    `proposable`: people without rights may propose another value. `live`: an initiative that is
    trusted changes it at once. `shared`: it goes into files for everybody. `mentions` is a
    regular expression that finds a fact in a text about accessibility, in Dutch or English.
    """

    name: str
    sort: Sort
    words: str = ""
    headers: str = field(default="", kw_only=True)
    column: str = field(default="", kw_only=True)
    group: str = field(default="", kw_only=True)
    scheme: str = field(default="", kw_only=True)
    longest: int = field(default=150, kw_only=True)
    proposable: bool = field(default=True, kw_only=True)
    live: bool = field(default=False, kw_only=True)
    personal: bool = field(default=False, kw_only=True)
    shared: bool = field(default=True, kw_only=True)
    mentions: str = field(default="", kw_only=True)

    @property
    def column_name(self) -> str:
        """The name of its column in a file."""
        return self.column or self.name


# The fields of a listing.
LISTING: tuple[Field, ...] = (
    Field("name", Sort.TEXT, N_("Naam"),
          headers="naam|naam initiatief|initiatief|titel|naam activiteit|naam aanbod|title"),
    Field("summary", Sort.PROSE, N_("In één zin"), group="what", longest=300,
          headers="samenvatting|korte omschrijving|kort|in het kort|korte beschrijving"),
    Field("description", Sort.PROSE, N_("Beschrijving"), group="what", longest=5000,
          headers="beschrijving|omschrijving|lange omschrijving|toelichting|tekst|"
                  "wat is het|inhoud|uitleg|wat gebeurt er|wat doen we|wat is er te doen"),
    Field("picture", Sort.OWN, N_("Foto of logo"), group="what", proposable=False),
    Field("picture_alt", Sort.TEXT, N_("Wat is er op de foto te zien?"), group="what",
          longest=200, proposable=False),
    Field("kind", Sort.CODE, N_("Vorm"), group="what", scheme="kind",
          headers="soort|categorie|type|vorm|soort aanbod|soort initiatief|soort activiteit"),
    Field("setting", Sort.CODE, N_("Soort plek"), group="what", scheme="setting"),
    Field("forms", Sort.OWN, N_("Vorm van isolement"), group="what", scheme="isolation_form",
          headers="vorm van isolement|isolement|isolatie|isolatievorm|vormen van isolement"),
    Field("sphere", Sort.CODE, N_("Sfeer"), group="what", scheme="sphere",
          headers="sfeer|leefsfeer"),
    Field("life_domains", Sort.CODES, N_("Leefgebieden"), group="what", scheme="life_domain",
          headers="leefgebied|leefgebieden|domein|thema|thema's|levensdomein"),
    Field("audiences", Sort.CODES, N_("Voor wie"), group="what", scheme="audience",
          headers="doelgroep|doelgroepen|voor wie"),
    Field("languages", Sort.CODES, N_("Talen"), group="what", scheme="language",
          headers="talen|taal|gesproken talen"),
    Field("organisation", Sort.TEXT, N_("Organisatie"),
          headers="organisatie|organisatie naam|naam organisatie|aanbieder|uitvoerder|"
                  "instelling|stichting"),
    Field("locations", Sort.OWN, N_("Plek"), group="place"),
    Field("phones", Sort.PHONES, N_("Telefoon"), column="phone", group="contact", live=True,
          personal=True,
          headers="telefoon|tel|telefoonnummer|tel.nr|mobiel|telefoonnr"),
    Field("email", Sort.MAIL, N_("Mailadres"), group="contact", live=True, personal=True,
          headers="e-mail|email|mail|e-mailadres|mailadres|emailadres"),
    Field("website", Sort.SITE, N_("Website"), group="contact", live=True,
          headers="website|url|site|webadres|internet|link|homepage|webpagina"),
    Field("contact_name", Sort.TEXT, N_("Contact"), group="contact", live=True, personal=True,
          headers="contactpersoon|naam contactpersoon|aanspreekpunt"),
    Field("hours", Sort.OWN, N_("Tijden"), group="times", live=True,
          headers="openingstijden|tijden|tijd|wanneer|dag en tijd|openingstijd"),
    Field("hours_text", Sort.TEXT, N_("Tijden in woorden"), group="times", longest=300, live=True),
    Field("cost_text", Sort.TEXT, N_("Kosten in woorden"), column="cost", group="threshold",
          longest=300, live=True, headers="kosten|prijs|tarief|eigen bijdrage|entree"),
    Field("cost_amount", Sort.NUMBER, N_("Prijs"), group="threshold", live=True,
          headers="bedrag|prijs in euro|kosten in euro|bedrag per keer"),
    Field("walk_in", Sort.FACT, N_("Zo binnenlopen"), group="threshold", scheme="threshold",
          headers="inloop|vrije inloop|zonder afspraak"),
    Field("met_at_door", Sort.FACT, N_("Iemand ontvangt je"), group="threshold",
          scheme="threshold", headers="ontvangst bij de deur|ontvangst"),
    Field("companion_welcome", Sort.FACT, N_("Iemand meenemen mag"), group="threshold",
          scheme="threshold", headers="iemand meenemen|begeleider welkom"),
    Field("free_of_charge", Sort.FACT, N_("Gratis"), group="threshold", scheme="threshold",
          live=True),
    Field("quiet", Sort.FACT, N_("Rustig"), group="threshold", scheme="threshold",
          headers="rustig|prikkelarm"),
    Field("no_referral_needed", Sort.FACT, N_("Zonder verwijzing"), group="threshold",
          scheme="threshold", headers="zonder verwijzing|geen verwijzing nodig"),
    Field("transport_offered", Sort.FACT, N_("Vervoer"), group="threshold", scheme="accessibility",
          headers="vervoer|vervoer mogelijk|ophaaldienst|vervoer aangeboden"),
    Field("experience_experts", Sort.FACT, N_("Ervaringsdeskundigen helpen mee"), group="what",
          headers="ervaringsdeskundigen|ervaringsdeskundigheid"),
    Field("how_to_join", Sort.PROSE, N_("Zo doe je mee"), group="threshold", longest=1000,
          live=True, headers="zo doe je mee|meedoen|aanmelden|hoe meedoen|aanmelding"),
    Field("service_areas", Sort.NAMES, N_("Werkgebied"), group="place", scheme="service_area",
          headers="werkgebied|werkgebieden|gebied"),
    Field("online", Sort.MARK, N_("Online"), group="place", headers="online|digitaal bereikbaar"),
    Field("confirmations", Sort.OWN, N_("Nagekeken"), column="checked_on", proposable=False,
          headers="nagekeken op|laatst gecontroleerd|laatst nagekeken|gecontroleerd op|"
                  "bijgewerkt op|gecheckt op|laatst gecheckt|datum controle"),
    Field("funding_until", Sort.DATE, N_("Geld tot"), shared=False,
          headers="financiering tot|subsidie tot|loopt tot|einddatum financiering"),
    Field("places_free", Sort.COUNT, N_("Plekken vrij"), group="what", live=True,
          headers="plekken vrij|vrije plekken|plaatsen vrij"),
    Field("waiting_time", Sort.TEXT, N_("Wachttijd"), group="what", live=True,
          headers="wachttijd"),
    Field("capacity_as_of", Sort.DATE, N_("Plekken geteld op"), group="what", live=True,
          headers="plekken vrij op|capaciteit op|stand op"),
    Field("evidence_url", Sort.SITE, N_("Onderbouwing"), group="what", proposable=False,
          headers="onderbouwing|bewijs|effectieve interventie"),
    Field("activities", Sort.OWN, N_("Op deze dagen"), group="times", live=True),
    Field("source_url", Sort.LINK, N_("Bron"), proposable=False,
          headers="bron|bronvermelding|bron url"),
    Field("licence", Sort.TEXT, N_("Licentie"), proposable=False, headers="licentie|license"),
    Field("visibility", Sort.OWN, N_("Wie het ziet"), proposable=False, shared=False),
)  # fmt: skip
# The fields of each location of a listing.
LOCATION: tuple[Field, ...] = (
    Field("name", Sort.TEXT, column="location_name",
          headers="locatie|naam locatie|gebouw|plek|locatienaam|accommodatie"),
    Field("street", Sort.TEXT, personal=True,
          headers="straat en huisnummer|straat + nr|straat|straat en nr|straatnaam|"
                  "straat + huisnummer"),
    Field("postcode", Sort.TEXT,
          headers="postcode|pc|postcode 6|zipcode|postcode en plaats|postcode en woonplaats|"
                  "postcode/plaats|postcode/woonplaats|pc/plaats|pc en plaats|plaats en postcode"),
    Field("town", Sort.TEXT, headers="plaats|woonplaats|plaatsnaam|stad|dorp|stad of dorp"),
    Field("municipality", Sort.TEXT, headers="gemeente|gemeentenaam"),
    Field("bag_id", Sort.TEXT, headers="bag id|bag-id|nummeraanduiding|bag nummeraanduiding"),
    Field("lat", Sort.NUMBER, headers="lat|breedtegraad|latitude|breedte|noorderbreedte"),
    Field("lon", Sort.NUMBER, headers="lon|lengtegraad|lng|longitude|long|oosterlengte"),
    Field("precision", Sort.OWN),
    Field("hidden", Sort.MARK, headers="adres verbergen|verberg adres|adres geheim|geheim adres"),
    Field("step_free", Sort.FACT, scheme="accessibility",
          mentions="wheelchair|step.?free|level access|rolstoel|drempel(?:vrij|loos)",
          headers="drempelvrij|rolstoeltoegankelijk|rolstoel"),
    Field("accessible_toilet", Sort.FACT, scheme="accessibility",
          mentions="(?:accessible|disabled|adapted) toilet|aangepaste? toilet",
          headers="toilet|aangepast toilet|rolstoeltoilet|invalidentoilet"),
    Field("hearing_loop", Sort.FACT, scheme="accessibility",
          mentions="(?:induction|hearing) loop|ringleiding", headers="ringleiding"),
    Field("public_transport_near", Sort.FACT, scheme="accessibility",
          headers="openbaar vervoer|ov|ov dichtbij|halte dichtbij"),
    Field("parking", Sort.FACT, scheme="accessibility",
          headers="parkeren|parkeerplaats|parkeerplek"),
)  # fmt: skip
# The fields of each activity of a listing.
ACTIVITY: tuple[Field, ...] = (
    Field("name", Sort.TEXT, column="activity_name",
          headers="activiteit|naam bijeenkomst|bijeenkomst"),
    Field("starts", Sort.OWN, column="activity_starts",
          headers="activiteit begin|begin activiteit|eerste keer"),
    Field("minutes", Sort.COUNT, column="activity_minutes",
          headers="activiteit duur|duur|duur in minuten"),
    Field("repeats", Sort.OWN, column="activity_repeats",
          headers="activiteit herhaling|herhaling"),
)  # fmt: skip
# The fields of a listing whose values have fields of their own.
PARTS = {"locations": LOCATION, "activities": ACTIVITY}


def names_of(fields: tuple[Field, ...], *sorts: Sort) -> tuple[str, ...]:
    """The names of the fields that are of one of these sorts."""
    return tuple(field.name for field in fields if field.sort in sorts)


LISTING_FACTS = names_of(LISTING, Sort.FACT)
LOCATION_FACTS = names_of(LOCATION, Sort.FACT)


def facts_in(scheme: str, fields: tuple[Field, ...] = (*LOCATION, *LISTING)) -> tuple[str, ...]:
    """The names of the facts that are terms of a scheme."""
    return tuple(
        field.name for field in fields if field.sort is Sort.FACT and field.scheme == scheme
    )
