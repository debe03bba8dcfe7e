"""Record that a licence is shown (亮证): a fresh code, the ones before it ended, and a line in the ledger."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.kernel.ids import PresentationId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Digests, KeptAnswers, NewId, Randomness, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.licences.licence import IN_FORCE, Licence, LicenceNotShowable
from domain.licences.ports import Licences, Presentations
from domain.licences.presentation import Presentation

CODE = "presentation-code"  # purpose of the digest under which a code is kept


@dataclass(frozen=True, slots=True)
class Shown:
    """`confirmed_at`: 最近核对, None in an answer of the release before; `bank_away`: it is not of now."""

    presentation_id: UUID
    code: str = field(repr=False)
    expires_at: datetime = field()
    confirmed_at: datetime | None = None
    bank_away: bool = False


@dataclass(frozen=True, slots=True)
class RecordPresentation:
    licences: Licences
    presentations: Presentations
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    randomness: Randomness
    digests: Digests
    now: Clock
    new_id: NewId

    async def __call__(
        self, acting: Acting, licence: Licence, request: RequestKey, *, asked_at: datetime
    ) -> Shown:
        """All or nothing; of a licence no two codes are good at once. `licence` as the bank told it last.

        Raises LicenceNotShowable when it was ended since.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, Shown):
                return before
            kept = await self.licences.put(licence)
            if kept.status not in IN_FORCE:
                raise LicenceNotShowable(str(kept.licence_id), why=kept.status.value)
            shown = Presentation(
                PresentationId(self.new_id()), kept.licence_id, kept.holder, acting.person, self.now()
            )
            code = self.randomness.token()
            await self.presentations.add(shown, code=self.digests.keyed(CODE, code))
            facts = {"licence": str(kept.licence_id), "presentation": str(shown.presentation_id)}
            await self.ledger.append(Step("licence-shown", acting=acting, facts=facts))
            last = kept.last_confirmed
            answer = Shown(shown.presentation_id, code, shown.expires_at, last, bank_away=last < asked_at)
            await self.answers.keep(request, answer)
        return answer
