"""What invitations (邀约) need from outside: a message to one person, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from domain.kernel.personal import Free, OpenId, Phone

NO_REPORT = "no-report-yet"
Fate = Literal["waiting", "delivered", "failed"]
Happened = Literal["accepted", "declined", "revoked", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """`reference` is the vendor's own number of an accepted message, quoted by its delivery report."""

    vendor: str
    reference: str


@dataclass(frozen=True, slots=True)
class SmsFate:
    """`error` is the vendor's code of a failure, else empty. `reference` may be empty: not all tell it."""

    reference: str
    state: Fate
    error: str = ""


@dataclass(frozen=True, slots=True)
class SmsReport:
    """One line of the operator's delivery report. Natural key: (reference, phone).

    `out_id` is empty where the operator echoes no number of ours.
    """

    out_id: str
    reference: str
    phone: Phone
    fate: SmsFate
    at: datetime


@dataclass(frozen=True, slots=True)
class SmsReply:
    """A text a person sent back. Natural key: (vendor, sequence)."""

    sequence: str
    phone: Phone
    text: Free
    at: datetime


class SmsSender(Protocol):
    """Texts one person. Adapters: adapters/sms/. Fake: tests/fakes/sms.py."""

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        """Hand one message to the operator; delivery is reported later.

        template: our name of the text; values: its variables, each 1 to 35 characters; out_id: our number of
        this try, at most 256 characters. Sending twice sends twice. Raises Refused, Unavailable, Unknown.
        """
        ...

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        """What became of `out_id`; `sent_on` is the Beijing day of the try, at most 30 days ago.

        reference: the vendor's own number, where it told one: some know a message by nothing else.
        None: the vendor has no such message *now*; ask minutes after the try, not seconds.
        Raises Refused, Unavailable (NO_REPORT: it can only tell once the carrier has).
        """
        ...

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """The whole text, 【signature】 first, as people read it. Raises Refused for a bad template."""
        ...


class SmsCallbacks(Protocol):
    """Reads what the operator posts to us; nothing in it is signed, so the address must be secret."""

    def reports(self, body: bytes) -> tuple[SmsReport, ...]:
        """Delivery reports, each possibly repeated or out of order. Raises SignatureWrong when malformed."""
        ...

    def replies(self, body: bytes) -> tuple[SmsReply, ...]:
        """Texts people sent back. Raises SignatureWrong when malformed."""
        ...


@dataclass(frozen=True, slots=True)
class MessageReceipt:
    """`reference` is the vendor's number of an accepted message, empty when it told none."""

    vendor: str
    reference: str


@dataclass(frozen=True, slots=True)
class WechatEvent:
    """One thing the mini-program platform told us about one user and one of its templates.

    accepted: one tap on «允许», one credit more; declined: nothing changed; revoked: no credit is left;
    delivered, failed: what became of the message `reference`, `error` being the vendor's code.
    `template_id` is the vendor's. `key`: the same for every repetition of this event, 64 hexadecimal digits,
    nothing of the person to be read in it.
    """

    happened: Happened
    openid: OpenId
    template_id: str
    at: datetime
    key: str
    reference: str = ""
    error: str = ""


class SubscribeMessages(Protocol):
    """Sends 订阅消息 to one mini-program user. Adapter: adapters/wechat/. Fake: tests/fakes/wechat.py."""

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        """Hand one message over; it uses up one of the user's credits for the template.

        template: our name of the text; values: its variables; page: path and query inside the mini-program
        that the message opens, without a leading «/». Sending twice sends twice. Raises Refused («no-credit»:
        the user has not subscribed, or not often enough; any other reason is as final), Unavailable, Unknown.
        """
        ...

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """The whole text, title first, a line for each field, as people read it: long values are cut.

        Raises Refused for a bad template or a value it cannot take.
        """
        ...

    def template_id(self, template: str) -> str:
        """The vendor's number of our template: credits are counted by it. Raises Refused."""
        ...


@dataclass(frozen=True, slots=True)
class PushAccount:
    """A bound app as the push service knows it: the opaque `name` the app bound, on its `platform`."""

    name: str
    platform: Literal["android", "ios", "harmony"]


class PushMessages(Protocol):
    """Pushes to one bound app. Adapters: adapters/push/. Fake: tests/fakes/push.py.

    A push lies open on a locked screen: it names nobody and nothing of theirs.
    """

    async def send(
        self, account: PushAccount, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        """Hand one push over; whether a phone showed it nobody tells.

        template: our name of the text; values: what other ways would say of it, none of which is used;
        out_id: our number of this try; page: what the push opens, an address that opens nothing by itself.
        The same `out_id` again within fourteen minutes, after the first call is over, is the same push: it
        goes out once, and its reference is told again. Raises Refused, Unavailable, Unknown.
        """
        ...

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """Title and text, a line each, as the phone shows them. Raises Refused for a template unknown."""
        ...


class WechatCallbacks(Protocol):
    """Reads what the platform pushes to us (消息推送), in its secure mode alone."""

    def check_url(self, query: Mapping[str, str]) -> str:
        """The text to answer as it is when the platform tries our address. Raises SignatureWrong."""
        ...

    async def parse(self, query: Mapping[str, str], body: bytes) -> tuple[WechatEvent, ...]:
        """What a push tells; empty when it is about something else, which is then simply answered.

        query: the address's own parameters. Raises SignatureWrong, Unavailable (nonces are out of reach).
        """
        ...
