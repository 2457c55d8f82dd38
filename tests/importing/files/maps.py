"""Small files in the formats of other maps, calendars and address books, as programs write them."""

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Kaart</name>
<Folder><name>Koffieochtend</name>
<Placemark id="p1"><name>Koffie in De Kei</name>
<description><![CDATA[Elke week <b>koffie</b>.<br>Loop binnen &amp; praat mee.]]></description>
<ExtendedData><Data name="telefoon"><value>033 461 23 45</value></Data>
<SchemaData><SimpleData name="openingstijden">di 10:00-12:00</SimpleData></SchemaData>
</ExtendedData>
<Point><coordinates>5.387,52.155,0</coordinates></Point></Placemark>
<Placemark><name>Ommetje</name>
<LineString><coordinates>5.3,52.1 5.4,52.2</coordinates></LineString></Placemark>
<Placemark><name>Tuin</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
5.38,52.15 5.39,52.15 5.39,52.16 5.38,52.15
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>Antwerpen</name><Point><coordinates>4.4,51.2</coordinates></Point></Placemark>
<Placemark><name>Kapot</name><Point><coordinates>hier</coordinates></Point></Placemark>
<Placemark><name>Soos</name><address>Kamp 8, 3811 AR Amersfoort</address></Placemark>
</Folder></Document></kml>
"""
GPX = """<?xml version="1.0"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="52.155" lon="5.387"><name>Buurttuin</name><desc>Samen tuinieren.</desc>
<link href="https://tuin.example.org"/><type>buurttuin</type></wpt>
<wpt lat="noord"><name>Kapot</name></wpt>
<trk><name>Ronde</name></trk></gpx>
"""
ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@kei
SUMMARY:Koffieochtend
LOCATION:De Kei\\, Kamp 8\\, 3811 AR Amersfoort
DESCRIPTION:Koffie en een praatje.\\nLoop
  binnen.
DTSTART;TZID=Europe/Amsterdam:20301203T100000
DTEND;TZID=Europe/Amsterdam:20301203T120000
RRULE:FREQ=WEEKLY;BYDAY=TU
EXDATE;TZID=Europe/Amsterdam:20301224T100000,20301231T100000
BEGIN:VALARM
ACTION:DISPLAY
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:2@kei
SUMMARY:Koffieochtend
LOCATION:De Kei\\, Kamp 8\\, 3811 AR Amersfoort
DTSTART:20301226T090000Z
DURATION:PT1H30M
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Nazomerfeest
DTSTART:20200901T100000
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:Kerst
LOCATION:De Til\\, Zeist
DTSTART;VALUE=DATE:20301225
END:VEVENT
BEGIN:VEVENT
UID:5
SUMMARY:Afgezegd
STATUS:CANCELLED
DTSTART:20301225T100000
END:VEVENT
END:VCALENDAR
"""
VCF = """BEGIN:VCARD
VERSION:3.0
FN:Jan Persoon
N:Persoon;Jan;;;
TEL;TYPE=CELL:0612345678
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Ann Voorbeeld
ORG:Stichting Taal;Taalcafé
ROLE:Gastvrouw
TEL;TYPE=work,voice:033 461 23 45
TEL;TYPE=home:033 461 23 46
EMAIL:info@taal.example.org
item1.URL:https://taal.example.org
ADR;TYPE=work:;;Kamp 8;Amersfoort;;3811 AR;Nederland
GEO:geo:52.155,5.387
NOTE:Praten met koffie\\, elke week.
CATEGORIES:taal,taalcafé
END:VCARD
BEGIN:VCARD
VERSION:2.1
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =
De Hoek
ADR;WORK:;;Kamp 10;Amersfoort;;3811 AR;
END:VCARD
"""
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Onze site"},
        {
            "@type": ["CivicStructure", "Place"],
            "name": "De Kei",
            "description": "Een <b>buurthuis</b>.",
            "telephone": "033 461 23 45",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Kamp 8",
                "postalCode": "3811 AR",
                "addressLocality": "Amersfoort",
                "addressCountry": {"name": "NL"},
            },
            "geo": {"latitude": 52.155, "longitude": 5.387},
            "openingHoursSpecification": [
                {
                    "dayOfWeek": ["Monday", "https://schema.org/Tuesday"],
                    "opens": "09:00",
                    "closes": "12:00:00",
                },
                {
                    "opens": "00:00",
                    "closes": "00:00",
                    "validFrom": "2030-12-25",
                    "validThrough": "2030-12-26",
                },
            ],
        },
        {
            "@type": "SocialEvent",
            "name": "Samen eten",
            "startDate": "2030-01-08T17:00:00Z",
            "endDate": "2030-01-08T19:00:00Z",
            "location": {"@id": "#til"},
            "isAccessibleForFree": True,
            "eventSchedule": {"repeatFrequency": "P1W", "byDay": "https://schema.org/Tuesday"},
        },
        {
            "@id": "#til",
            "@type": "Place",
            "name": "De Til",
            "address": "Kamp 10, 3811 AR Amersfoort",
        },
        {
            "@type": "Event",
            "name": "Feest",
            "startDate": "2030-01-08",
            "eventStatus": "https://schema.org/EventCancelled",
        },
        {"@type": "Person", "name": "Jan Persoon", "address": "Zeist"},
    ],
}
ENTRIES = [
    {
        "id": "abc",
        "created": 1,
        "title": "Samen heel",
        "description": "Samen repareren.",
        "lat": 52.155,
        "lng": 5.387,
        "street": "Kamp 8",
        "zip": "3811 AR",
        "city": "Amersfoort",
        "country": "Niederlande",
        "telephone": "033 461 23 45",
        "homepage": "https://heel.example.org",
        "opening_hours": "Tu 10:00-12:00",
        "tags": ["repair-cafe", "duurzaam"],
        "categories": ["77b3"],
        "license": "CC0-1.0",
    },
    {"id": "b", "title": "Berlin", "lat": 52.5, "lng": 13.4, "tags": [], "license": "CC0-1.0"},
]
LISTED = {
    "count": 2,
    "results": [
        {
            "naam": "Koffie",
            "adres": {"straat": "Kamp 8", "postcode": "3811 AR", "plaats": "Amersfoort"},
            "category": {"name": "koffieochtend"},
            "geometry": {"type": "Point", "coordinates": [5.387, 52.155]},
            "status": "ok",
        },
        {"naam": "Thee", "adres": {"plaats": "Zeist"}},
    ],
}
