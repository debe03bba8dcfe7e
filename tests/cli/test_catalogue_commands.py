"""`palm catalogue`: a clerk's three commands."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bff.cli.catalogue import ITEMS, catalogue_commands

RUNNER = CliRunner()


def palm_catalogue(*arguments: str) -> tuple[int, str, str]:
    told = RUNNER.invoke(catalogue_commands, list(arguments))
    return told.exit_code, told.stdout, told.stderr


def copied(folder: Path, stem: str, *changes: tuple[str, str]) -> Path:
    text = (ITEMS / f"{stem}.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / f"{stem}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_sound_catalogue_is_counted_by_status() -> None:
    code, said, _ = palm_catalogue("check")

    assert code == 0
    assert said.startswith("catalogue: 21 items: 18 live, 2 cancelled, 1 sample; ")
    assert said.endswith(" keys wait for the city\n")


def test_all_that_is_wrong_in_a_folder_is_said_at_once(tmp_path: Path) -> None:
    copied(tmp_path, "01-construction-change", ('op = "on_or_after"', 'op = "at_most"'))
    copied(tmp_path, "20-publication-responsible-change", ("version = 1", "version = 0"))

    code, said, problems = palm_catalogue("check", "--folder", str(tmp_path))

    assert (code, said) == (2, "")
    assert "01-construction-change.toml: instant_authorisation.rules[2]: at_most does not fit" in problems
    assert "20-publication-responsible-change.toml: version: counts from 1" in problems


def test_nobody_revives_an_abolished_permit_by_editing_its_status(tmp_path: Path) -> None:
    copied(tmp_path, "06-grain-purchase-change", ('status = "cancelled"', 'status = "live"'))

    code, _, problems = palm_catalogue("check", "--folder", str(tmp_path))

    assert code == 2
    assert "status: is live, yet 国务院令第740号 abolished it: it can only be cancelled" in problems


def test_an_item_is_shown_with_what_the_city_has_to_confirm_marked() -> None:
    code, said, _ = palm_catalogue("show", "wg-15")

    assert code == 0
    assert "民办非企业单位登记证书到期换发（wg-15-minban-renewal，第 1 版，在用）" in said
    assert "承诺时限：20 个工作日〔待城市确认〕" in said
    assert "办理类型：换发\n" in said
    assert "提醒：最后一日之前 60、30、15、7、3 天〔待城市确认〕\n" in said


def test_a_code_that_fits_several_items_is_asked_back() -> None:
    code, _, told = palm_catalogue("show", "wg-0")

    assert code == 2
    assert "wg-01-construction-change" in told


@pytest.mark.parametrize("kind", ["变更", "延续", "换发", "备案"])
def test_a_new_item_is_a_draft_that_passes_the_check(tmp_path: Path, kind: str) -> None:
    begun = palm_catalogue(
        "new", "wg-21-tea", "--name", '茶馆"甲"', "--kind", kind, "--folder", str(tmp_path)
    )

    assert begun[0] == 0
    assert palm_catalogue("check", "--folder", str(tmp_path)) == (
        0,
        "catalogue: 1 items: 1 draft; 13 keys wait for the city\n",
        "",
    )


def test_a_draft_does_not_go_live_as_it_is(tmp_path: Path) -> None:
    palm_catalogue("new", "wg-21-tea", "--name", "茶馆", "--kind", "备案", "--folder", str(tmp_path))
    file = tmp_path / "wg-21-tea.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"draft"', '"live"', 1), encoding="utf-8")

    code, _, problems = palm_catalogue("check", "--folder", str(tmp_path))

    assert code == 2
    for key in ("legal_basis: is empty", "issuing_bodies: is empty", "licence_type: still says"):
        assert key in problems


def test_what_a_clerk_wrote_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "wg-21-tea.toml").write_text("mine", encoding="utf-8")

    code, _, told = palm_catalogue(
        "new", "wg-21-tea", "--name", "茶馆", "--kind", "备案", "--folder", str(tmp_path)
    )

    assert (code, (tmp_path / "wg-21-tea.toml").read_text(encoding="utf-8")) == (2, "mine")
    assert "stays as it is" in told


@pytest.mark.parametrize("code", ["WG-21", "wg 21", "../wg-21", "wg--21", ""])
def test_a_code_that_is_no_code_is_refused(tmp_path: Path, code: str) -> None:
    exit_code, _, _ = palm_catalogue(
        "new", code, "--name", "茶馆", "--kind", "备案", "--folder", str(tmp_path)
    )

    assert exit_code == 2
    assert list(tmp_path.iterdir()) == []
