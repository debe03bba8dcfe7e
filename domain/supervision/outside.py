"""What 审管衔接 needs from outside: a regulator (监管部门) that takes each result once, against a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.supervision.result import Receipt, RegulatorResult, Told


class Regulator(Protocol):
    """Adapter: adapters/regulator/platform.py. Fake: tests/fakes/regulator.py."""

    async def push(self, result: RegulatorResult) -> Receipt:
        """Given again, the receipt of the first. A receipt that is not theirs, or of something else, is
        Unknown. Raises Refused, Unavailable, Unknown."""
        ...

    async def ask(self, result: RegulatorResult) -> Receipt | None:
        """By body and number; None when nothing arrived. Raises Refused, Unavailable, Unknown."""
        ...

    async def received(self, body: str, day: date) -> tuple[Told, ...]:
        """All they have of a Beijing day. Raises Refused, Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class GapAsked:
    """They lack these numbers, both ends included, and want them again."""

    body: str
    first: int
    last: int


class RegulatorCalls(Protocol):
    """Adapter: adapters/regulator/calls.py."""

    async def parse(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> GapAsked:
        """Raises SignatureWrong."""
        ...
