"""`palm demo` as a newcomer meets it: one clear line for what is in the way, and what a second start does."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from adapters.embedded.lock import FolderLock
from adapters.embedded.ports import is_free, unused_port
from adapters.sandbox.city import city
from bff.cli.demo.programme import next_organisation, note_walked
from bff.cli.demo.stage import Ports

STEPS = ("研判", "推送", "身份认证", "意向", "申报确认", "回收", "办结", "送达", "亮证", "评价")
SAID = re.compile(r"^\d\d:\d\d:\d\d (\S+?)　* ", re.MULTILINE)
NOBODY = 2**22 + 1  # no process has a number as high as this: proc(5), pid_max


def test_a_second_start_keeps_the_data_and_walks_the_next_organisations_journey(tmp_path: Path) -> None:
    port = _row_of_ports()
    folder = tmp_path / "palm"
    folder.mkdir()
    (folder / "lock").write_text(f"{NOBODY}\n")  # left behind by one that was killed

    first = _demo("--once", "--folder", str(folder), "--port", str(port))
    second = _demo("--once", "--folder", str(folder), "--port", str(port))

    for ended in (first, second):
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert tuple(dict.fromkeys(SAID.findall(ended.stdout))) == (*STEPS, "部门")
        assert "《准予许可决定书》" in ended.stdout
        assert "ledger verify: ok" in ended.stdout
        assert f"http://127.0.0.1:{port}/" in ended.stdout
    assert "代表 莱西市晨光艺术培训学校" in first.stdout
    assert "代表 莱西市小满幼儿园" in second.stdout
    assert ["3 份表单" in ended.stdout for ended in (first, second)] == [True, False]
    assert all(is_free(one) for one in _wanted(port))


def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    port = _row_of_ports()
    courier = Ports.fixed(port).town["courier"]

    with _taken(courier):
        ended = _demo("--once", "--folder", str(tmp_path), "--port", str(port))

    assert ended.returncode == 2
    [line] = ended.stderr.splitlines()
    assert f"127.0.0.1:{courier} is taken (by pid {os.getpid()}" in line
    assert f"listens on {port} and {port + 101}-{max(_wanted(port))}" in line
    assert "--port" in line


def test_a_folder_in_use_is_left_to_who_uses_it(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "lock"):
        ended = _demo("--once", "--folder", str(tmp_path), "--port", str(_row_of_ports()))

    assert ended.returncode == 2
    [line] = ended.stderr.splitlines()
    assert f"{tmp_path} is in use by another palm (pid {os.getpid()})" in line
    assert list(tmp_path.iterdir()) == [tmp_path / "lock"]


def test_whoever_has_the_new_certificate_or_is_past_the_last_day_is_not_walked_with(tmp_path: Path) -> None:
    people = city(date(2026, 11, 22))
    [last_day] = [one for one in people.organisations if one.story == "due-last-day"]
    chosen = []

    while (one := next_organisation(people, tmp_path, people.today)) is not None:
        chosen.append(one)
        note_walked(tmp_path, one)

    assert [one.story for one in chosen[:2]] == ["journey", "due"]
    assert last_day in chosen
    assert len({one.uscc for one in chosen}) == len(chosen)
    assert next_organisation(people, tmp_path / "fresh", date(2027, 6, 1)) is None


def test_its_help_teaches_the_steps_the_folder_and_the_exit_codes() -> None:
    ended = _demo("--help")

    assert ended.returncode == 0
    for word in (*STEPS[:8], "--once", "--port", "--folder", "Exit code"):
        assert word in ended.stdout


def _demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PALM_")}
    return subprocess.run(  # noqa: S603 - our own interpreter and command
        [sys.executable, "-m", "bff", "demo", *arguments],
        env=environment | {"COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )


def _row_of_ports() -> int:
    """A port for the BFF whose town above it is free as well."""
    while True:
        port = unused_port()
        if port <= 65000 and all(is_free(one) for one in _wanted(port)):
            return port


def _wanted(port: int) -> tuple[int, ...]:
    return (port, *Ports.fixed(port).town.values())


@contextmanager
def _taken(port: int) -> Iterator[None]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen()
        yield
