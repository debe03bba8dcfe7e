"""Follow a revocation (撤销) as its signed push comes: the card reads 已撤销, the person is told why."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from domain.cases.case import Case, CaseState
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.decisions.checking import Revocations
from domain.decisions.ports import Decisions
from domain.decisions.push import BackEndPush
from domain.decisions.revocation import Basis, Revocation, RevocationState
from domain.kernel.ids import MatterId, RevocationId
from domain.kernel.personal import Free
from domain.kernel.ports import Clock, NewId
from domain.licences.licence import LicenceStatus
from domain.licences.ports import Licences

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
"""As TellHolder."""


@dataclass(frozen=True, slots=True)
class FollowRevocation:
    """Inside atomic, the case held and already where the push led it."""

    revocations: Revocations
    decisions: Decisions
    licences: Licences
    catalogue: Catalogue
    tell: Tell
    now: Clock
    new_id: NewId

    async def __call__(self, case: Case, push: BackEndPush) -> None:
        if case.state is not CaseState.REVOKED:
            return
        known = await self.revocations.of_case(case.case_id)
        if known is None or not known.is_open:
            known = self._of_back_end(case, push)
            await self.revocations.add(known)
        known.move(RevocationState.REVOKED)
        known.revoked_at, known.remedies = push.at, push.remedies
        if push.reasons:
            known.reasons = tuple(Free(one) for one in push.reasons)
        await self.revocations.save(known)
        await self._end_licence(case)
        await self.tell(case.matter, "licence-revoked", {"item": self.catalogue.of_case(case).name})

    def _of_back_end(self, case: Case, push: BackEndPush) -> Revocation:
        """Who granted it may revoke it unasked (行政许可法 §69)."""
        return Revocation(
            RevocationId(self.new_id()),
            case.case_id,
            Basis.OTHERWISE_PROVIDED,
            tuple(Free(one) for one in push.reasons),
            None,
            push.at,
            beijing_date(push.at),
        )

    async def _end_licence(self, case: Case) -> None:
        """The card says so at once, not when the wallet asks the bank the next time."""
        decision = await self.decisions.of_case(case.case_id)
        if decision is not None and decision.licence is not None:
            licence = await self.licences.by_id(decision.licence)
            ended = replace(licence, status=LicenceStatus.REVOKED, fetched_at=self.now())
            await self.licences.put(ended)
