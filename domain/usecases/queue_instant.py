"""Queue 4 (秒批): revocations to be heard or signed, rechecks, and cases the rules left to people."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import Light, beijing_date
from domain.clock.ports import Calendars
from domain.decisions.checking import InstantBook, Rechecks, RevocationQueue
from domain.decisions.proposal import Proposal
from domain.decisions.recheck import Recheck, RecheckState
from domain.decisions.revocation import STATE_WORDS, Revocation, RevocationState
from domain.kernel.ids import CaseId
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit
from domain.parties.ports import Parties
from domain.staff.account import Role
from domain.staff.today import Backlog, Waiting
from domain.usecases.compose_shown import called
from domain.usecases.refusal_view import answer_by


@dataclass(frozen=True, slots=True)
class QueueInstant:
    """Implements QueueReader."""

    revocations: RevocationQueue
    rechecks: Rechecks
    book: InstantBook
    cases: Cases
    parties: Parties
    catalogue: Catalogue
    calendars: Calendars
    now: Clock

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        revoking, revocations = await self.revocations.waiting(size=size, remit=remit)
        looking, rechecks = await self.rechecks.waiting(size=size, remit=remit)
        left, proposals = await self.book.waiting(size=size, remit=remit)
        rows = [await self._revocation(one) for one in revocations]
        rows += [await self._left(one) for one in proposals[: size - len(rows)]]
        rows += [await self._recheck(one) for one in rechecks[: max(size - len(rows), 0)]]
        return Backlog(revoking + looking + left, tuple(rows[:size]))

    async def _revocation(self, revocation: Revocation) -> Waiting:
        today = beijing_date(self.now())
        is_refused = revocation.state is RevocationState.REFUSED
        signs = not is_refused and revocation.is_heard(today)
        name, holder = await self._said(revocation.case)
        return Waiting(
            kind="revocation",
            ref=revocation.revocation_id,
            title=name,
            detail=f"{holder} · {STATE_WORDS[revocation.state]}",
            since=revocation.prepared_at,
            action="重新签发" if is_refused else "签发撤销" if signs else "听取意见",
            due=None if is_refused else revocation.hear_until,
            light=str(Light.RED if signs or is_refused else Light.GREEN),
            role=Role.CHIEF if signs or is_refused else None,
        )

    async def _left(self, proposal: Proposal) -> Waiting:
        name, holder = await self._said(proposal.case)
        unmet = "、".join(rule.words for rule in proposal.rules if not rule.met)
        return Waiting(
            kind="case",
            ref=proposal.case,
            title=name,
            detail=f"{holder} · 未满足：{unmet}" if unmet else f"{holder} · 审批系统转人工",
            since=proposal.made_at,
            action="转人工",
        )

    async def _recheck(self, recheck: Recheck) -> Waiting:
        name, holder = await self._said(recheck.case)
        is_wrong, due = recheck.state is RecheckState.WRONG, answer_by(recheck, self.calendars.current())
        why = "本人要求人工复核" if recheck.asked_at else "随机抽查"
        is_late = due is not None and due < beijing_date(self.now())
        return Waiting(
            kind="recheck",
            ref=recheck.recheck_id,
            title=name,
            detail=f"{holder} · {'复核有误，待拟撤销' if is_wrong else why}",
            since=recheck.asked_at or recheck.drawn_at,
            action="拟撤销" if is_wrong else "复核",
            due=None if is_wrong else due,
            light="" if is_wrong or due is None else str(Light.RED if is_late else Light.GREEN),
        )

    async def _said(self, case: CaseId) -> tuple[str, str]:
        """The item's name and the holder's, as staff may read it."""
        found = await self.cases.by_id(case)
        holder = called(await self.parties.by_id(found.party))
        return self.catalogue.of_case(found).name, holder
