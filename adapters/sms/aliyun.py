"""Text messages (短信) through Aliyun Dysmsapi 2017-05-25: SendSms, SendBatchSms and QuerySendDetails.

Source: help.aliyun.com 55284 (SendSms), 101346 (codes), 44335 (frequency), developer.aliyun.com/ask/218000
(SendStatus), read 2026-11-21. No vendor endpoint was contacted.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from adapters.aliyun.client import AliyunProduct
from adapters.outbound.http import decode, uncertain
from adapters.sms.texts import SYSTEM, SmsTemplate, Texts
from domain.invitations.outside import Fate, SmsFate, SmsReceipt
from domain.kernel.personal import Phone
from domain.kernel.refusal import Refused, Unavailable

VENDOR, VERSION = "aliyun", "2017-05-25"
PASSING = frozenset(
    {
        "isv.DAY_LIMIT_CONTROL",
        "isv.MONTH_LIMIT_CONTROL",
        "isv.AMOUNT_NOT_ENOUGH",
        "isv.OUT_OF_SERVICE",
        "isv.ACCOUNT_ABNORMAL",
        "isv.ACCOUNT_NOT_EXISTS",
        "isv.PRODUCT_UN_SUBSCRIPT",
        "isv.PRODUCT_UNSUBSCRIBE",
        "isp.RAM_PERMISSION_DENY",
    }
)
"""The account's trouble, not the message's: nothing was accepted, the message waits until it is mended."""

_FATES: Mapping[int, Fate] = {1: "waiting", 2: "failed", 3: "delivered"}
MOST_IN_BATCH = 100
_PER_PAGE, _MOST_PAGES = 50, 10  # the vendor itself lets no number have 500 messages a day


class _Sent(msgspec.Struct, rename="pascal"):
    code: str
    biz_id: str = ""


class _Detail(msgspec.Struct, rename="pascal"):
    send_status: int
    out_id: str = ""
    err_code: str = ""


class _Details(msgspec.Struct):
    items: list[_Detail] = msgspec.field(name="SmsSendDetailDTO", default_factory=list)


class _Queried(msgspec.Struct, rename="pascal"):
    code: str
    total_count: int = 0
    details: _Details = msgspec.field(name="SmsSendDetailDTOs", default_factory=_Details)


class AliyunSms:
    """Implements SmsSender. `templates`: our names to the vendor's; `sign_name` without its 【】."""

    def __init__(
        self, product: AliyunProduct, *, sign_name: str, templates: Mapping[str, SmsTemplate]
    ) -> None:
        self._product, self._texts = product, Texts(sign_name, templates)

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        self.wording(template, values)  # a missing variable is found here, not at the vendor's
        body = await self._product.call(
            "SendSms",
            {
                "PhoneNumbers": to.reveal(),
                "SignName": self._texts.sign_name,
                "TemplateCode": self._texts.code(template),
                "TemplateParam": _json(dict(values)),
                "OutId": out_id,
            },
            effect=True,
        )
        return _taken(body)

    async def send_batch(
        self, letters: Sequence[tuple[Phone, Mapping[str, str]]], template: str, *, out_id: str
    ) -> SmsReceipt:
        """At most a hundred at once, all or none: one answer, one number of theirs, one of ours for them all.

        What became of one is known by (reference, phone) alone, so nothing that has to be asked after goes
        this way (ADR 46). Raises Refused, Unavailable, Unknown: of all of them together.
        """
        if not 0 < len(letters) <= MOST_IN_BATCH:
            raise Refused(SYSTEM, "batch-size")
        for _, values in letters:
            self.wording(template, values)
        body = await self._product.call(
            "SendBatchSms",
            {
                "PhoneNumberJson": _json([to.reveal() for to, _ in letters]),
                "SignNameJson": _json([self._texts.sign_name] * len(letters)),
                "TemplateCode": self._texts.code(template),
                "TemplateParamJson": _json([dict(values) for _, values in letters]),
                "OutId": out_id,
            },
            effect=True,
        )
        return _taken(body)

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        del reference  # it knows ours
        for page in range(1, _MOST_PAGES + 1):
            queried = await self._page(to, sent_on, page)
            for detail in queried.details.items:
                if detail.out_id == out_id:
                    state = _FATES.get(detail.send_status, "waiting")
                    return SmsFate("", state, detail.err_code if state == "failed" else "")
            if page * _PER_PAGE >= queried.total_count or not queried.details.items:
                return None
        raise Unavailable(SYSTEM, "too-many-messages")

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        return self._texts.wording(template, values)

    async def _page(self, to: Phone, sent_on: date, page: int) -> _Queried:
        body = await self._product.call(
            "QuerySendDetails",
            {
                "PhoneNumber": to.reveal(),
                "SendDate": f"{sent_on:%Y%m%d}",
                "PageSize": str(_PER_PAGE),
                "CurrentPage": str(page),
            },
            effect=False,
        )
        queried = decode(SYSTEM, body, _Queried, effect=False)
        _check(queried.code, effect=False)
        return queried


def _taken(body: bytes) -> SmsReceipt:
    sent = decode(SYSTEM, body, _Sent, effect=True)
    _check(sent.code, effect=True)  # HTTP 200 also when it refuses
    return SmsReceipt(VENDOR, sent.biz_id)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _check(code: str, *, effect: bool) -> None:
    """Raises Refused, Unavailable or Unknown for anything but OK."""
    if code == "OK":
        return
    if code in PASSING:
        raise Unavailable(SYSTEM, code)
    if code.startswith("isv."):
        raise Refused(SYSTEM, code)
    raise uncertain(SYSTEM, code, effect=effect)  # isp.*: their fault, after our bytes
