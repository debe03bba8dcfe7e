"""Ask for a copy of one's own data (下载我的信息): put together by a job, and the person told of it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Self
from uuid import UUID

from domain.identity.alert import AlertKind
from domain.kernel.ids import DataExportId
from domain.kernel.jobs import BuildDataExport
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, NewId, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.privacy.data_ports import DataExports
from domain.privacy.export import ONE_A, DataExport
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.raise_alert import RaiseAlert
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class DataExportView:
    """`digest`: SHA-256 of the file in hexadecimal digits, once there is one."""

    export_id: UUID
    state: str
    asked_at: datetime
    ends_at: datetime | None = None
    digest: str = ""

    @classmethod
    def of(cls, export: DataExport, now: datetime) -> Self:
        state = "ended" if export.is_over(now) else str(export.state)
        return cls(export.export_id, state, export.asked_at, export.ends_at, export.digest.hex())


@dataclass(frozen=True, slots=True)
class AskDataExport:
    """The asking and its job, both or neither. Of the person alone, or of whom the register says they
    represent now; no mandate is given for it."""

    require_face: RequireFace
    check_authority: CheckAuthority
    exports: DataExports
    raise_alert: RaiseAlert
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, acting: Acting, request: RequestKey) -> DataExportView:
        """One a day of a party. Raises FaceForOwnData, NotRepresentative, Unavailable, TooManyRequests."""
        await self.require_face.for_own_data(acting)
        await self.check_authority(acting, fresh=True)
        now = self.now()
        async with self.atomic():
            if before := await self.answers.recall(request, DataExportView):
                return before
            newest = await self.exports.newest(acting.party)
            if newest is not None and now - newest.asked_at < ONE_A:
                left = ceil((newest.asked_at + ONE_A - now).total_seconds())
                raise TooManyRequests(str(acting.party), retry_after=left)
            export = DataExport(DataExportId(self.new_id()), acting.party, acting.person, now)
            await self.exports.add(export)
            facts: dict[str, Fact] = {"export": str(export.export_id)}
            await self.ledger.append(Step("data-export-asked", acting=acting, facts=facts))
            await self.raise_alert(acting.person, AlertKind.COPY_ASKED, facts, party=acting.party)
            await self.jobs.defer(BuildDataExport(export.export_id))
            view = DataExportView.of(export, now)
            await self.answers.keep(request, view)
        return view
