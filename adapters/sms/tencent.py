"""Text messages (短信) through Tencent Cloud SMS 2021-01-11: SendSms and PullSmsSendStatusByPhoneNumber.

Source: cloud.tencent.com/document/api/382/{55981, 59177, 43547}, tencentcloud-sdk-python-sms 3.1.153, read
2026-11-22. No vendor endpoint was contacted.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone

import msgspec

from adapters.sms.texts import SYSTEM, SmsTemplate, Texts
from adapters.tencent.client import TencentProduct
from domain.invitations.outside import NO_REPORT, SmsFate, SmsReceipt
from domain.kernel.personal import Phone
from domain.kernel.ports import Clock
from domain.kernel.refusal import Unavailable, Unknown

VENDOR, SERVICE, VERSION, REGION = "tencent", "sms", "2021-01-11", "ap-guangzhou"
PASSING = (
    "FailedOperation.InsufficientBalanceInSmsPackage",
    "LimitExceeded.AppDailyLimit",
    "LimitExceeded.AppMainlandChinaDailyLimit",
    "LimitExceeded.DailyLimit",
)
"""The account's trouble, not the message's: nothing was accepted, the message waits until it is mended."""

BEIJING = timezone(timedelta(hours=8))
REPORTS_END = timedelta(hours=72)  # the carriers' own limit: what is not reported by then never will be
KEPT = timedelta(days=7)
_MOST = 100  # and the offset is always 0: there is no second page
_OK = "Ok"


class _Status(msgspec.Struct, rename="pascal"):
    code: str
    serial_no: str = ""


class _Sent(msgspec.Struct, rename="pascal"):
    send_status_set: list[_Status]


class _Report(msgspec.Struct, rename="pascal"):
    serial_no: str
    report_status: str
    description: str = ""
    session_context: str = ""


class _Pulled(msgspec.Struct, rename="pascal"):
    pull_sms_send_status_set: list[_Report]


class TencentSms:
    """Implements SmsSender. `app_id`: the SdkAppId; `templates`: our names to the vendor's."""

    def __init__(
        self,
        product: TencentProduct,
        *,
        app_id: str,
        sign_name: str,
        templates: Mapping[str, SmsTemplate],
        clock: Clock,
    ) -> None:
        self._product, self._app_id, self._clock = product, app_id, clock
        self._texts = Texts(sign_name, templates)

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        sent = await self._product.call(
            "SendSms",
            {
                "PhoneNumberSet": [f"+86{to.reveal()}"],
                "SmsSdkAppId": self._app_id,
                "SignName": self._texts.sign_name,
                "TemplateId": self._texts.code(template),
                "TemplateParamSet": self._texts.in_order(template, values),
                "SessionContext": out_id,
            },
            _Sent,
            effect=True,
        )
        if len(sent.send_status_set) != 1:
            raise Unknown(SYSTEM, "answer-of-another-number")
        (status,) = sent.send_status_set
        if status.code != _OK:  # the call went well, the message did not
            raise self._product.judged(status.code, effect=True)
        return SmsReceipt(VENDOR, status.serial_no)

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        """By the vendor's number, else by ours, which it echoes only where the account has that opened.

        It lists what the carrier has reported and nothing else: absent is not «never sent» for three days.
        """
        begin = datetime.combine(sent_on, time(), BEIJING)
        end, now = begin + timedelta(days=1), self._clock()
        if now - begin > KEPT:
            raise Unavailable(SYSTEM, "too-long-ago")
        reports = await self._pull(to, begin, end + REPORTS_END)
        for report in reports:
            is_it = report.serial_no == reference if reference else report.session_context == out_id
            if is_it:
                return _fate(report)
        if now < end + REPORTS_END:
            raise Unavailable(SYSTEM, NO_REPORT)
        if not reference and any(not report.session_context for report in reports):
            raise Unavailable(SYSTEM, "session-context-not-opened")  # one of these may be it
        return None

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        return self._texts.wording(template, values)

    async def _pull(self, to: Phone, begin: datetime, end: datetime) -> list[_Report]:
        pulled = await self._product.call(
            "PullSmsSendStatusByPhoneNumber",
            {
                "BeginTime": int(begin.timestamp()),
                "EndTime": int(min(end, self._clock()).timestamp()),
                "Offset": 0,
                "Limit": _MOST,
                "PhoneNumber": f"+86{to.reveal()}",
                "SmsSdkAppId": self._app_id,
            },
            _Pulled,
            effect=False,
        )
        if len(pulled.pull_sms_send_status_set) >= _MOST:
            raise Unavailable(SYSTEM, "too-many-messages")
        return pulled.pull_sms_send_status_set


def _fate(report: _Report) -> SmsFate:
    if report.report_status == "SUCCESS":
        return SmsFate(report.serial_no, "delivered")
    return SmsFate(report.serial_no, "failed", report.description[:64])
