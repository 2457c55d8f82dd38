import pytest
from click.testing import CliRunner

from socialmap.cli.school_holidays import school_holidays_command
from socialmap.config import current_settings
from socialmap.times import school_holidays
from socialmap.times.school_holidays import FILE_NAME
from tests.times.test_school_holidays import write, year


@pytest.fixture(autouse=True)
def shipped_again(app):
    with app.app_context():
        path = current_settings().data / FILE_NAME
        yield path
        path.unlink(missing_ok=True)
    school_holidays._Current.calendar = None


def run(*args):
    return CliRunner().invoke(school_holidays_command, args, catch_exceptions=False)


def test_without_a_file_the_known_days_are_shown():
    assert run().output == "School holidays are known from 2025-10-11 to 2029-09-02.\n"


def test_years_of_a_file_are_added_one_file_after_the_other(tmp_path, shipped_again):
    run(str(write(tmp_path, year(2029))))
    result = run(str(write(tmp_path, year(2030))))
    assert result.output.splitlines() == [
        f"{shipped_again}: 30 holidays",
        "School holidays are known from 2025-10-11 to 2031-08-25.",
    ]


def test_a_file_that_is_not_right_changes_nothing(tmp_path, shipped_again):
    result = run(str(write(tmp_path, year(2029)[:-1])))
    assert result.exit_code == 1
    assert "2029-2030 needs five holidays in region zuid" in result.output
    assert not shipped_again.exists()


def test_a_year_after_a_gap_is_refused(tmp_path, shipped_again):
    result = run(str(write(tmp_path, year(2033))))
    assert "2033-2034 does not follow on the known school years" in result.output
    assert not shipped_again.exists()
