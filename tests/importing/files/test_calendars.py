import pytest

from socialmap.errors import FileProblem
from tests.importing.files.maps import ICS
from tests.importing.samples import brought, table


def write(folder, content):
    path = folder / "agenda.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def event(*lines):
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Soos", "LOCATION:Zeist", *lines,
         "END:VEVENT", "END:VCALENDAR", ""]
    )  # fmt: skip


def dates(tmp_path, *lines):
    rows, _ = brought(write(tmp_path, event(*lines)))
    return [
        (f"{one.starts:%Y-%m-%d %H:%M}", one.minutes, one.repeats)
        for one in rows["Soos"].listing.activities
    ]


def test_events_of_one_name_at_one_place_are_one_listing(tmp_path):
    rows, remarks = brought(write(tmp_path, ICS))
    assert table(write(tmp_path, ICS)).layout.format == "ICS"
    listing = rows["Koffieochtend"].listing
    assert listing.description == "Koffie en een praatje.\nLoop binnen."
    assert (listing.locations[0].name, listing.locations[0].street) == ("De Kei", "Kamp 8")
    assert [(one.starts.isoformat(), one.minutes, one.repeats) for one in listing.activities] == [
        ("2030-12-03T10:00:00", 120, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20301217"),
        ("2031-01-07T10:00:00", 120, "FREQ=WEEKLY;BYDAY=TU"),
        ("2030-12-26T10:00:00", 90, ""),
    ]
    assert rows["Kerst"].listing.locations[0].town == "Zeist"
    assert not rows["Kerst"].listing.activities
    notes = {each.line: each.sentence for each in remarks if each.value}
    assert ("geweest" in notes[3], "geen tijd" in notes[4], "afgezegd" in notes[5]) == (True,) * 3


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20300702T080000Z"], [("2030-07-02 10:00", 0, "")]),
        (["DTSTART;TZID=Europe/London:20300702T090000"], [("2030-07-02 10:00", 0, "")]),
        (["DTSTART;TZID=W. Europe Standard Time:20300702T100000"], [("2030-07-02 10:00", 0, "")]),
        (
            ["DTSTART:20300702T100000", "DURATION:PT45M", "RRULE:FREQ=MONTHLY;BYDAY=1TU"],
            [("2030-07-02 10:00", 45, "FREQ=MONTHLY;BYDAY=1TU")],
        ),
        (
            ["DTSTART:20300702T100000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20300709T100000"],
            [
                ("2030-07-02 10:00", 0, "FREQ=WEEKLY;UNTIL=20300702"),
                ("2030-07-16 10:00", 0, "FREQ=WEEKLY;UNTIL=20300716"),
            ],
        ),
        (
            ["DTSTART:20300702T100000", "RDATE:20300801T100000,20300901T100000"],
            [(f"2030-{day} 10:00", 0, "") for day in ("07-02", "08-01", "09-01")],
        ),
        (["DTSTART:20300702T100000", "RRULE:FREQ=SECONDLY"], [("2030-07-02 10:00", 0, "")]),
    ],
)
def test_moments_and_rules_are_in_amsterdam_time(tmp_path, lines, expected):
    assert dates(tmp_path, *lines) == expected


def test_an_event_that_is_moved_stands_in_for_its_day(tmp_path):
    moved = [
        "UID:a", "DTSTART:20300702T100000", "RRULE:FREQ=WEEKLY", "END:VEVENT", "BEGIN:VEVENT",
        "UID:a", "SUMMARY:Soos", "LOCATION:Zeist", "RECURRENCE-ID:20300709T100000",
        "DTSTART:20300710T140000",
    ]  # fmt: skip
    assert [day for day, _, _ in dates(tmp_path, *moved)] == [
        "2030-07-02 10:00", "2030-07-16 10:00", "2030-07-10 14:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "geen enkele activiteit"),
        (ICS[:300], "niet af"),
        ("BEGIN:VCALENDAR\n" * 100_000, "te groot"),
    ],
)
def test_a_calendar_without_events_or_an_end_is_refused(tmp_path, content, words):
    with pytest.raises(FileProblem, match=words):
        list(table(write(tmp_path, content)).rows)


@pytest.mark.parametrize("kind", ["PRIVATE", "CONFIDENTIAL", "private"])
def test_a_private_event_stays_off_the_map_and_is_not_named(tmp_path, kind):
    private = "BEGIN:VEVENT\nSUMMARY:Huisarts\nLOCATION:Zeist\nDTSTART:20300107T100000\n"
    public = private.replace("Huisarts", "Koffie") + "CLASS:PUBLIC\nEND:VEVENT\n"
    content = f"BEGIN:VCALENDAR\n{private}CLASS:{kind}\nEND:VEVENT\n{public}END:VCALENDAR\n"
    rows, remarks = brought(write(tmp_path, content))
    assert list(rows) == ["Koffie"]
    assert [each.sentence for each in remarks if each.line == 1] == [
        "Dit staat in de agenda als privé of vertrouwelijk. We slaan het over."
    ]
    assert "Huisarts" not in str(list(remarks))


def test_what_of_an_event_no_listing_has_is_counted_with_an_example(tmp_path):
    first = event(
        "DTSTART:20301203T100000", "URL:https://a.example.org", "URL:https://b.example.org",
        "CONTACT:Bel Ann", "ATTENDEE:mailto:ann@example.org", "DTSTAMP:20260101T000000Z",
    )  # fmt: skip
    again = event("DTSTART:20301210T100000", "DESCRIPTION:Met taart")
    _, remarks = brought(write(tmp_path, first + again))
    left = {each.column: dict(each.facts) for each in remarks if "nemen we niet" in each.sentence}
    assert {name: (one["count"], one["example"]) for name, one in left.items()} == {
        "ATTENDEE": (1, "…"),
        "CONTACT": (1, "Bel Ann"),
        "DESCRIPTION": (1, "Met taart"),
        "URL": (1, "https://b.example.org"),
    }
