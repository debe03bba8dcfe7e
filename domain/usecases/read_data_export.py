"""Read what became of a copy of one's data (信息副本), and fetch the file while it is there."""

from dataclasses import dataclass

from domain.kernel.ids import DataExportId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.privacy.data_ports import DataExports
from domain.privacy.export import DataExport, DataExportEnded
from domain.usecases.ask_data_export import DataExportView
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class ReadDataExport:
    """Only who asked for it: a representative of later asks for their own."""

    require_face: RequireFace
    check_authority: CheckAuthority
    exports: DataExports
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, export_id: DataExportId) -> DataExportView:
        """Raises NotFound (also somebody else's), NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        return DataExportView.of(await self._own(acting, export_id), self.now())

    async def all(self, acting: Acting) -> tuple[DataExportView, ...]:
        """Their own of late, the newest first. Raises NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        now = self.now()
        found = await self.exports.asked_by(acting.person, acting.party)
        return tuple(DataExportView.of(one, now) for one in found)

    async def file(self, acting: Acting, export_id: DataExportId) -> bytes:
        """Each time it is fetched stands in the ledger.

        Raises as above, and FaceForOwnData, DataExportNotReady, DataExportEnded.
        """
        await self.require_face.for_own_data(acting)
        await self.check_authority(acting, fresh=True)
        now = self.now()
        async with self.atomic():
            export = await self._own(acting, export_id, held=True)
            export.require_file(now)
            file = await self.exports.file(export_id)
            if file is None:
                raise DataExportEnded(str(export_id))
            export.fetched_at = export.fetched_at or now
            await self.exports.save(export)
            facts = {"export": str(export_id)}
            await self.ledger.append(Step("data-export-fetched", acting=acting, facts=facts))
        return file

    async def _own(self, acting: Acting, export_id: DataExportId, *, held: bool = False) -> DataExport:
        export = await self.exports.by_id(export_id, held=held)
        if (export.party, export.person) != (acting.party, acting.person):
            raise NotFound(str(export_id))
        return export
