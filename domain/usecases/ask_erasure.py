"""Ask that one's own data be erased (删除我的信息): what was shown and agreed to, and a job that does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Self
from uuid import UUID

from domain.kernel.ids import ErasureId
from domain.kernel.jobs import EraseData
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Jobs, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.privacy.data_ports import Erasures
from domain.privacy.erasure import Erasure, ErasurePreviewChanged, Family, Kept
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.preview_erasure import PreviewErasure
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class ErasureView:
    """`gone`: by family, as far as it has come."""

    erasure_id: UUID
    state: str
    asked_at: datetime
    done_at: datetime | None
    gone: Mapping[Family, int]
    stays: tuple[Kept, ...]

    @classmethod
    def of(cls, erasure: Erasure) -> Self:
        return cls(
            erasure.erasure_id,
            str(erasure.state),
            erasure.asked_at,
            erasure.done_at,
            dict(erasure.gone),
            erasure.stays,
        )


@dataclass(frozen=True, slots=True)
class AskErasure:
    """The asking and its job, both or neither; one at a time. Of the person alone, or of whom the register
    says they represent now; no mandate is given for it."""

    require_face: RequireFace
    preview: PreviewErasure
    erasures: Erasures
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId

    async def __call__(self, acting: Acting, digest: bytes, request: RequestKey) -> ErasureView:
        """Raises FaceForOwnData, NotRepresentative, Unavailable, ErasurePreviewChanged."""
        await self.require_face.for_own_data(acting)
        preview = await self.preview(acting, fresh=True)
        async with self.atomic():
            if before := await self.answers.recall(request, ErasureView):
                return before
            if not compare_digest(preview.digest, digest):
                raise ErasurePreviewChanged(str(acting.party))
            erasure = await self.erasures.running(acting.party)
            if erasure is None or erasure.person != acting.person:
                made, now = ErasureId(self.new_id()), self.preview.now()
                erasure = Erasure(made, acting.party, acting.person, now, preview.stays, {})
                await self.erasures.add(erasure)
                facts = {"erasure": str(made), "shown": preview.digest.hex()}
                await self.ledger.append(Step("erasure-asked", acting=acting, facts=facts))
                await self.jobs.defer(EraseData(made))
            view = ErasureView.of(erasure)
            await self.answers.keep(request, view)
        return view


@dataclass(frozen=True, slots=True)
class ReadErasure:
    """Only who asked for it."""

    check_authority: CheckAuthority
    erasures: Erasures

    async def __call__(self, acting: Acting, erasure_id: ErasureId) -> ErasureView:
        """Raises NotFound (also somebody else's), NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        erasure = await self.erasures.by_id(erasure_id)
        if (erasure.party, erasure.person) != (acting.party, acting.person):
            raise NotFound(str(erasure_id))
        return ErasureView.of(erasure)
