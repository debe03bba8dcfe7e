"""Record a push list (推送清单) with its findings, the doubts among them and its ledger entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.findings.back_test import PastCount
from domain.findings.finding import Finding, Reason
from domain.findings.ports import Questionable
from domain.findings.push_list import PushList
from domain.findings.store import PushLists
from domain.kernel.ids import PushListId
from domain.kernel.ports import Clock, NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.judge_candidates import NO_QUESTIONS
from domain.usecases.note_doubt import NoteDoubt


@dataclass(frozen=True, slots=True)
class RecordPushList:
    """Part of a transaction."""

    push_lists: PushLists
    note_doubt: NoteDoubt
    ledger: Ledger
    new_id: NewId
    now: Clock

    async def __call__(
        self,
        findings: Sequence[Finding],
        staff: StaffAccount,
        *,
        back_test: tuple[PastCount, ...] = (),
        questions: Mapping[str, Questionable] = NO_QUESTIONS,
    ) -> PushList:
        at = self.now()
        made = PushList.prepare(
            PushListId(self.new_id()), findings, by=staff.staff_id, at=at, back_test=back_test
        )
        await self.push_lists.add(made, findings)
        doubted = {
            one.verdict.candidate.change_id: one.verdict.why.record_id
            for one in findings
            if one.reason is Reason.NEEDS_CLERK and one.verdict.candidate.change_id
        }
        for change_id, record_id in doubted.items():
            await self.note_doubt(change_id, record_id, at=at)
        for one in findings:
            question = questions.get(one.verdict.why.record_id)
            if one.reason is Reason.NEEDS_CLERK and question is not None:
                await self.note_doubt.about(one, question, at=at)
        await self.ledger.append(_prepared(made, staff))
        return made


def _prepared(made: PushList, staff: StaffAccount) -> Step:
    rules = ",".join(made.rules)
    facts = {"list": str(made.push_list_id), "rule": rules, "digest": made.digest}
    return Step("push-list-prepared", staff=staff.login, facts={**facts, "due": made.counts.due})
