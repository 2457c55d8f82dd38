import json

from click.testing import CliRunner

from socialmap.bench.duplicates import duplicates_benchmark


def test_rows_that_are_there_already_are_warned_of_and_no_others_left_out():
    answer = CliRunner().invoke(
        duplicates_benchmark, ["--rows", "60", "--again", "20"], catch_exceptions=False
    )
    found = json.loads(answer.stdout)
    assert found["warned_of"] >= 18
    assert found["left_out_in_vain"] == 0
    assert found["counts"]["new"] == 60 - found["counts"]["duplicate"]
