"""Values that a form would never let in, and a way to write them into the tables all the same."""

import json
from datetime import date, datetime

from hypothesis import strategies as st
from sqlalchemy import Date, DateTime, Float, Integer, String, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.exc import DBAPIError

from socialmap.catalogue.models import Initiative, InitiativeLocation, Organisation
from socialmap.db import db
from socialmap.places.models import Location

ODD = st.sampled_from(
    [
        *("", " ", "\x07", "a\x1bb", "\u202e", "\ufffe", "’", "<b>", "{{ 7 }}", "%(name)s", "%s", "'"),
        *("é" * 3000, "=1+1", "\n\n", "\x00", "]]>", "\\", "a,b|c;d"),
    ]
)  # fmt: skip
RULES = st.sampled_from(
    [
        "FREQ=WEEKLY; BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=MONTHLY;BYDAY=8MO",
        "FREQ=WEEKLY,DAILY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))),
        "FREQ=WEEKLY;UNTIL=20270101",
        "FREQ=WEEKLY;EXDATE=20261214",
    ]
)
HOURS = st.sampled_from(
    [
        "Mo 99:00-12:00",
        "Mo-Fr 09:00-17:00",
        "easter off",
        "Feb 30 10:00-11:00",
        "Mo[5] 10:00-12:00",
        '"op afspraak"',
        "sunrise-sunset",
        "2090-9999/3 10:00-12:00",
        "; ".join(["Mo 10:00-12:00"] * 60),
        "Mo 10:00-12:00," * 5000,
    ]
)
SITES = st.sampled_from(
    [
        "http://[",
        "javascript:alert(1)",
        "https://x y.nl",
        "https://voorbeeld.nl:99999/",
        "https://voorbeeld.nl/a",
        "//voorbeeld.nl",
        "https://[::1",
        "data:text/html,x",
    ]
)
CODES = st.sampled_from(["coffee_hour", "group", "no_such_code", "older_people", "nl", "xx", "zzz"])
NUMBERS = st.sampled_from([0, -1, 1, 3, 1e308, -1e9, 0.5, 10**12, 2**31 - 1, 91, 181])
FIRST, LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
DAYS = st.dates() | st.sampled_from([date.min, date.max, date(2026, 11, 30)])
MOMENTS = st.datetimes() | st.sampled_from([FIRST, LAST])
TEXTS = ODD | RULES | HOURS | SITES | CODES | st.text(max_size=30)
JSONS = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | DAYS.map(str) | MOMENTS.map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "name",
    "summary",
    "description",
    "kind",
    "setting",
    "sphere",
    "forms",
    "organisation",
    "how_to_join",
    "hours",
    "hours_text",
    "cost_amount",
    "cost_text",
    "free_of_charge",
    "walk_in",
    "online",
    "places_free",
    "waiting_time",
    "capacity_as_of",
    "funding_until",
    "evidence_url",
    "contact_name",
    "phone",
    "phones",
    "email",
    "website",
    "source_url",
    "licence",
    "languages",
    "life_domains",
    "audiences",
    "service_areas",
    "locations",
    "activities",
    "confirmations",
    "visibility",
]
PLACE = st.fixed_dictionaries(
    {"lon": NUMBERS | st.just(5.12), "lat": NUMBERS | st.just(52.09)},
    optional={
        "name": JSONS,
        "town": JSONS,
        "precision": JSONS,
        "hidden": JSONS,
        "step_free": JSONS,
    },
)
ACTIVITY = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "starts": MOMENTS.map(datetime.isoformat) | JSONS,
        "minutes": NUMBERS,
        "repeats": RULES | JSONS,
    },
)
GROUPS = st.sampled_from(["what", "times", "place", "contact", "threshold", "x"])
VISIBILITIES = st.dictionaries(GROUPS, JSONS | st.sampled_from(["internal", "public"]))
BY_FIELD = {
    "hours": HOURS | JSONS,
    "locations": st.lists(PLACE | JSONS, max_size=2) | JSONS,
    "activities": st.lists(ACTIVITY | JSONS, max_size=2) | JSONS,
    "visibility": VISIBILITIES | JSONS,
    "forms": st.dictionaries(CODES | st.just("social"), NUMBERS | JSONS, max_size=2) | JSONS,
}
DOCUMENTS = (
    st.fixed_dictionaries({}, optional={name: BY_FIELD.get(name, JSONS) for name in FIELDS}) | JSONS
)
# Per table the columns that hold what somebody typed, with values that the database may take.
TABLES = {
    "initiative": {
        **dict.fromkeys(
            [
                "name",
                "summary",
                "description",
                "kind",
                "setting",
                "sphere",
                "how_to_join",
                "hours_text",
                "cost_text",
                "waiting_time",
                "licence",
            ],
            (String, TEXTS),
        ),
        "hours": (String, HOURS | TEXTS),
        "evidence_url": (String, SITES),
        "source_url": (String, SITES),
        "cost_amount": (Float, NUMBERS),
        "places_free": (Integer, st.sampled_from([-5, 0, 2**31 - 1])),
        "capacity_as_of": (Date, DAYS),
        "funding_until": (Date, DAYS),
        "due_on": (Date, DAYS),
        "overdue_on": (Date, DAYS),
        "visibility": ("json", VISIBILITIES | JSONS),
    },
    "contact": dict.fromkeys(["name", "email", "website"], (String, TEXTS))
    | {"phones": ("json", JSONS)},
    "activity": {
        "name": (String, TEXTS),
        "starts": (DateTime, MOMENTS),
        "minutes": (Integer, st.sampled_from([-5, 0, 1, 2**31 - 1])),
        "repeats": (String, RULES | TEXTS),
    },
    "confirmation": {"group": (String, TEXTS), "on": (Date, DAYS), "by": (String, TEXTS)},
    "initiative_form": {
        "form": (String, CODES),
        "weight": (Float, NUMBERS),
        "sureness": (Float, NUMBERS),
        "evidence": ("json", JSONS),
        "origin": (String, TEXTS),
    },
    "initiative_term": {"code": (String, TEXTS)},
    "location": {
        **dict.fromkeys(
            ["name", "street", "postcode", "town", "municipality", "bag_id", "precision"],
            (String, TEXTS),
        ),
        "point": ("point", st.tuples(NUMBERS, NUMBERS)),
    },
    "organisation": {"name": (String, TEXTS), "website": (String, SITES)},
    "revision": {
        "document": ("json", DOCUMENTS),
        "actor": (String, TEXTS),
        "reason": (String, TEXTS),
    },
}
WRITES = st.fixed_dictionaries(
    {},
    optional={
        name: st.fixed_dictionaries(
            {}, optional={key: values for key, (_, values) in columns.items()}
        )
        for name, columns in TABLES.items()
    },
)


def write(initiative, writes):
    """Write values into the rows of one listing; what the database itself refuses is left out."""
    rows = {
        "initiative": Initiative.id == initiative.id,
        "organisation": Organisation.id == initiative.organisation_id,
        "location": Location.id.in_(
            select(InitiativeLocation.location_id).where(
                InitiativeLocation.initiative_id == initiative.id
            )
        ),
    }
    for name, values in writes.items():
        model = db.metadata.tables[name]
        mine = rows.get(name)
        if mine is None:
            mine = model.c.initiative_id == initiative.id
        for key, value in values.items():
            kind, _ = TABLES[name][key]
            try:
                with db.session.begin_nested():
                    db.session.execute(update(model).where(mine).values({key: _raw(kind, value)}))
            except (DBAPIError, ValueError, OverflowError):
                continue


def _raw(kind, value):
    """An expression that goes into the table without passing the checks of its column."""
    postgres = db.session.connection().dialect.name == "postgresql"
    if kind == "json":
        text = literal(json.dumps(value), String)
        return cast(text, JSON) if postgres else text
    if kind == "point":
        return (
            func.ST_SetSRID(func.ST_MakePoint(*value), 4326)
            if postgres
            else func.MakePoint(*value, 4326)
        )
    return literal(value, kind)
