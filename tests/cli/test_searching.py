import json

from click.testing import CliRunner

from socialmap.cli.searching import search_command
from tests.listings import UTRECHT, ZEIST, listing, put


def run(*args):
    return CliRunner().invoke(search_command, args, catch_exceptions=False)


def test_json_has_id_name_distance_setting_and_isolation_forms(session):
    put(listing("Aan tafel", kind="shared_meal", summary="Samen eten."))
    found = json.loads(run("samen eten", "--near", "Zeist", "--within", "10", "--json").stdout)
    hit = found["results"][0]
    assert hit["name"] == "Aan tafel"
    assert hit["id"]
    assert 7_000 < hit["distance_metres"] < 9_000
    assert hit["setting"] == "warm_place"
    assert "individual" in hit["isolation_forms"]


def test_a_table_for_people(session):
    put(listing("Koffie", ZEIST, kind="coffee_hour"))
    assert "Koffie  (warme plek)" in run("koffie", "--near", "3701").output


def test_what_was_made_of_a_place_is_said(session):
    assert "'Zeistt' is read as Zeist." in run("--near", "Zeistt").output
    part = run("--near", "Zeist Kersenpit").output
    assert "'Kersenpit' is not known; this is all of Zeist." in part
    assert "Several places: Bergen" in run("--near", "Bergen").output
    assert "'in Zeist' is read as place zeist." in run("koffie", "in", "Zeist").output
    assert "The place 'Xqxqxq' is not known." in run("--near", "Xqxqxq").output


def test_what_only_comes_near_is_said(session):
    put(listing("Tandem", UTRECHT, description="Fietsen, ook naar de tandarts."))
    answer = run("tandarts").output
    assert "0 found" in answer
    assert "Nothing fits. This comes near:" in answer
    assert "Tandem" in answer


def test_a_filter_that_is_not_known_is_refused_with_the_groups(session):
    answer = run("--filter", "soort=taxi")
    assert answer.exit_code == 2
    assert "doelgroep" in answer.output
