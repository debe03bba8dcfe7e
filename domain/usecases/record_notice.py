"""Record what became of a notice (办理提示): each state once, with the exact wording as evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from domain.invitations.call import Call, ReplyKind
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Calls, Notices
from domain.kernel import told
from domain.kernel.jobs import AskAfterNotice
from domain.kernel.party import Channel
from domain.kernel.ports import Clock, Jobs, NewId
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Evidence, Ledger
from domain.usecases.fall_back_to_text import FallBackToText

ARRIVED = (NoticeState.SENT, NoticeState.DELIVERED, NoticeState.UNDELIVERED)
FAILED = (NoticeState.UNDELIVERED, NoticeState.REFUSED)
KINDS = {
    NoticeState.DELIVERED: "notice-delivered",
    NoticeState.UNDELIVERED: "notice-undelivered",
    NoticeState.REFUSED: "notice-refused",
    NoticeState.UNKNOWN: "notice-unknown",
    NoticeState.DROPPED: "notice-dropped",
}
# WeChat cannot be asked: it pushes what became of a message, or never says
SETTLED_AFTER = timedelta(hours=24)
ASK_AFTER: Mapping[Channel, Mapping[NoticeState, timedelta]] = MappingProxyType(
    {
        # reports come within 72 hours, and a lost one is repeated for 16 minutes only (aliyun, smsreport-2)
        Channel.SMS: {NoticeState.UNKNOWN: timedelta(minutes=2), NoticeState.SENT: timedelta(minutes=30)},
        # SENT: the event that tells what became of it may be lost
        Channel.MINI_PROGRAM: {NoticeState.UNKNOWN: SETTLED_AFTER, NoticeState.SENT: SETTLED_AFTER},
        Channel.OFFICIAL_ACCOUNT: {NoticeState.UNKNOWN: SETTLED_AFTER, NoticeState.SENT: SETTLED_AFTER},
        # the same push again is the same push, for a quarter of an hour (emas, IdempotentToken)
        # what was taken was not read by that: somebody looks, once
        Channel.APP: {NoticeState.UNKNOWN: timedelta(minutes=4), NoticeState.SENT: SETTLED_AFTER},
    }
)
UNSETTLED = "unsettled"
UNOPENED = "unopened"  # taken by the push service, and its reader did not come for a day


@dataclass(frozen=True, slots=True)
class News:
    """reference: the vendor's number; error: its code of a failure; both may come from who did not sign."""

    state: NoticeState
    reference: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RecordNotice:
    """Part of a use case's transaction that holds the notice: its state, ledger, call and next job."""

    notices: Notices
    calls: Calls
    ledger: Ledger
    evidence: Evidence
    fall_back: FallBackToText
    jobs: Jobs
    now: Clock
    new_id: NewId

    async def __call__(self, notice: Notice, news: News) -> bool:
        """False, and nothing changed but the vendor's number, when the news is old."""
        is_news = notice.can(news.state)
        notice.reference = notice.reference or told.number(news.reference)
        if is_news:
            notice.move(news.state)
            if news.state in ARRIVED and notice.sent_at is None:
                await self._sent(notice)
            if kind := KINDS.get(news.state):
                await self.ledger.append(Step(kind, notice.matter, facts=_facts(notice, news)))
            if news.state in FAILED:
                await self._otherwise(notice, news)
            if wait := ASK_AFTER.get(notice.channel, {}).get(notice.state):
                await self.jobs.defer(AskAfterNotice(notice.notice_id), after=wait)
        await self.notices.save(notice)
        return is_news

    async def _sent(self, notice: Notice) -> None:
        notice.sent_at = notice.tried_at
        wording = await self.evidence.keep("notice", notice.wording.encode(), matter=notice.matter)
        facts = {
            "notice": str(notice.notice_id),
            "template": notice.template,
            "out_id": notice.out_id,
            "channel": str(notice.channel),
        }
        await self.ledger.append(Step("notice-sent", notice.matter, evidence=wording, facts=facts))

    async def _otherwise(self, notice: Notice, news: News) -> None:
        """What certainly did not arrive another way goes as a text; the rest is for a clerk's call.

        Nobody is written to twice: where the vendor never says, it may have arrived.
        """
        is_settled = notice.channel is not Channel.SMS and news.error != UNSETTLED
        if is_settled and await self.fall_back(notice):
            return
        call = Call(self.new_id(), notice.to, ReplyKind.UNREACHABLE, self.now(), notice.matter)
        await self.calls.add(call, natural_key=f"notice/{notice.notice_id}")


def _facts(notice: Notice, news: News) -> dict[str, Fact]:
    return {
        "notice": str(notice.notice_id),
        "reference": notice.reference,
        "error": told.code(news.error),
        "channel": str(notice.channel),
    }
