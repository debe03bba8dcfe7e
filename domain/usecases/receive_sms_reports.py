"""Receive delivery reports (状态报告) of the SMS operators: kept first, worked on later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.invitations.outside import SmsCallbacks, SmsReport
from domain.invitations.tries import SmsTries, TryState
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Jobs
from domain.kernel.refusals import NotFound
from domain.ledger.inbox import Inbox

SOURCE = "-sms-report"  # behind the operator's name
SOON = timedelta(minutes=1)  # a report may be quicker than the answer it reports on
STATES = {"delivered": TryState.DELIVERED, "failed": TryState.FAILED}


@dataclass(frozen=True, slots=True)
class ReceiveSmsReports:
    """Every report is kept once with its job, or none is and the operator posts them again.

    `callbacks`: by operator.
    """

    callbacks: Mapping[str, SmsCallbacks]
    tries: SmsTries
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, vendor: str, body: bytes) -> None:
        """Raises NotFound: no such operator; SignatureWrong when malformed."""
        if vendor not in self.callbacks:
            raise NotFound
        reports = self.callbacks[vendor].reports(body)
        async with self.atomic():
            for report in reports:
                await self._keep(vendor, report)

    async def _keep(self, vendor: str, report: SmsReport) -> None:
        fate, source = report.fate, f"{vendor}{SOURCE}"
        known = None
        if (state := STATES.get(fate.state)) is not None:
            known = await self.tries.reported(
                vendor, out_id=report.out_id, reference=report.reference, state=state
            )
        out_id = report.out_id or known or ""
        # one number of theirs is one message; its state may still turn from failed to delivered
        message = await self.inbox.put(
            source,
            f"{report.reference}/{report.out_id}/{fate.state}",
            {
                "out_id": out_id,
                "vendor": vendor,
                "reference": report.reference,
                "phone": report.phone.reveal(),
                "state": fate.state,
                "error": fate.error,
            },
        )
        if message is not None:
            await self.jobs.defer(ReadInbox(message, source), after=timedelta() if out_id else SOON)
