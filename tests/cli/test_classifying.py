import csv
import json

import pytest
from click.testing import CliRunner

from socialmap.cli.classifying import classify_command
from socialmap.cli.commands import main
from socialmap.cli.evaluating import evaluate_isolation
from socialmap.db import db
from tests.listings import listing, put

HEADER = "naam;beschrijving;soort;isolatie_primair;twijfel"
ROWS = (
    "Koffie bij Riet;Loop binnen voor een praatje.;koffieuurtje;individueel;0",
    "Hoeve Zonnehoek;Werken met dieren in eigen tempo.;zorgboerderij;groep;0",
    "Ons Veld;Bewoners beheren zelf een moestuin.;buurttuin;maatschappelijk;1",
    "Tandarts Kies;Controle op afspraak.;;geen;0",
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("\n".join((HEADER, *ROWS)), "cp1252")
    return path


def run(command, *args):
    return CliRunner().invoke(command, [str(each) for each in args], catch_exceptions=False)


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_gets_its_form_with_weights_and_evidence(app, file, tmp_path):
    out = tmp_path / "out.csv"
    answer = run(classify_command, file, "--out", out)
    assert "4 listings classified" in answer.stdout
    rows = rows_of(out)
    forms = ["individual", "group", "societal", "none"]
    assert [row["primary_form"] for row in rows] == forms
    assert rows[1]["weight_group"] == "1.0"
    assert rows[1]["setting"] == "mild_work_setting"
    assert rows[1]["kind"] == "care_farm"
    assert rows[1]["naam"] == "Hoeve Zonnehoek"
    assert 0.5 < float(rows[1]["sureness"]) <= 1
    assert "zorgboerderij (kind: group" in rows[1]["evidence"]


def test_json_has_the_same(app, file):
    found = json.loads(run(classify_command, file, "--json").stdout)
    assert [each["primary"] for each in found] == ["individual", "group", "societal", "none"]
    assert found[0]["evidence"][0].keys() == {"phrase", "where", "form", "counted"}
    assert found[0]["cells"][0] == "Koffie bij Riet"


def test_a_cell_does_not_become_a_formula(app, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text('name,description,link\nKoffie,"-Praatje, elke dag",=1+1\n', "utf-8")
    run(classify_command, path, "--out", tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["link"] == "'=1+1"
    assert row["description"].startswith("'-")
    assert row["primary_form"] == "individual"


def test_a_file_without_names_is_one_sentence(app, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("beschrijving\nKoffie\n", "utf-8")
    answer = run(main, "classify", path, "--json")
    assert answer.exit_code == 1
    assert "geen kolom met de naam" in answer.stderr


def test_a_file_and_a_place_for_the_answer_are_needed(app, file, tmp_path):
    assert run(classify_command).exit_code == 2
    assert run(classify_command, file).exit_code == 2
    answer = run(classify_command, file, "--out", tmp_path / "no" / "out.csv")
    assert (answer.exit_code, "cannot be written" in answer.stderr) == (1, True)


def test_evaluation_of_a_file(app, file):
    answer = run(evaluate_isolation, file)
    assert "4 listings: accuracy 1.000 (not doubtful 1.000), macro-F1 1.000" in answer.stdout
    found = json.loads(run(evaluate_isolation, file, "--json").stdout)
    assert found["confusion"]["group"]["group"] == 1
    assert found["mistakes"] == []


def test_mistakes_are_shown_the_surest_first(app, tmp_path):
    path = tmp_path / "in.csv"
    rows = ("Koffie en een praatje,groep", "Tandarts,individueel", "Gezelschap,")
    path.write_text("\n".join(("naam,vorm van isolement", *rows)), "utf-8")
    answer = run(evaluate_isolation, path)
    assert "2 listings: accuracy 0.000" in answer.stdout
    assert "Tandarts: none" in answer.stdout


def test_evaluation_with_folds_learns_from_the_file_too(app, tmp_path):
    path = tmp_path / "in.csv"
    rows = [f"{row.partition(';')[0]} {n};{row.partition(';')[2]}" for row in ROWS for n in "abc"]
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    assert "12 listings: accuracy 1.000" in run(evaluate_isolation, path, "--folds").stdout


def test_what_cannot_be_evaluated_is_said(app, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("naam,vorm van isolement\nKoffie,zomaar\n", "utf-8")
    answer = run(main, "evaluate", "isolation", path)
    assert (answer.exit_code, "'zomaar' is geen vorm" in answer.stderr) == (1, True)
    path.write_text("naam,plaats\nKoffie,Zeist\n", "utf-8")
    assert "has no column isolatie_primair" in run(evaluate_isolation, path).stderr
    assert run(evaluate_isolation).exit_code == 2


def test_own_confirmed_listings_are_judged_and_propose_words(session):
    for name in ("Vlieger Noord", "Vlieger Zuid", "Vlieger West"):
        put(listing(name, summary="Koffie en vliegeren.", forms={"group": 1.0}))
    db.session.flush()
    found = json.loads(run(evaluate_isolation, "--own", "--json").stdout)
    assert found["listings"] == 3
    assert found["mistakes"][0]["wanted"] == "group"
    assert "vliegeren" in {each["phrase"] for each in found["proposals"]}


def test_without_confirmed_listings_there_is_nothing_to_judge(session):
    assert "no listing with a form that a person chose" in run(evaluate_isolation, "--own").stderr
