"""Record a delivery report (状态报告): it changes the state of its message and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.invitations.notice import NoticeState
from domain.invitations.ports import Notices
from domain.invitations.tries import SmsTries
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock
from domain.ledger.inbox import Inbox
from domain.usecases.ask_after_notice import REPORTS_END
from domain.usecases.receive_sms_reports import STATES
from domain.usecases.record_notice import News, RecordNotice
from domain.usecases.send_code import OUT_ID
from domain.usecases.tell_person import OUT_ID as ALERT_OUT_ID


@dataclass(frozen=True, slots=True)
class RecordDeliveryReport:
    """The notice's state and the report done, or neither.

    A report of no message of ours may be of one just being sent, and is left undone; what can be no report
    of anything any more is done. What is never read again goes by its age (保存期限).
    """

    inbox: Inbox
    tries: SmsTries
    notices: Notices
    record: RecordNotice
    atomic: Atomic
    now: Clock

    async def __call__(self, message_id: UUID) -> None:
        async with self.atomic():
            message = await self.inbox.take(message_id)
            if message is None:
                return
            body = message.body
            out_id = body["out_id"] or await self._out_id(body)
            if out_id.startswith((OUT_ID, ALERT_OUT_ID)):
                # who waits for a code asks for another; what a warning says stands on the list
                await self.inbox.done(message_id, "no-notice")
                return
            notice = await self.notices.take_by_out_id(out_id) if out_id else None
            if notice is None or notice.to != Phone(body["phone"]):
                if self.now() - message.received_at > REPORTS_END:
                    await self.inbox.done(message_id, "no-notice")
                return
            is_delivered = body["state"] == "delivered"
            if not is_delivered and out_id != notice.out_id:
                await self.inbox.done(message_id, "earlier-try")
                return
            state = NoticeState.DELIVERED if is_delivered else NoticeState.UNDELIVERED
            is_news = await self.record(notice, News(state, body["reference"], body["error"]))
            await self.inbox.done(message_id, "recorded" if is_news else "known")

    async def _out_id(self, body: Mapping[str, str]) -> str:
        """Of an operator that echoes no number of ours: by the one it gave us, known by now."""
        found = await self.tries.reported(
            body["vendor"], out_id="", reference=body["reference"], state=STATES[body["state"]]
        )
        return found or ""
