"""The visit (窗口办理): one person, one desk, one clerk, one hour; or a call that fills a form in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.kernel.ids import MatterId, PartyId, SessionId, StaffId, VisitId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import PersonName
from domain.kernel.refusal import Refusal

LIFE = timedelta(minutes=60)
OF_AGE = 18  # 民法典 §17
GUARDIAN = "监护人"


class VisitEnded(Refusal):
    code, title = "visit-ended", "这次窗口办理已结束"
    advice = "请重新核验身份后再办理"


class VisitWithoutIdentity(Refusal):
    """Who is on the telephone has shown nobody who they are."""

    code, title = "visit-without-identity", "电话办理未核验身份，不能答复或确认"
    advice = "请由本人在手机上确认，或到窗口办理"


class DocumentNotSeen(Refusal):
    """A copy, or a portrait of somebody else, opens nothing."""

    code, title = "document-not-seen", "须核验本人身份证件原件和照片"
    advice = "请查验原件并比对照片后再继续"


class BirthdayNeeded(Refusal):
    """Passes and passports do not say it in their number, and whether a guardian is needed hangs on it."""

    code, title = "birthday-needed", "请照证件填写出生日期"


class IdentityNotMatched(Refusal):
    """The population register has no such person; which half is wrong is not told."""

    code, title = "identity-not-matched", "姓名与证件号码未能核对一致"
    advice = "请核对证件；确有错误的，请先到公安机关更正"


class GuardianNeeded(Refusal):
    code, title = "guardian-needed", "未成年人须由监护人陪同办理"
    advice = "请监护人带身份证件一同到窗口，由工作人员登记为陪同人"


class VisitKind(StrEnum):
    COUNTER = "counter"  # identity document seen
    PHONE = "phone"  # nobody was seen: reads and fills in, binds nobody


@dataclass(frozen=True, slots=True)
class Companion:
    """Who is at the person's side (陪同人); in the visit's evidence and nowhere else."""

    name: PersonName
    relation: str
    number_tail: str = ""


@dataclass(slots=True)
class Visit:
    """`person`: who is served; on the telephone whose matter it is. `party`: whom the matter is about."""

    visit_id: VisitId
    kind: VisitKind
    clerk: StaffId
    login: str
    desk: str
    person: PartyId
    party: PartyId | None
    matter: MatterId | None
    opened_at: datetime
    ends_at: datetime
    is_helped: bool = False
    ended_at: datetime | None = None

    @property
    def level(self) -> Level:
        return Level.COUNTER if self.kind is VisitKind.COUNTER else Level.NONE

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at

    def end(self, now: datetime) -> bool:
        """False when it was over already."""
        if not self.is_live(now):
            return False
        self.ended_at = now
        return True

    def acting(self, party: PartyId | None) -> Acting:
        """The person at work for `party`, or for themselves, with the clerk who serves them."""
        whom = party or (self.person if self.kind is VisitKind.COUNTER else self.party) or self.person
        return Acting(
            self.person, whom, self.level, Channel.COUNTER, SessionId(self.visit_id), clerk=self.login
        )


def is_of_age(born: date, today: date) -> bool:
    """On the eighteenth birthday, and from then on."""
    return (today.year - born.year, today.month, today.day) >= (OF_AGE, born.month, born.day)
