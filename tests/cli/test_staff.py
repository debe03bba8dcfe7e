"""`palm staff`: the first accounts, and the six digits of the demonstration's invented people."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from adapters.keys.ring import KeyRing
from adapters.keys.totp import TotpAuthenticator, digits
from bff.cli.demo.accounts import STAFF, Enrolled, roster
from tests.cli.palm import palm_here, production
from tests.support.server import Urls

PINGDU = "11370283MB9990020A"
AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def one(tmp_path: Path) -> Enrolled:
    """Enrolled by an earlier start of the demonstration in this folder."""
    secret = TotpAuthenticator().text(bytes(range(20)))
    kept = {"login": "clerk-a1", "name": "窗口丙", "role": "clerk", "password": "x" * 16, "secret": secret}
    (tmp_path / STAFF).write_text(json.dumps([kept]))
    return roster(tmp_path)[0]


def test_the_digits_are_those_of_the_authenticator(one: Enrolled) -> None:
    assert one.code(AT) == digits(bytes(range(20)), AT)


def test_the_code_of_an_invented_colleague_is_told(one: Enrolled, tmp_path: Path) -> None:
    told = palm_here("staff", "code", one.login, "--folder", str(tmp_path), environment={})

    assert (told.exit_code, len(told.output.strip())) == (0, 6)


def test_in_production_nobodys_code_is_told(one: Enrolled, tmp_path: Path) -> None:
    told = palm_here(
        "staff", "code", one.login, "--folder", str(tmp_path), environment={"PALM_MODE": "production"}
    )

    assert told.exit_code == 2
    assert "the sandbox alone" in told.output


def test_of_somebody_else_no_code_is_told(one: Enrolled, tmp_path: Path) -> None:
    told = palm_here("staff", "code", f"{one.login}-b", "--folder", str(tmp_path), environment={})

    assert told.exit_code == 2
    assert "not one of the people" in told.output


@pytest.mark.parametrize(
    ("roles", "said"),
    [(("audit", "clerk"), "审计管理员不能兼任其他岗位"), (("owner",), "'owner' is not a valid Role")],
)
def test_an_account_that_cannot_be_is_refused_in_words(
    tmp_path: Path, roles: tuple[str, ...], said: str
) -> None:
    chosen = [word for role in roles for word in ("--role", role)]
    environment = production(tmp_path, "postgresql://nobody@127.0.0.1:1/none")

    told = palm_here("staff", "add", "new-1", "--name", "新", *chosen, environment=environment)

    assert told.exit_code == 2
    assert said in told.output


class Office:
    """One database and its key ring, asked by commands."""

    def __init__(self, urls: Urls, folder: Path) -> None:
        self._environment = production(folder, urls.runtime)
        KeyRing.fresh("1").write(Path(self._environment["PALM_KEYS_FILE"]))

    def staff(self, *words: str) -> Result:
        return palm_here("staff", *words, environment=self._environment)


@pytest.fixture
def office(urls: Urls, tmp_path: Path) -> Office:
    return Office(urls, tmp_path)


def test_a_first_account_may_work_for_one_body_alone(office: Office) -> None:
    codes = [line.split(" ")[0] for line in office.staff("bodies").output.splitlines()]

    told = office.staff("add", "clerk-1", "--name", "平度窗口", "--role", "clerk", "--body", PINGDU)

    assert PINGDU in codes
    assert "clerk-1 (clerk, 平度市行政审批局), activation key shown once: " in told.output


@pytest.mark.parametrize(
    ("role", "body", "said"),
    [("clerk", "11370283MB99909999", "没有这个实施机关"), ("audit", PINGDU, "这个岗位的工作不分机关")],
)
def test_bodies_that_cannot_be_are_refused_in_words(office: Office, role: str, body: str, said: str) -> None:
    told = office.staff("add", "new-1", "--name", "新", "--role", role, "--body", body)

    assert told.exit_code == 2
    assert said in told.output
