"""A regulators' platform in memory: each number once, receipts for what it has."""

from dataclasses import dataclass, field
from datetime import date

from adapters.envelope.signature import EnvelopeKey
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from domain.supervision.result import Receipt, RegulatorResult, Told
from tests.fakes.trouble import Trouble

REGULATOR = EnvelopeKey("regulator-push", b"invented-secret-of-the-regulator")


@dataclass
class FakeRegulator:
    """Implements Regulator. `pushed`: how often each number was told."""

    clock: Clock
    kept: dict[tuple[str, int], tuple[date, Receipt]] = field(default_factory=dict)
    pushed: list[tuple[str, int]] = field(default_factory=list)
    trouble: Trouble = field(default_factory=lambda: Trouble("regulator"))

    async def push(self, result: RegulatorResult) -> Receipt:
        self.trouble.enter()
        key = (result.body, result.seq)
        self.pushed.append(key)
        number = f"JG{len(self.kept) + 1:08d}"
        fresh = Receipt(number, result.body, result.seq, result.digest, self.clock())
        _, receipt = self.kept.setdefault(key, (result.day, fresh))
        if receipt.digest != result.digest:
            raise Refused("regulator", "4091")
        self.trouble.leave()
        return receipt

    async def ask(self, result: RegulatorResult) -> Receipt | None:
        self.trouble.enter()
        found = self.kept.get((result.body, result.seq))
        return None if found is None else found[1]

    async def received(self, body: str, day: date) -> tuple[Told, ...]:
        self.trouble.enter()
        return tuple(
            Told(receipt.seq, receipt.digest)
            for (owner, _), (kept_on, receipt) in sorted(self.kept.items())
            if (owner, kept_on) == (body, day)
        )
