"""Make a listing of the values of a row, and note what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from socialmap.catalogue.classifying import suggested
from socialmap.catalogue.fields import FIELD_GROUPS, LISTING
from socialmap.catalogue.listing import ListedActivity, ListedConfirmation, ListedLocation, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.fields import costs, facts
from socialmap.fields.asides import read_asides
from socialmap.fields.countries import COVERED
from socialmap.fields.durations import UNTIL_MIDNIGHT
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.placing import place_row
from socialmap.isolation.forms import WEIGHTS
from socialmap.language.folding import fold
from socialmap.places.geocoding import Geocoder
from socialmap.times.dates import first_time
from socialmap.wording import N_

# Fields that take several cells, or that share a cell.
COMPOSED = frozenset(
    {
        "summary", "description", "kind", "setting", "forms", "hours", "hours_text",
        "cost_amount", "cost_text", "free_of_charge", "online", "locations", "activities",
        "confirmations", "visibility", "phones",
    }
)  # fmt: skip
# The others are copied into a listing unchanged.
PLAIN = tuple(field.name for field in LISTING if field.name not in COMPOSED)
SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
LONGEST_SUMMARY = 160
WORDS_NAMED = 3
# Shared by all listings, to save memory: most of 100,000 have no visibility and no forms.
EMPTY: Mapping[str, Any] = {}


def make_listing(
    values: dict[str, Any], flaws: dict[str, Flaw], today: date, geocoder: Geocoder | None
) -> Listing | None:
    """Return the listing of a row; None if it has no name, is nowhere, or lies abroad."""
    if not fold(values.get("name", "")):
        flaws.setdefault(
            "name",
            Flaw(
                Level.ERROR,
                N_("Deze regel heeft geen naam. We slaan hem over."),
                N_("Vul de naam van het initiatief in."),
            ),
        )
        return None
    if values.get("country", "") not in COVERED:
        for field in flaws.keys() - {"country"}:
            del flaws[field]  # a row that is left out needs no corrections
        return None
    location, abroad = _placed(values, flaws, geocoder)
    if abroad:
        return None
    if not (location or values.get("service_areas") or values.get("online")):
        flaws["town"] = _nowhere_flaw(flaws.get("town"))
        return None
    listing = Listing(
        **{name: values[name] for name in PLAIN if values.get(name) is not None},
        **_texts(values),
        **_facts(values),
        visibility=EMPTY,
        locations=(location,) if location else (),
        activities=_activities(values, flaws),
        confirmations=_confirmations(_checked_on(values, flaws, today)),
    )
    _note_missing(listing, flaws)
    return listing


def _placed(
    values: dict[str, Any], flaws: dict[str, Flaw], geocoder: Geocoder | None
) -> tuple[ListedLocation | None, bool]:
    """Return the location of a row, and whether it lies abroad, which leaves only that flaw."""
    if "postcode" in flaws:
        values["foreign_postcode"] = dict(flaws["postcode"].facts).get("foreign")
    read_asides(values, flaws)
    location, doubts = place_row(values, geocoder)
    refused = {name: flaw for name, flaw in doubts.items() if flaw.level is Level.ERROR}
    if refused:
        flaws.clear()
    for field, flaw in (refused or doubts).items():
        flaws.setdefault(field, flaw)
        for other, text in flaw.moved:
            values[other] = values.get(other) or (text,)
    return location, bool(refused)


NOWHERE = N_("We weten niet waar dit is. We slaan de regel over.")


def _nowhere_flaw(doubt: Flaw | None) -> Flaw:
    """Return the flaw of a row without a place, with the suggestion for its town, if any."""
    town = doubt if doubt and doubt.suggestion else None
    remedy = N_("Vul een postcode of plaats in, of een werkgebied, of 'ja' bij online.")
    return Flaw(
        Level.ERROR,
        NOWHERE,
        town.remedy if town else remedy,
        facts=town.facts if town else (),
        suggestion=town.suggestion if town else "",
    )


def _checked_on(values: Mapping[str, Any], flaws: dict[str, Flaw], today: date) -> date | None:
    checked: date | None = values.get("checked_on")
    if checked is None or checked <= today:
        return checked
    if "checked_on" in flaws and (checked.year, checked.month) == (today.year, today.month):
        return today  # 'maart 2026', and March is not over yet
    flaws["checked_on"] = Flaw(
        Level.WARNING,
        N_("Deze datum ligt in de toekomst. We laten hem weg."),
        N_("Vul de dag in waarop iemand de gegevens heeft nagekeken."),
    )
    return None


@lru_cache(maxsize=4096)
def _confirmations(day: date | None) -> tuple[ListedConfirmation, ...]:
    """Return a confirmation of every group: the date in a file holds for the whole listing."""
    return tuple(ListedConfirmation(group=group, on=day) for group in FIELD_GROUPS if day)


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return summary and description; without a summary the first sentence of the description."""
    description, summary = values.get("description", ""), values.get("summary", "")
    if not summary and description:
        sentence = SENTENCE.match(description)
        summary = " ".join((sentence[0] if sentence else description).split())
        if len(summary) > LONGEST_SUMMARY:
            summary = f"{summary[: LONGEST_SUMMARY - 1].rpartition(' ')[0].rstrip(' ,;:')}…"
    return {"description": description, "summary": summary}


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a listing that share a cell, or that take several cells."""
    kind = values.get("kind") or facts.KindAndSetting()
    hours = values.get("hours") or facts.Hours()
    cost = values.get("cost") or costs.Cost()
    amount = values["cost_amount"] if values.get("cost_amount") is not None else cost.amount
    forms = values.get("forms") or {
        form: weight
        for name, weight in (("second_form", WEIGHTS[1]), ("first_form", WEIGHTS[0]))
        for form in values.get(name) or {}
    }
    return {
        "kind": kind.kind,
        "setting": kind.setting,
        "forms": forms or EMPTY,
        "hours": hours.osm,
        "hours_text": hours.text,
        "cost_amount": amount,
        "cost_text": cost.text,
        "free_of_charge": _free(amount, cost),
        "online": bool(values.get("online")),
        "phones": values.get("phone") or (),
    }


def _free(amount: float | None, cost: costs.Cost) -> bool | None:
    """Return whether it is free; None if the amount and the words contradict each other."""
    if amount is None:
        return cost.free
    return amount == 0 if amount or not cost.amount else None


def _activities(values: Mapping[str, Any], flaws: dict[str, Flaw]) -> tuple[ListedActivity, ...]:
    starts = values.get("activity_starts")
    if not starts:
        return ()
    starts, rule = _fitting(starts, values.get("activity_repeats") or "", flaws)
    minutes = values.get("activity_minutes")
    if not minutes:
        flaws.setdefault("activity_minutes", NO_DURATION)
    elif flaws.get("activity_minutes") == UNTIL_MIDNIGHT:
        minutes -= starts.hour * 60 + starts.minute
    return (
        ListedActivity(
            name=values.get("activity_name") or values["name"],
            starts=starts,
            minutes=minutes or 0,
            repeats=rule,
        ),
    )


def _fitting(starts: datetime, rule: str, flaws: dict[str, Flaw]) -> tuple[datetime, str]:
    """Return a start and a rule that fit each other; what is changed for that joins `flaws`."""
    first = first_time(starts, rule)
    if first is None:
        _add(flaws, "activity_repeats", RULE_OVER)
        return starts, ""
    if first != starts:
        moved = replace(
            STARTS_ELSEWHERE,
            mended=first,
            facts=(("typed", f"{starts:%d-%m-%Y %H.%M}"), ("mended", f"{first:%d-%m-%Y %H.%M}")),
        )
        _add(flaws, "activity_starts", moved)
    return first, rule


def _add(flaws: dict[str, Flaw], field: str, flaw: Flaw) -> None:
    earlier = flaws.get(field)
    flaws[field] = replace(earlier, more=(*earlier.more, flaw)) if earlier else flaw


STARTS_ELSEWHERE = Flaw(
    Level.WARNING,
    N_("Het begin (%(typed)s) past niet bij de herhaling. We beginnen op %(mended)s."),
    N_("Kijk na of de datum of de herhaling goed is."),
)
RULE_OVER = Flaw(
    Level.WARNING,
    N_(
        "De herhaling heeft geen enkele keer vanaf het begin: ze eindigt eerder."
        " De activiteit staat één keer in de agenda."
    ),
    N_("Kijk na wanneer de activiteit begint, en tot wanneer ze zich herhaalt."),
)

NO_DURATION = Flaw(
    Level.NOTE,
    N_("Er staat niet hoe lang het duurt. Op de kaart staat alleen hoe laat het begint."),
    N_("Vul de duur in, in minuten of als 1:30."),
)
MISSING = {"summary": "description", "kind": "kind", "times": "hours", "how_to_join": "how_to_join"}


def _note_missing(listing: Listing, flaws: dict[str, Flaw]) -> None:
    """Add a flaw for each field that a complete listing has and this one lacks."""
    for name in listing.missing:
        field = MISSING.get(name, "")
        if field and field not in flaws:
            flaws[field] = (field == "kind" and _suggested_kind(listing)) or MISSING_FLAWS[field]


def _suggested_kind(listing: Listing) -> Flaw | None:
    """Return a note with the kind that the text suggests; None if it suggests none clearly."""
    guess = suggested(listing)
    kind = taxonomy().get("kind", guess.kind)
    phrases = dict.fromkeys(
        evidence.phrase for evidence in guess.evidence if evidence.form == guess.primary
    )
    if guess.unsure or not kind or not phrases or listing.setting not in ("", kind.parent):
        return None
    form = taxonomy().get("isolation_form", guess.primary)
    return Flaw(
        Level.NOTE,
        N_(
            "Er is geen soort. Door ‘%(words)s’ denken we aan: %(kind)s"
            " (vorm van isolement: %(form)s)."
        ),
        N_("Klopt dat? Vul het in bij de soort. Klopt het niet? Kies een andere."),
        facts=(
            ("words", ", ".join([*phrases][:WORDS_NAMED])),
            ("kind", kind.nl),
            ("form", form.nl if form else N_("geen")),
        ),
        suggestion=kind.nl,
    )


MISSING_FLAWS = {
    "description": Flaw(
        Level.NOTE,
        N_("Er is geen beschrijving."),
        N_("Schrijf in één zin wat er te doen is."),
    ),
    "kind": Flaw(
        Level.NOTE,
        N_("Er is geen soort. Het initiatief is zo moeilijker te vinden."),
        N_("Kies een soort, bijvoorbeeld koffieuurtje of wandelgroep."),
    ),
    "hours": Flaw(
        Level.NOTE, N_("Er zijn geen tijden."), N_("Vul in wanneer mensen kunnen komen.")
    ),
    "how_to_join": Flaw(
        Level.NOTE,
        N_("Er staat niet hoe je meedoet: geen uitleg, telefoon, mailadres of website."),
        N_("Vul er één in."),
    ),
}
