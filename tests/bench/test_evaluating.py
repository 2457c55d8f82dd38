import json

from click.testing import CliRunner

from socialmap.bench.evaluating import trials_command


def run(*args):
    return CliRunner().invoke(trials_command, args, catch_exceptions=False)


def test_figures_are_printed_and_the_same_for_the_same_seed():
    first = json.loads(run("--json", "--pairs", "300").stdout)
    assert first["precision"] >= 0.95
    assert first["recall"] >= 0.90
    again = json.loads(run("--json", "--pairs", "300").stdout)
    assert first == again
    assert "300 pairs: precision" in run("--pairs", "300").output
