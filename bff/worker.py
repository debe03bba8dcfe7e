"""The worker: one thin task for each job, each calling one use case. Decides nothing.

A job that ends in Unavailable or Unknown is tried again, later and later, with jitter: the use cases look at
their rows first, so another try never repeats what happened. Everything else is our own fault: a few tries
of that kind, then it stays on the list of stuck jobs for a person.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from procrastinate import App, JobContext
from procrastinate.jobs import DeleteJobCondition
from procrastinate.jobs import Job as StoredJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from bff.chores import every, going_on
from bff.office import Office
from domain.kernel.ids import (
    AlertId,
    CaseId,
    DataExportId,
    ErasureId,
    FindingId,
    IdentityCheckId,
    ItemVersionId,
    NoticeId,
    PromiseId,
    RatingId,
    ResultId,
    RevocationId,
    ShipmentId,
    StartId,
    SupplementId,
)
from domain.kernel.refusal import Outward, Refused
from domain.kernel.retrying import retrying

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
    closing: timedelta = timedelta(hours=1)
    supplements: timedelta = timedelta(minutes=10)
    silence: timedelta = timedelta(hours=6)
    sampling: timedelta = timedelta(hours=1)
    ladder: timedelta = timedelta(hours=1)
    expiry: timedelta = timedelta(hours=1)
    texting: timedelta = timedelta(minutes=1)
    concurrency: int = 4


class OwnFaultError(Exception):
    """A fault of ours, its cause; `tries`: how many of the job's last tries ended so."""

    def __init__(self, tries: int) -> None:
        super().__init__(tries)
        self.tries = tries


class PatientRetry(BaseRetryStrategy):
    """Doubling waits with full jitter, up to a longest one."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def get_retry_decision(self, *, exception: BaseException, job: StoredJob) -> RetryDecision | None:
        if isinstance(exception, Refused):
            return None
        if isinstance(exception, OwnFaultError) and exception.tries > OWN_TRIES:
            return None
        is_counted = isinstance(exception, Outward | OwnFaultError)
        if job.attempts >= (OUTWARD_TRIES if is_counted else OWN_TRIES):
            return None
        longest = min(self._pace.first_wait * 2 ** min(job.attempts, 12), self._pace.longest_wait)
        wait = longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
        return RetryDecision(retry_in={"microseconds": wait // timedelta(microseconds=1)})


def runs(office: Office) -> Mapping[str, Run]:
    """Every job's name and the use case that does it."""
    return {
        "invite-holder": lambda ref: office.notices.invite_holder(FindingId(ref)),
        "send-notice": lambda ref: office.notices.send_notice(NoticeId(ref)),
        "address-notice": lambda ref: office.notices.address_notice(NoticeId(ref)),
        "ask-after-notice": lambda ref: office.notices.ask_after_notice(NoticeId(ref)),
        "prefill-form": lambda ref: office.cases.prefill_form(CaseId(ref)),
        "file-case": lambda ref: office.decisions.file_case(CaseId(ref)),
        "order-shipment": lambda ref: office.shipments.order_shipment(ShipmentId(ref)),
        "ask-parcel": lambda ref: office.shipments.ask_after_parcel.one(ShipmentId(ref)),
        "follow-posted": lambda ref: office.shipments.follow_posted(ShipmentId(ref)),
        "cancel-shipment": lambda ref: office.shipments.cancel_shipment(ShipmentId(ref)),
        "report-originals": lambda ref: office.decisions.report_originals(ShipmentId(ref)),
        "answer-supplement": lambda ref: office.supplements.hand_in(SupplementId(ref)),
        "withdraw-case": lambda ref: office.endings.tell_withdrawal(CaseId(ref)),
        "return-case": lambda ref: office.endings.tell_return(CaseId(ref)),
        "tell-promise": lambda ref: office.promises.tell_promise(PromiseId(ref)),
        "fetch-documents": lambda ref: office.decisions.fetch_documents(CaseId(ref)),
        "fetch-licence": lambda ref: office.decisions.fetch_licence(CaseId(ref)),
        "archive-case": lambda ref: office.archives.archive_case(CaseId(ref)),
        "push-result": lambda ref: office.supervision.push_result(ResultId(ref)),
        "hand-over-rating": lambda ref: office.wallet.hand_over_rating(RatingId(ref)),
        "ask-revocation": lambda ref: office.instant.ask_revocation(RevocationId(ref)),
        "withdraw-proposal": lambda ref: office.decisions.withdraw_proposal(CaseId(ref)),
        "propose-decision": lambda ref: office.decisions.propose_decision(CaseId(ref)),
        "sense-holder": lambda ref: office.starts.sense_holder(StartId(ref)),
        "check-item-version": lambda ref: office.item_versions.check_item_version(ItemVersionId(ref)),
        "try-item-version": lambda ref: office.item_versions.try_item_version(ItemVersionId(ref)),
        "tell-person": lambda ref: office.sessions.tell_person(AlertId(ref)),
        "build-data-export": lambda ref: office.my_data.build_data_export(DataExportId(ref)),
        "erase-data": lambda ref: office.my_data.erase_data(ErasureId(ref)),
        "forget-face": lambda ref: office.identity.forget_face(IdentityCheckId(ref)),
    }


def inbox_runs(office: Office) -> Mapping[str, Run]:
    """Every kind of callback and the use case that reads it."""
    return {
        "aliyun-sms-report": office.notices.record_delivery_report,
        "aliyun-sms-reply": office.notices.record_reply,
        "tencent-sms-report": office.notices.record_delivery_report,
        "tencent-sms-reply": office.notices.record_reply,
        "kuaidi100-order": office.shipments.record_courier_news,
        "kuaidi100-track": office.shipments.record_courier_news,
        "sf-push": office.shipments.record_courier_news,
        "ems-push": office.shipments.record_courier_news,
        "wechat-event": office.notices.record_wechat_event,
        "official-account-event": office.wechat.record_account_event,
        "approval": office.decisions.record_back_end_push,
    }


def register(app: App, office: Office, pace: Pace) -> None:
    """Give `app` its tasks. Every job class of domain.kernel.jobs has one: a test holds it."""
    retry = PatientRetry(pace)
    for name, run in runs(office).items():
        app.task(name=name, retry=retry, pass_context=True)(_noting(office, _simple(run)))
    by_source = inbox_runs(office)

    async def read_inbox(message_id: str, source: str) -> None:
        await by_source[source](UUID(message_id))

    app.task(name="read-inbox", retry=retry, pass_context=True)(_noting(office, read_inbox))


def _noting(office: Office, run: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """What goes wrong stands where staff read it (卡住的事), and leaves when it goes well in the end."""

    async def work(context: JobContext, **arguments: str) -> None:
        number = context.job.id or 0
        try:
            with retrying() if context.job.attempts else nullcontext():
                await run(**arguments)
        except Exception as trouble:
            try:
                tries = await office.today.note_trouble(number, context.job.task_name, trouble)
            except Exception:
                log.exception("trouble-not-noted")
                raise trouble from trouble.__cause__
            if isinstance(trouble, Outward):
                raise
            raise OwnFaultError(tries.own) from trouble
        if context.job.attempts:
            await office.today.note_trouble.over(number)

    return work


def _simple(run: Run) -> Callable[..., Awaitable[None]]:
    async def work(**reference: str) -> None:
        [value] = reference.values()
        await run(UUID(value))

    return work


async def work(app: App, office: Office, pace: Pace) -> None:
    """Run until told to stop (SIGTERM, SIGINT): running jobs are finished first."""
    register(app, office, pace)
    chores = (
        every(pace.stalled / 3, lambda: _take_over(app, pace)),
        every(pace.anchor, office.wallet.anchor_ledger),
        every(pace.texting, lambda: _weigh_operators(office)),
        every(pace.ladder, office.calls.remind_holders),
        every(pace.ladder, office.calls.remind_unfinished),
        every(pace.ladder, office.calls.lapse_matters),
        every(pace.parcels, office.shipments.ask_after_parcel),
        every(pace.parcels, office.shipments.ask_after_booking),
        every(pace.closing, office.shipments.close_delivered),
        every(pace.closing, office.endings.close_ended),
        every(pace.closing, office.archives.archive_ended),
        every(pace.closing, office.mandates.lapse_mandates),
        every(pace.closing, office.mandates.ask_givers),
        every(pace.closing, office.supervision.reconcile_results),
        every(pace.supplements, office.supervision.chase_receipts),
        every(pace.silence, office.decisions.ask_after_cases),
        every(pace.supplements, office.supplements.deem_accepted),
        every(pace.sampling, office.instant.draw_sample),
        every(pace.sampling, office.grievances.close_grievances),
        every(pace.supplements, office.supplements.return_late_cases),
        every(pace.supplements, office.promises.watch_promises),
        every(pace.expiry, lambda: _expire(office)),
    )
    async with going_on(*chores):
        await app.run_worker_async(
            concurrency=pace.concurrency,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=10.0,
            update_heartbeat_interval=pace.heartbeat.total_seconds(),
            stalled_worker_timeout=pace.stalled.total_seconds(),
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            install_signal_handlers=True,
        )


async def _expire(office: Office) -> None:
    """How many rows went by which rule; whose they were is nobody's to read."""
    removed = await office.my_data.expire_data()
    if removed:
        log.info("data-expired", **{place.replace("-", "_"): count for place, count in removed.items()})


async def _weigh_operators(office: Office) -> None:
    """Who is given how many texts from now on, and why."""
    shares = await office.notices.weigh_sms_operators()
    if shares is not None:
        log.warning("sms-shares-changed", why=shares.why, **shares.of)


async def _take_over(app: App, pace: Pace) -> None:
    """Jobs of a worker that is gone go back on the list."""
    gone = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=pace.stalled.total_seconds())
    for job in gone:
        await app.job_manager.retry_job(job)
        log.warning("job-taken-over", job=job.id, task=job.task_name)
