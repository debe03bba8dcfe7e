"""One chain of the ledger (留痕账) after the other, entry by entry: is each what it was?"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from adapters.postgres.ledger_queries import STATED
from domain.ledger.digest import canonical, digest_after, genesis, instant
from domain.ledger.entry import Chain, Fault

FIRST_GENESIS = bytes(32)
FIRST_STATES = STATED.keys() - {"check", "device"}

MISSING, CHANGED, ORDER = "记录缺失", "记录被改动", "记录次序被改动"
UNHELD = "早该进入库外检查点而没有"
IN_FLIGHT = timedelta(hours=1)  # no step takes so long from its instant to its commit


class Faults:
    """Of each chain the first: the lowest number, and of two there what was found first."""

    def __init__(self) -> None:
        self._first: dict[Chain, Fault] = {}

    def note(self, chain: Chain, number: int, what: str) -> None:
        known = self._first.get(chain)
        if known is None or number < known.number:
            self._first[chain] = Fault(chain, number, what)

    def add(self, others: "Faults") -> None:
        for fault in others.all():
            self.note(fault.chain, fault.number, fault.what)

    def all(self) -> tuple[Fault, ...]:
        return tuple(sorted(self._first.values(), key=lambda one: (str(one.chain).zfill(2), one.number)))


class Held:
    """Which entries the checkpoints hold: in a chain all up to one number, unless somebody left some out."""

    def __init__(self, at: datetime | None) -> None:
        self.before = "" if at is None else instant(at - IN_FLIGHT)
        self._high: dict[bytes, int] = {}
        self._count: dict[bytes, int] = {}
        self._each: dict[bytes, set[int]] = {}

    def add(self, chain: bytes, number: int) -> None:
        self._count[chain] = self._count.get(chain, 0) + 1
        self._high[chain] = max(number, self._high.get(chain, 0))

    @property
    def count(self) -> int:
        return sum(self._count.values())

    def gappy(self) -> frozenset[bytes]:
        return frozenset(chain for chain, high in self._high.items() if high != self._count[chain])

    def add_each(self, chain: bytes, number: int) -> None:
        """Of the gappy ones."""
        self._each.setdefault(chain, set()).add(number)

    def holds(self, chain: bytes, number: int) -> bool:
        each = self._each.get(chain)
        return number <= self._high.get(chain, 0) if each is None else number in each


class Walk:
    """Takes entries chain by chain in the order of their numbers."""

    def __init__(self, key: bytes, held: Held) -> None:
        self._key, self._held = key, held
        self.faults, self.left_out = Faults(), list[tuple[Chain, bytes, int]]()
        self.read = 0
        self._chain: Chain | None = None
        self._name, self._before, self._next, self._order, self._is_broken = b"", b"", 1, 0, False

    def take(self, row: tuple[Any, ...]) -> None:
        """`row`: as Questions.entries has it."""
        chain, number, head, anchored, order, form, is_other, digest, seal, *stated = row
        if chain != self._chain:
            self._begin(chain)
        self.read += 1
        if number < 1 or (head is not None and number > head):
            return  # a stray: no part of the chain
        at: str = stated[0]
        if (
            number <= (anchored or 0) or (self._held.before and at < self._held.before)
        ) and not self._held.holds(self._name, number):
            self.left_out.append((chain, self._name, number))
        if self._is_broken:
            return
        said = dict(zip(STATED, stated, strict=True))
        said["facts"] = msgspec.json.decode(said["facts"])
        if number != self._next:
            self._break(chain, self._next, MISSING)
        elif is_other or not self._stands(said, form, digest, seal):
            self._break(chain, number, CHANGED)
        elif form > 1 and order <= self._order:
            self._break(chain, number, ORDER)
        self._before, self._next, self._order = digest, number + 1, order

    def _begin(self, chain: Chain) -> None:
        self._chain = chain
        self._next, self._order, self._is_broken = 1, 0, False
        if isinstance(chain, UUID):
            self._name, self._before = chain.bytes, genesis(chain)
        else:
            self._name, self._before = UUID(int=chain).bytes, FIRST_GENESIS

    def _break(self, chain: Chain, number: int, what: str) -> None:
        self._is_broken = True
        self.faults.note(chain, number, what)

    def _stands(self, said: Mapping[str, object], form: int, digest: bytes, seal: bytes | None) -> bool:
        if isinstance(self._chain, UUID):
            whole = {**said, "format": 2, "subject": str(self._chain)}
            # the same bytes in a quarter of the time, as a test holds; the ledger's own way has the last word
            is_so = digest_after(self._before, msgspec.json.encode(whole, order="sorted")) == digest
            is_so = is_so or digest_after(self._before, canonical(whole)) == digest
            sealed = hmac.digest(self._key, digest, "sha256")
            return form == 2 and is_so and hmac.compare_digest(sealed, seal or b"")  # noqa: PLR2004 - the format
        if form != 1 or seal is not None or said["check"] is not None or said["device"]:
            return False
        told = {name: said[name] for name in FIRST_STATES} | {"chain": self._chain}
        return hmac.compare_digest(first_digest(self._key, self._before, told), digest)


def first_digest(key: bytes, before: bytes, stated: Mapping[str, object]) -> bytes:
    """Of an entry of format 1: HMAC-SHA-256 over the digest before and what it states."""
    return hmac.digest(key, before + msgspec.json.encode(stated, order="sorted"), "sha256")
