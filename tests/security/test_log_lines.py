"""One event is one line of JSON, whatever somebody writes into a name (AD-3)."""

import json
import subprocess
import sys

import pytest

TALK = """
import json, logging, sys
import structlog
from bff import logs
logs.configure("info", process="serve")
for name in json.load(sys.stdin):
    structlog.get_logger("one").info("answered", name=name)
    structlog.get_logger("two").info(name)
    logging.getLogger("library").error(name)
    try:
        raise ValueError(name)
    except ValueError:
        structlog.get_logger("three").exception("request-failed")
"""
NAMES = [
    '甲子安\r\n{"event": "forged"}',
    "甲\x1b[2J\x1b[31m子安",
    '甲\u2028{"event": "forged"}',
    "甲\u2029子\x85安\x0b\x0c\x1c",
    "\x9b31m甲子安",
    "安\u202e子甲\u2066",
    '甲"子\\安}',
    "甲\x00子\x7f安",
    "\udc80甲 %s {} ${jndi:x}",
]
TERMINAL = [chr(number) for number in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0x202E, 0x2066)]


@pytest.fixture(scope="module")
def said() -> str:
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", TALK], input=json.dumps(NAMES), capture_output=True, text=True, check=True
    ).stderr


def test_every_event_is_one_line_and_every_line_is_json(said: str) -> None:
    read = [json.loads(line) for line in said.splitlines()]  # splits at every line end that Unicode knows

    assert len(read) == 4 * len(NAMES)
    assert [one["event"] for one in read if one["event"] == "forged"] == []


def test_the_name_is_read_back_as_it_was(said: str) -> None:
    read = [json.loads(line) for line in said.splitlines()]

    assert [one["name"] for one in read if "name" in one] == NAMES


def test_nothing_in_a_line_moves_a_terminal(said: str) -> None:
    lines = said.split("\n")

    assert [repr(line) for line in lines for one in TERMINAL if one in line] == []
