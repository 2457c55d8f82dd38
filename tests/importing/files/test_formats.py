import json
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.errors import FileProblem
from tests.importing.samples import brought

KEYS = """
type id tags name amenity community_centre lat lon center bounds nodes geometry features elements
properties coordinates Point Polygon FeatureCollection Feature crs services contents status remark
organization service_at_locations location addresses schedules freq WEEKLY byday MO opens_at country
closes_at 10:00 attributes taxonomy_term services.csv phones.csv node way NL
"""
WORDS = st.sampled_from(KEYS.split()) | st.text(max_size=5)
SCALARS = WORDS | st.none() | st.booleans() | st.integers() | st.floats(0, 60)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=30,
)
LIKELY = st.one_of(
    st.fixed_dictionaries({"elements": st.lists(st.dictionaries(WORDS, DOCUMENTS, max_size=6))}),
    st.fixed_dictionaries(
        {
            "type": st.just("FeatureCollection"),
            "features": st.lists(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "properties": st.dictionaries(WORDS, DOCUMENTS) | DOCUMENTS,
                        "geometry": st.fixed_dictionaries({"type": WORDS, "coordinates": DOCUMENTS})
                        | DOCUMENTS,
                        "id": DOCUMENTS,
                    },
                )
            ),
        },
        optional={"crs": DOCUMENTS},
    ),
    st.fixed_dictionaries(
        {"status": st.just("active"), "name": st.just("Koffie")},
        optional={
            name: st.lists(st.dictionaries(WORDS, DOCUMENTS, max_size=6), max_size=3) | DOCUMENTS
            for name in ("service_at_locations", "schedules", "attributes", "phones", "contacts")
        },
    ),
    st.fixed_dictionaries(
        {"services.csv": st.lists(st.dictionaries(WORDS, DOCUMENTS, max_size=6))},
        optional={"phones.csv": DOCUMENTS, "service_at_location.csv": DOCUMENTS},
    ),
    DOCUMENTS,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(LIKELY)
def test_no_document_gives_a_traceback(tmp_path, content):
    path = tmp_path / "lijst.json"
    path.write_text(json.dumps(content, allow_nan=False))
    with suppress(FileProblem):
        brought(path)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200), st.sampled_from([b'{"elements": [', b"[{", b'\xef\xbb\xbf{"type":'])
)
def test_no_bytes_after_a_brace_give_a_traceback(tmp_path, content, start):
    path = tmp_path / "lijst.json"
    path.write_bytes(start + content)
    with suppress(FileProblem):
        brought(path)
