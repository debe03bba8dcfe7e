"""The demonstration's window: of a phone's size, its profile its own, and only where there is a desktop."""

import os
from pathlib import Path

import pytest

from bff.cli.demo import window

URL = "http://127.0.0.1:8000/"
LISTING = """#!/bin/sh
echo $$ "$@" > "{told}"
exec tail -f /dev/null
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a browser that only says how it was called, and a desktop."""
    programs, folder = tmp_path / "bin", tmp_path / "demo"
    programs.mkdir()
    (folder / "log").mkdir(parents=True)
    os.mkfifo(folder / "told")
    chromium = programs / "chromium"
    chromium.write_text(LISTING.format(told=folder / "told"))
    chromium.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return folder


def test_the_window_is_a_phones_and_its_profile_the_demonstrations() -> None:
    said = window.command("chromium", URL, Path("here/window"))

    assert said[:3] == ["chromium", f"--app={URL}", "--window-size=412,915"]
    assert "--user-data-dir=here/window" in said


@pytest.mark.parametrize(
    ("environment", "is_root", "opens"),
    [
        ({"DISPLAY": ":0"}, False, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False, True),
        ({"DISPLAY": ""}, False, False),
        ({}, False, False),
        ({"DISPLAY": ":0"}, True, False),
    ],
)
def test_a_window_opens_only_for_somebody_at_a_desktop(
    environment: dict[str, str], *, is_root: bool, opens: bool
) -> None:
    assert window.may_open(environment, is_root=is_root) is opens


def test_the_window_is_open_while_the_demonstration_stays_up_and_closed_after(machine: Path) -> None:
    with window.opened(URL, machine) as told:
        assert told == "手机页面在一个手机大小的窗口里打开了"
        number, *said = (machine / "told").read_text().split()
        assert f"--app={URL}" in said
        assert Path(f"/proc/{number}").exists()

    assert not Path(f"/proc/{number}").exists()


def test_far_from_a_desktop_the_way_to_open_it_is_told(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")

    with window.opened(URL, machine) as told:
        assert f"--app={URL}" in told


def test_without_chromium_any_browser_will_do(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(machine))

    with window.opened(URL, machine) as told:
        assert told.startswith("用浏览器打开手机页面")
