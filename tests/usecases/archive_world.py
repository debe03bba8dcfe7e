"""An archive (归档) on a real database and a folder of its own, and cases that come to their ends."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from adapters.archive.folder import FolderArchiveStore
from adapters.archive.signature import ArchiveSignature
from adapters.postgres.decisions import PostgresDecisions
from bff.compose.archives import ArchivePlaces, archive_desk
from bff.compose.core import Core
from bff.compose.today import today_desk
from bff.desks.archives import ArchiveDesk
from domain.archives.archive import Part, archive_id
from domain.cases.case import CaseState
from domain.decisions.decision import Document
from domain.decisions.outside import DocumentKind
from domain.kernel.ids import ArchiveId, CaseId, DocumentId
from domain.kernel.personal import Free
from domain.kernel.refusal import Unavailable
from domain.ratings.rating import Opinion, Satisfaction
from tests.support.catalogue import shipped
from tests.support.house import NOON, RING, jobs_deferred
from tests.usecases.wallet_world import World

OPINION = Opinion(Satisfaction.VERY_GOOD, ("510",), Free("只有评价的人说过的话"))


class Archive:
    def __init__(self, core: Core, world: World, folder: Path) -> None:
        self.core, self.world = core, world
        self.store = FolderArchiveStore(folder, core.cipher)
        self.desk = self.on(self.store)

    def on(self, store: FolderArchiveStore) -> ArchiveDesk:
        return archive_desk(self.core, ArchivePlaces(store, ArchiveSignature(RING.archive_key)), shipped())

    async def closed(self) -> CaseId:
        case = await self.world.case(CaseState.DELIVERED)
        await self.world.desk.rate_case(self.world.acting, case, OPINION, self.world.key())
        return case

    async def archived(self) -> tuple[CaseId, ArchiveId]:
        case = await self.closed()
        await self.desk.archive_case(case)
        return case, archive_id(case, Part.CLOSED)

    async def revoked(self) -> CaseId:
        """Its sealed decision has not come yet."""
        return await self.world.case(CaseState.REVOKED)

    async def sealed(self, case: CaseId) -> None:
        """撤销决定书 was fetched."""
        paper = Document(DocumentId(self.core.new_id()), case, DocumentKind.REVOCATION, "d1", NOON, "00" * 32)
        async with self.core.atomic():
            await PostgresDecisions(self.core.cipher, self.core.new_id).add_document(
                paper, b"%PDF-1.4 sealed"
            )

    async def jobs(self) -> list[CaseId]:
        """Whom the archiving jobs on the list are for."""
        return [
            CaseId(UUID(asked["case_id"])) for task, asked in await jobs_deferred() if task == "archive-case"
        ]

    async def given_up(self, case: CaseId) -> None:
        """As the worker leaves a job after its last try: taken, failed, and why."""
        connection = get_connection("default")
        [row] = await connection.execute_query_dict(
            "SELECT id FROM procrastinate_jobs WHERE args ->> 'case_id' = %s", [str(case)]
        )
        with pytest.raises(Unavailable) as trouble:
            await self.desk.archive_case(case)
        for status in ("doing", "failed"):
            await connection.execute_query(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
                [status, row["id"]],
            )
        note = today_desk(self.core, shipped(), {}).note_trouble
        await note(row["id"], "archive-case", trouble.value)

    async def faults(self, case: CaseId | None = None) -> Sequence[str]:
        return [fault.what for fault in (await self.desk.verify_archive(case)).faults]
