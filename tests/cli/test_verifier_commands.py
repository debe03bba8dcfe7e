"""`palm verifier`: a key is shown once, listed without it, renewed and ended."""

import re
from pathlib import Path

import pytest
from typer.testing import Result

from adapters.keys.ring import KeyRing
from tests.cli.palm import palm_here, production
from tests.support.server import Urls

ADD = ("add", "莱西市虚构教育主管局", "--operator", "年检窗口", "--purpose", "年度检查核验证书")


class Office:
    """One database and its key ring, asked by commands."""

    def __init__(self, urls: Urls, folder: Path) -> None:
        self._environment = production(folder, urls.runtime)
        KeyRing.fresh("1").write(Path(self._environment["PALM_KEYS_FILE"]))

    def verifier(self, *words: str) -> Result:
        return palm_here("verifier", *words, environment=self._environment)

    def listed(self) -> list[str]:
        return self.verifier("list").output.splitlines()


@pytest.fixture
def office(urls: Urls, tmp_path: Path) -> Office:
    return Office(urls, tmp_path)


def number_and_key(told: Result) -> tuple[str, str]:
    found = re.search(r"(ver_\w{26}) .*key shown once: (\S{43})", told.output)
    assert found, told.output
    return found[1], found[2]


def test_a_key_is_shown_once_and_listed_by_its_number_alone(office: Office) -> None:
    number, key = number_and_key(office.verifier(*ADD))

    [line] = office.listed()

    assert line.split("  ") == [number, "莱西市虚构教育主管局", "年检窗口", "年度检查核验证书", "no end"]
    assert key not in line


def test_a_last_day_is_counted_whole_in_beijing(office: Office) -> None:
    office.verifier(*ADD, "--until", "2027-11-30")

    assert office.listed()[0].endswith("ends 2027-12-01 00:00")


def test_another_key_for_the_same_operator_ends_the_old_one(office: Office) -> None:
    old, old_key = number_and_key(office.verifier(*ADD))

    new, new_key = number_and_key(office.verifier("rekey", old))

    told = {line.split("  ")[0]: line.split("  ")[-1] for line in office.listed()}
    assert (new != old, new_key != old_key) == (True, True)
    assert told[old].startswith("ended 2")
    assert told[new] == "no end"


def test_what_has_ended_or_never_was_is_refused_in_words(office: Office) -> None:
    number, _ = number_and_key(office.verifier(*ADD))
    assert office.verifier("end", number).exit_code == 0

    for words in (("end", number), ("rekey", number), ("end", "ver_" + "0" * 25 + "7"), ("end", "x")):
        told = office.verifier(*words)

        assert told.exit_code == 2
        assert "Traceback" not in told.output
