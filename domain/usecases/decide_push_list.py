"""Decide on a push list (推送清单): sign it, send it back or stop it. Only a signed one goes to people."""

from dataclasses import dataclass
from enum import StrEnum

from domain.findings.push_list import ListState, PushList, PushListChanged, digest_of
from domain.findings.store import PushLists
from domain.kernel.ids import PushListId
from domain.kernel.jobs import InviteHolder
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.describe_push_list import DescribePushList, PushListView


class Decision(StrEnum):
    SIGN = "sign"  # 签发
    SEND_BACK = "send_back"  # 退回
    STOP = "stop"  # 停止


@dataclass(frozen=True, slots=True)
class DecidePushList:
    """The decision, its ledger entry and, once signed, a job for each matter to be opened: all or nothing."""

    push_lists: PushLists
    describe: DescribePushList
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self,
        staff: StaffAccount,
        push_list_id: PushListId,
        decision: Decision,
        *,
        digest: str,
        note: str,
        request: RequestKey,
    ) -> PushListView:
        """`digest`: of the list that was read. Raises NotFound, StepNotAllowed, SignerIsPreparer,
        IdempotencyKeyReused; PushListChanged when the list, or the rows behind it, are not what was read."""
        async with self.atomic():
            if before := await self.answers.recall(request, PushListView):
                return before
            push_list = await self.push_lists.take(push_list_id)
            if digest != push_list.digest:
                raise PushListChanged(str(push_list_id))
            match decision:
                case Decision.SIGN:
                    await self._sign(push_list, staff)
                case Decision.SEND_BACK:
                    push_list.send_back(by=staff.staff_id, at=self.now(), remark=note)
                case Decision.STOP:
                    push_list.stop(by=staff.staff_id, at=self.now(), remark=note)
            await self.push_lists.save(push_list)
            facts: dict[str, Fact] = {"list": str(push_list_id), "digest": push_list.digest}
            await self.ledger.append(Step(KINDS[push_list.state], staff=staff.login, facts=facts))
            view = await self.describe(push_list)
            await self.answers.keep(request, view)
        return view

    async def _sign(self, push_list: PushList, staff: StaffAccount) -> None:
        findings = await self.push_lists.findings(push_list.push_list_id)
        push_list.sign(by=staff.staff_id, at=self.now(), digest=digest_of(findings))
        first = {one.bundle_key: one.finding_id for one in reversed(findings) if one.reason is None}
        for finding in findings:
            if finding.finding_id == first.get(finding.bundle_key):
                await self.jobs.defer(InviteHolder(finding.finding_id))


KINDS = {
    ListState.SIGNED: "push-list-signed",
    ListState.SENT_BACK: "push-list-sent-back",
    ListState.STOPPED: "push-list-stopped",
}
