"""`palm calendar`: the year's notice put in force, where the running processes look."""

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from adapters.files.calendar_csv import CalendarFile
from tests.cli.palm import palm_here

NEXT = "2027-01-01,holiday,元旦,演发〔2026〕1号\n2027-12-31,published_through,,演发〔2026〕1号\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The shipped table and an invented notice for the year after it."""
    copy = tmp_path / "next.csv"
    with as_file(files("domain.clock") / "holidays.csv") as shipped:
        copy.write_text(shipped.read_text(encoding="utf-8") + NEXT, encoding="utf-8")
    return copy


def test_a_years_notice_is_checked_put_in_force_and_shown(tmp_path: Path, table: Path) -> None:
    told = {"PALM_CALENDAR_FILE": str(tmp_path / "calendar.csv")}

    before = palm_here("calendar", "show", environment=told)
    checked = palm_here("calendar", "check", str(table), environment=told)
    published = palm_here("calendar", "publish", str(table), environment=told)
    after = palm_here("calendar", "show", environment=told)

    assert [one.exit_code for one in (before, checked, published, after)] == [0] * 4
    assert before.stdout.startswith("as shipped: ")
    assert checked.stdout == f"{table}: ok, 演发〔2026〕1号, through 2027-12-31\n"
    assert published.stdout.endswith("in force within a minute, 演发〔2026〕1号, through 2027-12-31\n")
    assert after.stdout == f"{told['PALM_CALENDAR_FILE']}: 演发〔2026〕1号, through 2027-12-31\n"


def test_without_a_place_of_its_own_it_stands_in_the_offices_folder_even_a_new_one(
    tmp_path: Path, table: Path
) -> None:
    folder = tmp_path / "office" / "palm"

    published = palm_here("calendar", "publish", str(table), environment={"PALM_FOLDER": str(folder)})

    assert published.exit_code == 0
    assert CalendarFile(folder / "calendar.csv").current().notice == "演发〔2026〕1号"


def test_a_table_that_is_not_whole_changes_nothing_and_says_what_is_wrong(
    tmp_path: Path, table: Path
) -> None:
    told = {"PALM_CALENDAR_FILE": str(tmp_path / "calendar.csv")}
    table.write_text(table.read_text(encoding="utf-8").replace("2027-12-31", "2027-12-30"), encoding="utf-8")

    refused = palm_here("calendar", "publish", str(table), environment=told)

    assert refused.exit_code == 2
    assert "a notice arranges a whole year, not up to 2027-12-30" in refused.stderr
    assert not (tmp_path / "calendar.csv").exists()


def test_an_older_table_is_not_put_in_force_again(tmp_path: Path, table: Path) -> None:
    told = {"PALM_CALENDAR_FILE": str(tmp_path / "calendar.csv")}
    palm_here("calendar", "publish", str(table), environment=told)
    older = tmp_path / "older.csv"
    older.write_text(table.read_text(encoding="utf-8").replace(NEXT, ""), encoding="utf-8")

    refused = palm_here("calendar", "publish", str(older), environment=told)

    assert (refused.exit_code, refused.stderr) == (
        2,
        "ends on 2026-12-31, the one in force on 2027-12-31\n",
    )
