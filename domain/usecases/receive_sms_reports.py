"""Receive delivery reports (状态报告) of the SMS operator: kept first, worked on later."""

from dataclasses import dataclass

from domain.invitations.outside import SmsCallbacks
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.ledger.inbox import Inbox

SOURCE = "aliyun-sms-report"


@dataclass(frozen=True, slots=True)
class ReceiveSmsReports:
    """Every report is kept once with its job, or none is and the operator posts them again."""

    callbacks: SmsCallbacks
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, body: bytes) -> None:
        """Raises SignatureWrong when malformed."""
        reports = self.callbacks.reports(body)
        async with self.atomic():
            for report in reports:
                # one number of theirs is one message; its state may still turn from failed to delivered
                natural_key = f"{report.reference}/{report.out_id}/{report.fate.state}"
                message = await self.inbox.put(
                    SOURCE,
                    natural_key,
                    {
                        "out_id": report.out_id,
                        "reference": report.reference,
                        "phone": report.phone.reveal(),
                        "state": report.fate.state,
                        "error": report.fate.error,
                    },
                )
                if message is not None:
                    await self.jobs.defer(ReadInbox(message, SOURCE))
