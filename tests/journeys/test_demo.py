"""`palm demo` as a newcomer meets it: one clear line for what is in the way, and what a second start does."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.embedded.lock import FolderLock
from adapters.embedded.ports import is_free, unused_port
from adapters.sandbox.city import city
from adapters.sandbox.town import PINS
from bff.cli.demo.accounts import CAST, roster
from bff.cli.demo.ageing import days_pass
from bff.cli.demo.client import Client
from bff.cli.demo.programme import next_organisation, note_walked
from bff.cli.demo.stage import Ports, Stage
from bff.settings import Mode

STEPS = ("研判", "推送", "身份认证", "意向", "申报确认", "回收", "办结", "送达", "亮证", "评价")
BY_MANDATE = ("授权", "小程序", "受托", "告知", "部门", "撤销授权")
ON_KEYS, PROOF = ("回短信", "电话", "窗口", "签名"), ("证明包", "核对", "篡改", "撤销")
SAID = re.compile(r"^\d\d:\d\d:\d\d (\S+?)　* ", re.MULTILINE)
NOBODY = 2**22 + 1  # no process has a number as high as this: proc(5), pid_max


@pytest.mark.wide
def test_a_second_start_keeps_the_data_and_walks_the_next_organisations_journey(tmp_path: Path) -> None:
    port = _row_of_ports()
    folder = tmp_path / "palm"
    folder.mkdir()
    (folder / "lock").write_text(f"{NOBODY}\n")  # left behind by one that was killed

    first = _demo("--once", "--folder", str(folder), "--port", str(port))
    second = _demo("--once", "--folder", str(folder), "--port", str(port))

    for ended, more in ((first, (*ON_KEYS, "登录", "首页", "手写签名")), (second, ())):
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert tuple(dict.fromkeys(SAID.findall(ended.stdout))) == (*STEPS, *BY_MANDATE, *more, *PROOF)
        assert "成立：每一条都在，内容未改，次序未变" in ended.stdout
        assert ended.stdout.count("：查出，第") == 5
        assert "《准予许可决定书》" in ended.stdout
        assert "ledger verify: ok" in ended.stdout
        assert f"http://127.0.0.1:{port}/" in ended.stdout
        assert f"工作台：http://127.0.0.1:{port}/console/" in ended.stdout
        assert all(f"{one.login}  " in ended.stdout for one in roster(folder))
    assert "八个队列里都有等着办的事" in first.stdout
    assert re.search("等着扫描的旧证，纸上印的证号：.*太极拳协会.*　演.*号", first.stdout)
    assert "还是上次离开时的样子" in second.stdout
    assert len(roster(folder)) == len(CAST)
    for ended in (first, second):
        assert "以受托人身份代表 " in ended.stdout
        assert "只凭微信登录确认《授权委托书》：" in ended.stdout
        assert re.search(r"再看办件：.*（404）", ended.stdout)
    assert "代表 莱西市晨光艺术培训学校" in first.stdout
    assert "代表 莱西市小满幼儿园" in second.stdout
    assert ["3 份表单" in ended.stdout for ended in (first, second)] == [True, False]
    assert all(is_free(one) for one in _wanted(port))


@pytest.mark.wide
async def test_the_morning_leaves_something_to_do_in_each_queue(tmp_path: Path) -> None:
    port = _row_of_ports()

    with _staying("--folder", str(tmp_path), "--port", str(port)):
        async with Client(f"http://127.0.0.1:{port}") as client:
            [audit] = [one for one in roster(tmp_path) if one.role == "audit"]
            code = audit.code(datetime.now(UTC))  # noqa: TID251 - the office runs by the real clock
            asked = {"login": audit.login, "password": audit.password, "code": code}
            token = (await client.expect(201, "POST", "/v1/console/session", json=asked))["token"]
            told = await client.expect(200, "GET", "/v1/console/today", token=token)

    waiting = {one["queue"]: {row["kind"] for row in one["rows"]} for one in told["queues"]}
    assert waiting == {
        "push_lists": {"push-list"},
        "doubts": {"doubt"},
        "calls": {"call"},
        "instant": {"case", "recheck"},
        "clocks": {"case", "promise", "supplement"},
        "certificates": {"shipment"},
        "grievances": {"grievance"},
        "stuck": {"job"},
    }


async def test_nothing_is_made_older_in_production(tmp_path: Path) -> None:
    settings = Stage(tmp_path, Ports.free(), tempo_seconds=0.0)
    (tmp_path / "sandbox").mkdir()
    (tmp_path / "sandbox" / PINS).write_text("{}")

    with pytest.raises(ValueError, match="only the sandbox"):
        await days_pass(
            replace(settings.settings, mode=Mode.PRODUCTION), accepted="case_x", supplemented="case_y"
        )


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
        timeout=400,
    )


@contextmanager
def _staying(*arguments: str) -> Iterator[None]:
    """Up and ready to be looked at; stopped in order at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PALM_")}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and command
        [sys.executable, "-u", "-m", "bff", "demo", *arguments],
        env=environment | {"COLUMNS": "200", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = []
    try:
        for line in child.stdout:
            said.append(line)
            if "按 Ctrl-C 结束" in line:
                break
        assert "按 Ctrl-C 结束" in said[-1], "".join(said)
        yield
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)


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
