"""The kit itself: what it calls kept, what it finds broken, what it leaves out, and what it draws."""

from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from adapters.conformance.expectation import (
    NotConformant,
    holds,
    never,
    refused,
    same,
    signature_wrong,
    unavailable,
    unknown,
)
from adapters.conformance.picture import drawn, svg
from adapters.conformance.run import Result, Verdict, run_check, run_kit
from adapters.conformance.stage import Ground
from adapters.conformance.suite import Part, Suite
from adapters.outbound.watch import Exchange
from bff.cli.conformance import Asked, CannotBegin
from bff.cli.conformance import conformance as command
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.unit.conformance.small_kit import KIT, SUITE, Adder, World

KITS = {"adder": (KIT,)}
BROKEN = Result("a check", "refusals", Verdict.BROKEN, "it is <2>", (Exchange("adder", "POST /next", "200"),))


class TwiceInstead(Adder):
    """A seeded fault: one call that nobody hears of."""

    def __init__(self, inner: Adder) -> None:
        self._inner = inner

    async def next(self) -> int:
        await self._inner.next()
        return await self._inner.next()


def twice(port: Any) -> Any:
    return TwiceInstead(port)


async def test_a_good_adapter_keeps_every_check() -> None:
    verdicts = [result.verdict async for result in run_kit(KIT, Ground(KIT.account))]

    assert verdicts == [Verdict.KEPT, Verdict.KEPT]


async def test_a_fault_around_the_adapter_is_found_and_the_calls_are_drawn() -> None:
    result = await run_check(KIT, SUITE.checks[0], Ground(KIT.account, around=twice))

    assert result.verdict is Verdict.BROKEN
    assert result.said == "it is 2, and should be 1"
    assert [one.what for one in result.exchanges] == ["POST /next", "POST /next"]


async def test_a_wrong_secret_breaks_the_check_and_its_words_hold_nothing_that_was_sent() -> None:
    result = await run_check(KIT, SUITE.checks[0], Ground(KIT.account, wrong="secret"))

    assert (result.verdict, result.said) == (Verdict.BROKEN, "KeyError was raised")


async def test_at_a_vendors_own_environment_what_needs_the_hand_is_left_out() -> None:
    results = [result async for result in run_kit(KIT, Ground(KIT.account, "http://127.0.0.1:9"))]

    assert [result.verdict for result in results] == [Verdict.BROKEN, Verdict.LEFT_OUT]


def test_two_checks_of_one_name_are_refused() -> None:
    suite: Suite[World] = Suite("adder")

    async def one(world: World) -> None:
        del world

    suite.check(Part.HAPPY)(one)
    with pytest.raises(ValueError, match="two checks are called «one»"):
        suite.check(Part.FAULTS)(one)


def test_an_expectation_that_does_not_hold_says_what_was_found() -> None:
    with pytest.raises(NotConformant, match="the number is 1, and should be 2"):
        same(1, 2, "the number")
    with pytest.raises(NotConformant, match="does not: tea"):
        holds([], "tea")
    with pytest.raises(NotConformant, match="never be, and is: coffee"):
        never([0], "coffee")


@pytest.mark.parametrize(
    ("expected", "kind"), [(refused, Refused), (unavailable, Unavailable), (unknown, Unknown)]
)
def test_each_outcome_is_told_from_the_others(expected: Any, kind: Any) -> None:
    for told in (Refused, Unavailable, Unknown):
        if told is kind:
            with expected("code"):
                raise told("adder", "code")
            with pytest.raises(NotConformant, match="the reason is"), expected("another"):
                raise told("adder", "code")
        else:
            with pytest.raises(NotConformant, match=f"ended as {told.__name__}"), expected():
                raise told("adder", "code")
    with pytest.raises(NotConformant, match="it went through"), expected():
        same(1, 1)


def test_something_forged_that_is_believed_is_a_fault() -> None:
    with pytest.raises(NotConformant, match="forged"), signature_wrong():
        same(1, 1)


def test_a_failed_check_is_drawn_for_a_terminal_and_as_a_picture() -> None:
    lines = drawn(BROKEN, "small")
    picture = svg(BROKEN, "small")

    assert any("POST /next" in line for line in lines)
    assert lines[-1] == "  ✗ it is <2>"
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own text
    assert "it is &lt;2&gt;" in picture


def run_command(*parts: Any, environment: dict[str, str] | None = None, **more: Any) -> tuple[int, str]:
    told = StringIO()
    console = Console(file=told, width=120)
    code = command(Asked(*parts, **more), kits=KITS, environment=environment or {}, console=console)
    return code, told.getvalue()


def test_the_command_prints_a_table_of_what_was_kept() -> None:
    code, told = run_command("adder")

    assert code == 0
    assert "adder · small: 2 kept" in told
    assert "the first number is one" in told


def test_the_command_draws_what_failed_and_leaves_a_picture(tmp_path: Path) -> None:
    code, told = run_command(
        "adder",
        "small",
        base_url="http://127.0.0.1:9",
        pictures=tmp_path,
        environment={"CONFORMANCE_SECRET": "s"},
    )

    assert code == 1
    assert "1 broken, 1 left out" in told
    assert "palm office" in told
    assert [path.name for path in tmp_path.iterdir()] == ["small-the-first-number-is-one.svg"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("tea",), "tea: no such port. There are adder."),
        (("adder", "nobody"), "nobody: no vendor of adder. There are small."),
        (
            ("adder", "small", "http://vendor.invalid"),
            "vendor.invalid: an outside system is reached by https",
        ),
        (("adder", "small", "https://vendor.invalid"), "set CONFORMANCE_SECRET"),
    ],
)
def test_the_command_says_what_to_do_when_it_cannot_begin(asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(CannotBegin, match=said):
        run_command(*asked)


def test_the_command_lists_the_ports() -> None:
    code, told = run_command("list")

    assert code == 0
    assert "adder" in told
    assert "small" in told
