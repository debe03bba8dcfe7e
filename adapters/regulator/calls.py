"""What the regulators' platform asks of us: numbers it lacks (序号缺口), signed with its own secret.

Source: docs/vendors/regulator.md, read 2026-11-22.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from adapters.envelope.receiver import EnvelopeGuard
from adapters.outbound.malformed import MALFORMED
from domain.kernel.callbacks import SignatureWrong
from domain.supervision.outside import GapAsked

Number = Annotated[int, msgspec.Meta(ge=1, le=2_000_000_000)]


class _Gap(msgspec.Struct):
    body: Annotated[str, msgspec.Meta(min_length=1, max_length=18)]
    first: Number = msgspec.field(name="from")
    last: Number = msgspec.field(name="to")


class RegulatorGaps:
    """Implements RegulatorCalls."""

    def __init__(self, guard: EnvelopeGuard) -> None:
        self._guard = guard

    async def parse(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> GapAsked:
        await self._guard.admit(method, target, headers, body)
        try:
            told = msgspec.json.decode(body, type=_Gap)
        except MALFORMED:
            raise SignatureWrong("gap-malformed") from None
        return GapAsked(told.body, told.first, told.last)
