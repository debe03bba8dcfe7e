"""The invitation (邀约): what a notice opens; every item due in one matter, and the answer to each."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import NotFound


class Answer(StrEnum):
    """办理意向 for one item; only «yes» opens a case."""

    YES = "yes"  # 继续办理
    NOT_NOW = "not_now"  # 暂不办理
    ALREADY_DONE = "already_done"  # 已经办过
    NOT_ME = "not_me"  # 与我无关
    NEVER = "never"  # 不再提醒


class MatterAlreadyAnswered(Refusal):
    code, title = "matter-already-answered", "该事项已经答复过"
    advice = "请在「我的办件」查看进度"


class InvitationLapsed(Refusal):
    code, title = "invitation-lapsed", "已过可申请的最后期限"
    advice = "请到窗口咨询补办方式"


class ShownTextChanged(Refusal):
    """What would be agreed to is not what was on the screen."""

    code, title = "shown-text-changed", "页面内容已更新，请重新查看后再确认"


class PromiseNeeded(Refusal):
    code, title = "promise-needed", "请先阅读并确认真实性承诺"


@dataclass(slots=True)
class Offer:
    """One item due: why, until when, and what was answered."""

    item: ItemCode
    record_id: str  # the register's opaque key of the licence
    issuing_body: str  # USCC
    event_date: date
    last_day: date  # last lawful day to apply, inclusive, Beijing
    rule: str  # «id@version»
    as_of: datetime
    answer: Answer | None = None
    licence_tail: str = ""  # last characters of the number on the licence, to recognise it by; at most 8
    source: str = ""  # the register that vouches for the event; empty: not kept when the offer was made
    changed: tuple[str, ...] = ()  # which fields the register changed: name, responsible …
    holder_key: str = ""  # the snapshots' keyed hash of the holder


@dataclass(slots=True)
class Invitation:
    invitation_id: InvitationId
    matter: MatterId
    party: PartyId
    offers: list[Offer]
    text_version: str
    issued_at: datetime
    version: int = 0
    seen_at: datetime | None = None

    def offer(self, item: ItemCode) -> Offer:
        """Raises NotFound."""
        for offer in self.offers:
            if offer.item == item:
                return offer
        raise NotFound(str(item))

    def answer(self, item: ItemCode, answer: Answer, *, today: date) -> bool:
        """Record one answer: True when it is news. The same answer again changes nothing.

        Raises NotFound, InvitationLapsed (a yes after the last lawful day), MatterAlreadyAnswered.
        """
        offer = self.offer(item)
        if offer.answer is answer:
            return False
        if offer.answer not in (None, Answer.NOT_NOW):
            raise MatterAlreadyAnswered(str(item))
        if answer is Answer.YES and today > offer.last_day:
            raise InvitationLapsed(str(item))
        offer.answer = answer
        self.version += 1
        return True

    def open_offers(self, today: date) -> tuple[Offer, ...]:
        """What may still be said yes to: unanswered or put off, and not too late."""
        waiting = (None, Answer.NOT_NOW)
        return tuple(one for one in self.offers if one.answer in waiting and today <= one.last_day)

    @property
    def last_day(self) -> date:
        """The first of the offers' last lawful days: until then all can be done."""
        return min(offer.last_day for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Code:
    """One address code of an invitation, as it is kept: each message carries a fresh one."""

    digest: bytes = field(repr=False)
    invitation: InvitationId = field()
    valid_through: date = field()
