"""Note a call (登记电话联络) for somebody who asked in another way: at 12345, at the counter."""

from dataclasses import dataclass

from domain.invitations.call import Call, ReplyKind
from domain.invitations.ports import CallEntries, Calls
from domain.kernel.identifiers import mobile
from domain.kernel.ids import CallId, MatterId
from domain.kernel.personal import Free, Phone
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Evidence, Ledger
from domain.matters.ports import Matters
from domain.staff.account import StaffAccount
from domain.staff.concerns import Work
from domain.usecases.check_remit import CheckRemit
from domain.usecases.find_matter import FindMatter
from domain.usecases.settle_call import CallSettled, call_settled


@dataclass(frozen=True, slots=True)
class Asked:
    """`phone` as typed; `matter` or `code`: what about, where known; else what was last written to it."""

    kind: ReplyKind
    phone: str
    matter: MatterId | None = None
    code: str = ""
    note: Free | None = None


@dataclass(frozen=True, slots=True)
class NoteCall:
    calls: Calls
    entries: CallEntries
    find_matter: FindMatter
    matters: Matters
    check_remit: CheckRemit
    ledger: Ledger
    evidence: Evidence
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, staff: StaffAccount, asked: Asked, request: RequestKey) -> CallSettled:
        """In the entry of its matter, or of its number, which is the hall's. Raises IdentifierInvalid,
        NotFound (matter), AddressCodeMistyped."""
        phone = mobile(asked.phone)
        matter = asked.matter
        if matter is not None:
            await self.matters.by_id(matter)
        elif asked.code:
            matter = await self.find_matter.by_code(asked.code)
        if matter is not None:
            await self.check_remit(staff, Work.MATTER, matter)
        async with self.atomic():
            if before := await self.answers.recall(request, CallSettled):
                return before
            matter = matter or await self._last_matter(staff, phone)
            said = None
            if asked.note is not None:
                said = await self.evidence.keep("call-note", asked.note.reveal().encode(), matter=matter)
            call = Call(self.new_id(), phone, asked.kind, self.now(), matter, said)
            await self.calls.add(call, natural_key=f"noted/{call.call_id}")
            facts = {"call": str(call.call_id), "kind": str(asked.kind)}
            await self.ledger.append(
                Step("call-noted", matter, staff=staff.login, evidence=said, facts=facts)
            )
            noted = call_settled(await self.entries.by_id(CallId(call.call_id)))
            await self.answers.keep(request, noted)
        return noted

    async def _last_matter(self, staff: StaffAccount, phone: Phone) -> MatterId | None:
        """That a number has a matter of another body is not told."""
        matter = await self.calls.last_matter_of(phone)
        if matter is None or not await self.check_remit.covers(staff, Work.MATTER, matter):
            return None
        return matter
