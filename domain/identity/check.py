"""The identity check (实人认证): one face compared once, for one person, purpose and matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from domain.kernel.ids import AccountId, IdentityCheckId, MatterId, SessionId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

FRESH = timedelta(minutes=5)  # how long a passed check answers for a step that needs the face
ATTEMPTS_A_DAY = 5
LIFE = timedelta(minutes=30)  # from opening to the last moment its result may be asked for
ANSWER_KEPT = timedelta(seconds=60)  # a lost answer may be asked for again by the same resume token
ASK_EVERY = timedelta(seconds=1)  # the vendor is not asked more often about one check
ASKED = "asked"  # why a check is still opening, or ended so: its vendor was asked, no answer is known
LEAST_AGE = 18  # below, a guardian decides with them (民法典 §17–22), and the counter sees both


class Purpose(StrEnum):
    """What a check is opened for: its result counts for nothing else."""

    SIGN_IN = "sign_in"
    APPLY = "apply"  # to answer the invitation of a matter and confirm its forms
    CASE = (
        "case"  # withdraw, supplement, take back a promise, say that it arrived: in a matter's running case
    )
    MANDATE = "mandate"  # to give one 授权委托
    JUMP = "jump"  # to go on at a department, or read there what needs the face
    DATA = "data"  # to have a copy of one's own data, or have it erased


class Verifier(StrEnum):
    """Who says whether it is them."""

    ALIYUN = "aliyun"  # the face, on the phone page
    TENCENT = "tencent"  # likewise
    WECHAT = "wechat"  # the face, in the mini-program
    BANK = "bank"  # 银行卡四要素, no face
    NETWORK = "network"  # 网号, no face


FACES = frozenset({Verifier.ALIYUN, Verifier.TENCENT, Verifier.WECHAT})


class CheckState(StrEnum):
    OPENING = "opening"  # our row stands, the vendor has not answered yet
    OPENED = "opened"
    PASSED = "passed"
    FAILED = "failed"
    EXPIRED = "expired"


NEXT: Mapping[CheckState, tuple[CheckState, ...]] = MappingProxyType(
    {
        CheckState.OPENING: (CheckState.OPENED, CheckState.FAILED, CheckState.EXPIRED),
        CheckState.OPENED: (CheckState.PASSED, CheckState.FAILED, CheckState.EXPIRED),
    }
)


class ConsentNeeded(Refusal):
    """人脸识别技术应用安全管理办法: separate, informed, for this version of the text."""

    code, title = "consent-needed", "使用人脸核验前需要您单独同意"
    advice = "不同意也可以办理：请选择窗口预约"


class IdentityCheckEnded(Refusal):
    code, title = "identity-check-ended", "这次认证已结束或已过期"
    advice = "请重新发起认证"


class IdentityAttemptsExceeded(Refusal):
    code, title = "identity-attempts-exceeded", "今天的人脸认证次数已用完"
    advice = "请明天再试，或预约窗口办理"


class FaceForAdults(Refusal):
    """Minors (未成年人) are served at the counter, their guardian beside them."""

    code, title = "counter-only", "未成年人请由监护人陪同到窗口办理"


class AnotherDocument(Refusal):
    """通行证, passports and old permanent cards are compared by no vendor: a clerk looks at them."""

    code, title = "document-at-counter", "这种证件请到窗口核验"
    advice = "通行证、护照和旧版永久居留身份证在窗口办理，时限和结果一样；可以先预约"


@dataclass(slots=True)
class IdentityCheck:
    """Its result is the vendor's alone, asked for by `reference`; who opened it holds the resume token."""

    check_id: IdentityCheckId
    name: PersonName
    number: DocumentNumber
    matter: MatterId | None  # what the passed check may be used for; None: to sign in only
    state: CheckState
    opened_at: datetime
    expires_at: datetime
    consent_version: str
    reference: str = field(default="", repr=False)  # the vendor's, kept by us alone
    verify_url: str = field(default="", repr=False)  # as long as an answer may have been lost
    cause: str = ""
    asked_at: datetime | None = None  # when the vendor was last asked for the verdict
    rung_at: datetime | None = None  # when the vendor rang that the person was done
    passed_at: datetime | None = None
    session: SessionId | None = None
    refresh_token: str = field(default="", repr=False)  # as above
    forgotten_at: datetime | None = None
    version: int = 0
    verifier: Verifier = Verifier.ALIYUN
    visitor: VisitorId | None = None  # the mini-program account that opened it, and alone may finish it
    purpose: Purpose | None = None  # None: from before there were purposes
    subject: UUID | None = None  # what the purpose is about when it is no matter
    for_session: SessionId | None = None  # on which it was asked for, and which it renews
    account: AccountId | None = None  # the phone account that opened it, to be linked when it passes

    def move(self, to: CheckState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.check_id}: {self.state} → {to}")
        is_lost = to is CheckState.EXPIRED and self.held_by is not None
        self.state, self.cause = to, ASKED if is_lost else ""
        self.version += 1

    def is_over(self, now: datetime) -> bool:
        return now >= self.expires_at

    @property
    def channel(self) -> Channel:
        """The front it was opened on, and which alone finishes it."""
        return Channel.H5 if self.visitor is None else Channel.MINI_PROGRAM

    def begin_try(self) -> None:
        """Once more a vendor is asked to open it. Raises StepNotAllowed."""
        if self.state is not CheckState.OPENING:
            raise StepNotAllowed(f"{self.check_id}: {self.state}")
        self.version += 1

    @property
    def held_by(self) -> Verifier | None:
        """Who may hold an open check of this one, its answer lost or still out: nobody else is asked then."""
        return self.verifier if self.state is CheckState.OPENING and self.cause == ASKED else None

    @property
    def was_out(self) -> bool:
        """Whether a vendor may hold anything of it: it opened or refused it, or its answer was lost."""
        return bool(self.reference) or self.cause == ASKED or self.state is CheckState.FAILED

    def ask(self, verifier: Verifier | None) -> None:
        """Noted before the vendor is asked, whatever becomes of us; None: who was asked opened nothing."""
        self.verifier, self.cause = verifier or self.verifier, ASKED if verifier else ""

    @property
    def order_no(self) -> str:
        """Our number of this try at the vendor, 32 hex digits: a try whose answer was lost keeps its own."""
        number = self.check_id.hex
        return number if self.version <= 1 else f"{number[:28]}{self.version:04x}"

    def record_opened(
        self, reference: str, verify_url: str, expires_at: datetime, by: Verifier | None = None
    ) -> None:
        """The page waits at the vendor that opened it, who alone is asked for the verdict.

        Raises StepNotAllowed.
        """
        self.move(CheckState.OPENED)
        self.verifier = by or self.verifier
        self.reference, self.verify_url = reference, verify_url
        self.expires_at = min(self.expires_at, expires_at)

    def record_passed(self, session: SessionId, refresh_token: str, now: datetime) -> None:
        """It opened this one session, and will open no other. Raises StepNotAllowed."""
        self.move(CheckState.PASSED)
        self.passed_at, self.session, self.refresh_token = now, session, refresh_token

    def record_failed(self, cause: str) -> None:
        """Raises StepNotAllowed."""
        self.move(CheckState.FAILED)
        self.cause = cause

    def ring(self, now: datetime) -> None:
        """The first time counts: that is when the person stood before the camera."""
        self.rung_at = self.rung_at or now

    def face_at(self, now: datetime) -> datetime:
        """When the face was seen, as far as we know: never later than the vendor's ring."""
        return self.rung_at or now

    def may_ask(self, now: datetime) -> bool:
        """Whether the vendor may be asked again: not within a second, unless it rang since."""
        if self.asked_at is None or now - self.asked_at >= ASK_EVERY:
            return True
        return self.rung_at is not None and self.rung_at >= self.asked_at

    @property
    def purpose_kept(self) -> Purpose:
        """Of a check opened by the version before, what that version let it do first."""
        return self.purpose or (Purpose.APPLY if self.matter else Purpose.SIGN_IN)

    def has_answer(self, now: datetime) -> bool:
        """Whether the session it opened may be told once more."""
        return bool(self.refresh_token) and self.passed_at is not None and now - self.passed_at < ANSWER_KEPT

    def blank(self) -> None:
        """Nobody is named in it any more; the vendor's reference stays until the vendor has deleted."""
        self.name, self.number = PersonName(""), DocumentNumber("")
        self.verify_url = self.refresh_token = ""

    def forget(self, now: datetime) -> None:
        """Nothing of the person stays in it: who passed is a party, who failed is nobody's business."""
        self.blank()
        self.reference, self.forgotten_at = "", now


def is_minor(number: DocumentNumber, today: date) -> bool:
    """Whether a person of this (valid) number is no adult yet; `today` is the Beijing date."""
    digits = number.reveal()
    born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years < LEAST_AGE
