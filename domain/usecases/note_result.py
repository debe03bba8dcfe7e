"""Note a result for the regulator (审管衔接) in the same transaction that the case moves by."""

from dataclasses import dataclass
from datetime import timedelta

from domain.cases.case import Case, CaseState
from domain.catalogue.item import Kind
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.decisions.push import BackEndPush
from domain.invitations.ports import Invitations
from domain.kernel.jobs import ArchiveCase, PushResult
from domain.kernel.ports import Jobs
from domain.parties.ports import Parties
from domain.supervision.ports import Results
from domain.supervision.result import ResultDraft, ResultKind, canonical_result

KINDS = {
    CaseState.GRANTED: ResultKind.GRANTED,
    CaseState.DENIED: ResultKind.DENIED,
    CaseState.REVOKED: ResultKind.REVOKED,
}
DOCUMENTS_COME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NoteResult:
    """A follower of pushes: inside atomic, the case held and where the push led it."""

    results: Results
    catalogue: Catalogue
    invitations: Invitations
    parties: Parties
    jobs: Jobs

    async def __call__(self, case: Case, push: BackEndPush) -> None:
        kind = KINDS.get(case.state)
        if kind is None:
            return
        if kind is ResultKind.REVOKED:  # its own bundle, once the sealed decision has come
            await self.jobs.defer(ArchiveCase(case.case_id), after=DOCUMENTS_COME)
        item = self.catalogue.of_case(case)
        if kind is ResultKind.GRANTED and item.kind is Kind.CHANGE:
            kind = ResultKind.CHANGED
        invitation = await self.invitations.of_matter(case.matter)
        body = invitation.offer(case.item).issuing_body
        day = beijing_date(push.at)
        content = canonical_result(await self._said(case, kind, push, item.name))
        made = await self.results.add(ResultDraft(body, case.case_id, case.matter, kind, day, content))
        if made is not None:
            await self.jobs.defer(PushResult(made))

    async def _said(self, case: Case, kind: ResultKind, push: BackEndPush, item: str) -> dict[str, object]:
        """Of a refusal only that there was one: who was refused is nobody's to supervise."""
        said: dict[str, object] = {
            "caseNo": case.number,
            "item": str(case.item),
            "itemName": item,
            "kind": str(kind),
            "day": beijing_date(push.at).isoformat(),
            "decidedAt": push.at.isoformat(),
        }
        if kind is ResultKind.DENIED:
            return said
        party = await self.parties.by_id(case.party)
        said |= {"holder": party.name.reveal(), "holderCode": party.number.reveal()}
        if push.licence is not None:
            said["licenceNo"] = push.licence.number
            said["validUntil"] = push.licence.valid_until.isoformat() if push.licence.valid_until else None
        return said
