"""Damaged files of every format are read as far as they go, or refused with a sentence."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.errors import FileProblem
from tests.importing.files.hsds.test_versions import OLD
from tests.importing.files.maps import ENTRIES, GPX, ICS, KML, LINKED, LISTED, VCF
from tests.importing.samples import brought


def packed(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("_dot_", "."), text)
    return content.getvalue()


PAGE = f"<!doctype html><script type='application/ld+json'>{json.dumps(LINKED)}</script>"
SAMPLES = {
    "kml": KML.encode(),
    "kmz": packed(doc_dot_kml=KML),
    "gpx": GPX.encode(),
    "ics": ICS.encode(),
    "vcf": VCF.encode(),
    "html": PAGE.encode(),
    "schema.org": json.dumps(LINKED).encode(),
    "kartevonmorgen": json.dumps(ENTRIES).encode(),
    "json": json.dumps(LISTED).encode(),
    "hsds": packed(**{f"{name}_dot_csv": text for name, text in OLD.items()}),
}
PIECES = st.binary(max_size=6) | st.sampled_from(
    [b"\x00", b"\xff\xfe", b"<", b"&", b";", b":", b"\n", b'"', b"BEGIN:VEVENT\n", b"1e999", b"}"]
)
# Where a file is hurt, as a share of its length; how many bytes go; and what comes there.
WOUNDS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=4)


@pytest.mark.parametrize("name", SAMPLES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wounds=WOUNDS, kept=st.floats(0.02, 1))
def test_a_damaged_file_gives_a_sentence_or_what_is_left_of_it(tmp_path, name, wounds, kept):
    content = SAMPLES[name]
    for where, gone, piece in wounds:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + gone :]
    path = tmp_path / "bestand"
    path.write_bytes(content[: int(kept * len(content)) if kept < 0.9 else None])
    with suppress(FileProblem):
        brought(path)


TEXTS = st.sampled_from(
    [
        "20301203T100000",
        "20301203T100000Z",
        "00010101T000000Z",
        "99991231T235959Z",
        "P1W",
        "PT99999M",
        "FREQ=WEEKLY",
        "RRULE:FREQ=YEARLY;COUNT=9999",
        "FREQ=WEEKLY;UNTIL=20200101",
        "Europe/Amsterdam",
        "../../etc/passwd",
        "geo:52,5",
        "52;5",
        "nan",
        "inf",
        "-1",
        "Monday",
        "https://schema.org/Monday",
        "24:00",
        "99:99",
        "2030-01-08T17:00:00+99:00",
        "P0D",
        "P1M",
        "P99W",
        "{}",
        "true",
        "1e400",
    ]
) | st.text(max_size=8)
PROPERTIES = st.sampled_from(
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "EXDATE",
        "RDATE",
        "RECURRENCE-ID",
        "UID",
        "SUMMARY",
        "LOCATION",
        "GEO",
        "STATUS",
        "CATEGORIES",
        "DTSTART;VALUE=DATE",
        "DTSTART;TZID=Europe/Paris",
        "EXDATE;TZID=x",
        "FN",
        "ORG",
        "ADR",
        "TEL",
        "KIND",
        "URL",
        "TEL;TYPE=work",
        "NOTE;ENCODING=QUOTED-PRINTABLE",
    ]
)


@pytest.mark.parametrize(("outer", "inner"), [("VCALENDAR", "VEVENT"), ("VCARD", "X")])
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(st.tuples(PROPERTIES, TEXTS), max_size=8))
def test_no_property_of_a_calendar_or_a_card_gives_a_traceback(tmp_path, outer, inner, lines):
    properties = "\n".join(f"{name}:{text}" for name, text in lines)
    body = f"BEGIN:{inner}\nSUMMARY:A\n{properties}\nEND:{inner}\n{properties}"
    path = tmp_path / "bestand"
    path.write_text(f"BEGIN:{outer}\n{body}\nEND:{outer}\n", encoding="utf-8", errors="replace")
    with suppress(FileProblem):
        brought(path)


KEYS = st.sampled_from(
    [
        "name",
        "description",
        "address",
        "geo",
        "latitude",
        "longitude",
        "openingHours",
        "openingHoursSpecification",
        "dayOfWeek",
        "opens",
        "closes",
        "validFrom",
        "validThrough",
        "startDate",
        "endDate",
        "eventSchedule",
        "repeatFrequency",
        "byDay",
        "startTime",
        "location",
        "offers",
        "price",
        "organizer",
        "telephone",
        "@id",
        "@type",
        "@value",
        "@language",
        "title",
        "lat",
        "lng",
        "tags",
        "type",
        "coordinates",
    ]
)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.floats(-200, 200),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(thing=st.dictionaries(KEYS, VALUES, max_size=10), linked=st.booleans())
def test_no_thing_gives_a_traceback(tmp_path, thing, linked):
    path = tmp_path / "bestand"
    usual = {"@type": "Event", "startDate": "2030-01-08T17:00"} if linked else {}
    path.write_text(json.dumps([{"name": "A", **usual, **thing}], allow_nan=False))
    with suppress(FileProblem):
        brought(path)
