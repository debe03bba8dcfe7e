"""A text message operator in memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from string import Template

from domain.invitations.outside import SmsFate, SmsReceipt, SmsReply, SmsReport
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Free, Phone
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Text:
    to: Phone
    template: str
    wording: str
    out_id: str
    reference: str
    sent_on: date


@dataclass
class FakeSms:
    """`templates`: our name to the text with ${variables}. `failing`: phones that never get anything."""

    clock: Clock
    templates: Mapping[str, str]
    sign_name: str = "掌上办"
    failing: Mapping[str, str] = field(default_factory=dict)
    sent: list[Text] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    trouble: Trouble = field(default_factory=lambda: Trouble("sms"))

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        self.trouble.enter()
        wording = self.wording(template, values)
        if not all(1 <= len(value) <= 35 for value in values.values()):
            raise Refused("sms", "isv.PARAM_LENGTH_LIMIT")
        reference = f"fake-{len(self.sent) + 1}"
        today = self.clock().astimezone(BEIJING).date()
        self.sent.append(Text(to, template, wording, out_id, reference, today))
        self.trouble.leave()
        return SmsReceipt("fake", reference)

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        del reference  # it knows ours
        self.trouble.enter()
        for text in self.sent:
            if (text.to, text.out_id, text.sent_on) == (to, out_id, sent_on):
                return self._fate(text)
        return None

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        if template not in self.templates:
            raise Refused("sms", "template-unknown")
        try:
            return f"【{self.sign_name}】{Template(self.templates[template]).substitute(values)}"
        except KeyError:
            raise Refused("sms", "template-variable-missing") from None

    def _fate(self, text: Text) -> SmsFate:
        if text.out_id in self.waiting:
            return SmsFate(text.reference, "waiting")
        error = self.failing.get(text.to.reveal(), "")
        return SmsFate(text.reference, "failed" if error else "delivered", error)


@dataclass
class FakeSmsCallbacks:
    """Reads JSON arrays: [out_id, reference, phone, error, at] and [sequence, phone, text, at]."""

    def reports(self, body: bytes) -> tuple[SmsReport, ...]:
        return tuple(
            SmsReport(
                out_id,
                reference,
                Phone(phone),
                SmsFate(reference, "failed" if error else "delivered", error),
                datetime.fromisoformat(at),
            )
            for out_id, reference, phone, error, at in _rows(body, 5)
        )

    def replies(self, body: bytes) -> tuple[SmsReply, ...]:
        return tuple(
            SmsReply(sequence, Phone(phone), Free(text), datetime.fromisoformat(at))
            for sequence, phone, text, at in _rows(body, 4)
        )


def _rows(body: bytes, width: int) -> list[list[str]]:
    try:
        rows = json.loads(body)
    except ValueError:
        raise SignatureWrong("callback-malformed") from None
    if not isinstance(rows, list) or any(not isinstance(row, list) or len(row) != width for row in rows):
        raise SignatureWrong("callback-malformed")
    return rows
