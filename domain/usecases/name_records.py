"""Name whose licences these are, for a list: what the register says at once, and nobody waits for more."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from domain.kernel.refusal import Refused, Unavailable
from domain.parties.outside import HolderRegister
from domain.usecases.describe_finding import holder_called

PURPOSE = "疑点列表显示单位名称"
PATIENCE = timedelta(seconds=1)
MOST, KEPT = 20, 1000


@dataclass(frozen=True, slots=True)
class NameRecords:
    """`known`: each record is asked for once as long as the process runs, since a page asks every half
    minute; only what staff may read is kept, a person's name masked."""

    register: HolderRegister
    patience: timedelta = PATIENCE
    known: dict[str, str] = field(default_factory=dict, repr=False)

    async def __call__(self, records: Collection[str]) -> Mapping[str, str]:
        """By record id; what the register does not tell in time is left out. At most twenty are asked for."""
        unknown = [one for one in dict.fromkeys(records) if one not in self.known][:MOST]
        if len(self.known) + len(unknown) > KEPT:
            self.known.clear()
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                await asyncio.gather(*(self._ask(one) for one in unknown))
        except TimeoutError:
            pass  # whoever opens the row reads it there
        return {one: self.known[one] for one in records if one in self.known}

    async def _ask(self, record_id: str) -> None:
        try:
            record = await self.register.certificate(record_id, purpose=PURPOSE)
        except (Refused, Unavailable):
            return
        if record is not None:
            self.known[record_id] = holder_called(record)
