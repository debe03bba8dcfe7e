"""What invitations (邀约) need from outside: a text message to one person, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from domain.kernel.personal import Free, Phone

Fate = Literal["waiting", "delivered", "failed"]


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
    """One line of the operator's delivery report. Natural key: (reference, phone)."""

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

    async def ask(self, to: Phone, *, out_id: str, sent_on: date) -> SmsFate | None:
        """What became of `out_id`; `sent_on` is the Beijing day of the try, at most 30 days ago.

        None: the vendor has no such message *now*; ask minutes after the try, not seconds.
        Raises Refused, Unavailable.
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
