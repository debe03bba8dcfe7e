"""Put a copy of one's own data together (整理信息副本): what the tables hold of its party, as one file."""

from dataclasses import dataclass

from domain.kernel.ids import DataExportId
from domain.kernel.party import PartyKind
from domain.kernel.ports import Atomic, Clock
from domain.parties.ports import Parties
from domain.privacy.data_ports import DataExports, Holdings
from domain.privacy.export import ExportState, pack


@dataclass(frozen=True, slots=True)
class BuildDataExport:
    """A job. Killed anywhere, it is done again; a second one finds nothing to do."""

    exports: DataExports
    holdings: Holdings
    parties: Parties
    atomic: Atomic
    now: Clock

    async def __call__(self, export_id: DataExportId) -> None:
        """Reads and writes in one transaction. Raises NotFound, KeyLost."""
        async with self.atomic():
            export = await self.exports.by_id(export_id, held=True)
            if export.state is not ExportState.ASKED:
                return
            party = await self.parties.by_id(export.party)
            holding = await self.holdings.of(export.party, is_person=party.kind is PartyKind.PERSON)
            now = self.now()
            file = pack(holding, now)
            export.record_ready(file, now)
            await self.exports.save(export, file=file)
