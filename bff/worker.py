"""The worker: one thin task for each job, each calling one use case. Decides nothing.

A job that ends in Unavailable or Unknown is tried again, later and later, with jitter: the use cases look at
their rows first, so another try never repeats what happened. Everything else is our own fault: a few tries,
then it stays on the list of stuck jobs for a person.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from procrastinate import App
from procrastinate.jobs import DeleteJobCondition
from procrastinate.jobs import Job as StoredJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from bff.office import Office
from domain.kernel.ids import CaseId, FindingId, IdentityCheckId, NoticeId, RatingId, ShipmentId, StartId
from domain.kernel.refusal import Outward, Refused

log = structlog.get_logger(__name__)

Run = Callable[[UUID], Awaitable[object]]
OUTWARD_TRIES = 3000  # a fortnight at the longest wait: offices and vendors rest for eight days in October
OWN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """How the worker breathes; the demonstration is less patient than a city."""

    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(minutes=10)
    heartbeat: timedelta = timedelta(seconds=10)
    stalled: timedelta = timedelta(seconds=30)
    anchor: timedelta = timedelta(hours=1)
    parcels: timedelta = timedelta(minutes=10)
    concurrency: int = 4


class PatientRetry(BaseRetryStrategy):
    """Doubling waits with full jitter, up to a longest one."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def get_retry_decision(self, *, exception: BaseException, job: StoredJob) -> RetryDecision | None:
        if isinstance(exception, Refused):
            return None
        if job.attempts >= (OUTWARD_TRIES if isinstance(exception, Outward) else OWN_TRIES):
            return None
        longest = min(self._pace.first_wait * 2 ** min(job.attempts, 12), self._pace.longest_wait)
        wait = longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
        return RetryDecision(retry_in={"microseconds": wait // timedelta(microseconds=1)})


def runs(office: Office) -> Mapping[str, Run]:
    """Every job's name and the use case that does it."""
    return {
        "invite-holder": lambda ref: office.notices.invite_holder(FindingId(ref)),
        "send-notice": lambda ref: office.notices.send_notice(NoticeId(ref)),
        "ask-after-notice": lambda ref: office.notices.ask_after_notice(NoticeId(ref)),
        "prefill-form": lambda ref: office.cases.prefill_form(CaseId(ref)),
        "file-case": lambda ref: office.decisions.file_case(CaseId(ref)),
        "order-shipment": lambda ref: office.shipments.order_shipment(ShipmentId(ref)),
        "report-originals": lambda ref: office.decisions.report_originals(ShipmentId(ref)),
        "fetch-documents": lambda ref: office.decisions.fetch_documents(CaseId(ref)),
        "fetch-licence": lambda ref: office.decisions.fetch_licence(CaseId(ref)),
        "hand-over-rating": lambda ref: office.wallet.hand_over_rating(RatingId(ref)),
        "propose-decision": lambda ref: office.decisions.propose_decision(CaseId(ref)),
        "sense-holder": lambda ref: office.starts.sense_holder(StartId(ref)),
        "forget-face": lambda ref: office.identity.forget_face(IdentityCheckId(ref)),
    }


def inbox_runs(office: Office) -> Mapping[str, Run]:
    """Every kind of callback and the use case that reads it."""
    return {
        "aliyun-sms-report": office.notices.record_delivery_report,
        "aliyun-sms-reply": office.notices.record_reply,
        "kuaidi100-order": office.shipments.record_courier_news,
        "kuaidi100-track": office.shipments.record_courier_news,
        "wechat-event": office.notices.record_wechat_event,
        "approval": office.decisions.record_back_end_push,
    }


def register(app: App, office: Office, pace: Pace) -> None:
    """Give `app` its tasks. Every job class of domain.kernel.jobs has one: a test holds it."""
    retry = PatientRetry(pace)
    for name, run in runs(office).items():
        app.task(name=name, retry=retry)(_simple(run))
    by_source = inbox_runs(office)

    async def read_inbox(message_id: str, source: str) -> None:
        await by_source[source](UUID(message_id))

    app.task(name="read-inbox", retry=retry)(read_inbox)


def _simple(run: Run) -> Callable[..., Awaitable[None]]:
    async def work(**reference: str) -> None:
        [value] = reference.values()
        await run(UUID(value))

    return work


async def work(app: App, office: Office, pace: Pace) -> None:
    """Run until told to stop (SIGTERM, SIGINT): running jobs are finished first."""
    register(app, office, pace)
    chores = [
        asyncio.create_task(_every(pace.stalled / 3, lambda: _take_over(app, pace))),
        asyncio.create_task(_every(pace.anchor, office.wallet.anchor_ledger)),
        asyncio.create_task(_every(pace.parcels, office.shipments.ask_after_parcel)),
    ]
    try:
        await app.run_worker_async(
            concurrency=pace.concurrency,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=10.0,
            update_heartbeat_interval=pace.heartbeat.total_seconds(),
            stalled_worker_timeout=pace.stalled.total_seconds(),
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            install_signal_handlers=True,
        )
    finally:
        for chore in chores:
            chore.cancel()
            with suppress(asyncio.CancelledError):
                await chore


async def _every(pause: timedelta, chore: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await chore()
        except Exception:
            log.exception("chore-failed")
        await asyncio.sleep(pause.total_seconds())


async def _take_over(app: App, pace: Pace) -> None:
    """Jobs of a worker that is gone go back on the list."""
    gone = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=pace.stalled.total_seconds())
    for job in gone:
        await app.job_manager.retry_job(job)
        log.warning("job-taken-over", job=job.id, task=job.task_name)
