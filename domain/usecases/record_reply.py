"""Record a text somebody sent back (上行短信): an entry of the call list, never an intent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.invitations.call import Call, ReplyKind
from domain.invitations.ports import Calls
from domain.kernel.identifiers import IdentifierInvalid, mobile, narrow
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, NewId
from domain.ledger.entry import Step
from domain.ledger.inbox import Inbox
from domain.ledger.ports import Evidence, Ledger

KINDS = {"1": ReplyKind.CALL_ME, "2": ReplyKind.NOT_THIS_TIME, "3": ReplyKind.NOT_ME}


@dataclass(frozen=True, slots=True)
class RecordReply:
    """The call, its ledger entry and the reply done, or nothing. It answers and suppresses nothing."""

    inbox: Inbox
    calls: Calls
    ledger: Ledger
    evidence: Evidence
    atomic: Atomic
    new_id: NewId

    async def __call__(self, message_id: UUID) -> None:
        async with self.atomic():
            message = await self.inbox.take(message_id)
            if message is None:
                return
            body = message.body
            phone = _phone(body["phone"])
            kind = KINDS.get(narrow(body["text"]).strip().strip(".。"), ReplyKind.OTHER)
            matter = await self.calls.last_matter_of(phone)
            said = await self.evidence.keep("reply", body["text"].encode(), matter=matter)
            call = Call(self.new_id(), phone, kind, datetime.fromisoformat(body["at"]), matter, said)
            if await self.calls.add(call, natural_key=f"reply/{message_id}") and matter is not None:
                await self.ledger.append(
                    Step("reply-received", matter, evidence=said, facts={"kind": str(kind)})
                )
            await self.inbox.done(message_id, str(kind))


def _phone(text: str) -> Phone:
    """As we keep numbers, where it is a mobile one; a reply from elsewhere is kept as it came."""
    try:
        return mobile(text)
    except IdentifierInvalid:
        return Phone(text)
