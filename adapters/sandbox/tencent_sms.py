"""Tencent Cloud SMS (腾讯云短信, 2021-01-11): send, pull reports by number or in turn, reports and replies.

Source: cloud.tencent.com/document/api/382/{55981, 59177, 43547, 59179}, tencentcloud-sdk-python-sms 3.1.153,
read 2026-11-22.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from adapters.sandbox.kit import Books, Desk, Rule, mask
from adapters.sandbox.tencent_gateway import (
    JSON,
    Call,
    TencentGateway,
    TencentRefusal,
    answered,
    failed,
    throttled,
)
from adapters.sandbox.tencent_sms_archive import ARRIVED, SILENT, Letter, TencentSmsArchive, local_text
from adapters.sandbox.tencent_sms_rules import (
    OK,
    NotSent,
    TencentTemplate,
    check_frequency,
    content,
    mobile,
    segments,
)

ACTIONS = frozenset({"SendSms", "PullSmsSendStatus", "PullSmsSendStatusByPhoneNumber"})
MOST_NUMBERS, MOST_CONTEXT, MOST_PULLED, MOST_DAYS_BACK = 200, 512, 100, 7
HIDDEN = frozenset({"templateparamset", "phonenumberset", "phonenumber"})


@dataclass(frozen=True, slots=True)
class TencentSmsSandbox:
    """`outcomes`: last digits of a number → what the carrier says ("" = nothing, ever).

    `echoes`: the session context is told with pulled reports; the vendor's own default is that it is not.
    `longest`: characters a variable may have; six for accounts opened since 2024, more on application.
    `window` None switches the check of a call's age off.
    """

    secrets: Mapping[str, str]
    app_id: str
    signs: Sequence[str]
    templates: Sequence[TencentTemplate]
    report_url: str = ""
    reply_url: str = ""
    outcomes: Mapping[str, str] = field(default_factory=lambda: {"0404": "UNDELIV", "0405": SILENT})
    report_after_seconds: float = 0.3
    echoes: bool = True
    longest: int = 35
    window: timedelta | None = timedelta(minutes=5)


def create_app(books: Books, *, config: TencentSmsSandbox, now: Callable[[], datetime]) -> web.Application:
    return _Sandbox(books, config, now).desk.app


class _Sandbox:
    def __init__(self, books: Books, config: TencentSmsSandbox, now: Callable[[], datetime]) -> None:
        self._books, self._config = books, config
        self._archive = TencentSmsArchive(books, echoes=config.echoes)
        self._templates = {template.template_id: template for template in config.templates}
        self.desk = Desk(
            books,
            now=now,
            throttled=throttled,
            dump=lambda: {"messages": self._archive.listing(wording=False)},
            modes={"answer", "answer_after", "status", "no_report", "charset"},
            hidden=HIDDEN,
            retry_after=(60, 300, 600),  # the vendor documents none
            accepted=_has_result_nought,
        )
        self._gateway = TencentGateway(
            service="sms",
            version="2021-01-11",
            actions=ACTIONS,
            secrets=config.secrets,
            wall=self.desk.clock.wall,
            window=config.window,
        )
        self.desk.business("POST", "/", self._answer)
        self.desk.control("/__reply", self._reply)
        self.desk.control("/__outbox", self._outbox)
        self.desk.control("/__code", self._code)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        rule = self.desk.rule(request)
        content_type = f"{JSON};charset=utf-8" if rule.mode == "charset" else JSON
        try:
            document = self._admitted(await self._gateway.admit(request), rule)
        except TencentRefusal as refusal:
            return failed(refusal.code, refusal.message, content_type=content_type)
        return answered(document, content_type=content_type)

    def _admitted(self, call: Call, rule: Rule) -> dict[str, object]:
        told = TencentRefusal(str(rule.more.get("code", "InternalError.OtherError")), "sandbox fault")
        if rule.mode == "answer":
            raise told
        document = self._act(call, rule)
        if rule.mode == "answer_after":
            raise told
        return document

    def _act(self, call: Call, rule: Rule) -> dict[str, object]:
        if call.values.get("SmsSdkAppId") != self._config.app_id:
            raise TencentRefusal("UnauthorizedOperation.SmsSdkAppIdVerifyFail", "SmsSdkAppId is not yours")
        now = self.desk.clock.now().timestamp()
        match call.action:
            case "SendSms":
                return self._send(call, rule)
            case "PullSmsSendStatus":
                return {"PullSmsSendStatusSet": self._archive.pull(now, _whole(call, "Limit", MOST_PULLED))}
            case _:
                return {"PullSmsSendStatusSet": self._of_phone(call, now)}

    def _send(self, call: Call, rule: Rule) -> dict[str, object]:
        """Each number for itself: what is wrong with one is its own status, the others are sent."""
        numbers, values = _texts(call, "PhoneNumberSet"), _texts(call, "TemplateParamSet")
        context = str(call.values.get("SessionContext", ""))
        if not numbers:
            raise TencentRefusal("MissingParameter.EmptyPhoneNumberSet", "PhoneNumberSet is empty")
        if len(numbers) > MOST_NUMBERS:
            raise TencentRefusal("LimitExceeded.PhoneNumberCountLimit", "more than 200 numbers")
        if len(context.encode()) >= MOST_CONTEXT:
            raise TencentRefusal("InvalidParameter.InvalidParameters", "SessionContext is too long")
        return {"SendStatusSet": [self._send_one(call, number, values, context, rule) for number in numbers]}

    def _send_one(
        self, call: Call, number: str, values: list[str], context: str, rule: Rule
    ) -> dict[str, object]:
        status = {"SerialNo": "", "PhoneNumber": number, "Fee": 0, "SessionContext": context, "IsoCode": ""}
        try:
            _stumble(rule)
            phone = mobile(number)
            template, text = content(
                self._templates,
                self._config.signs,
                sign_name=str(call.values.get("SignName", "")),
                template_id=str(call.values.get("TemplateId", "")),
                values=values,
                longest=self._config.longest,
            )
            check_frequency(self._books, phone, text, self.desk.clock.now())
        except NotSent as refused:
            return {**status, "Code": refused.code, "Message": refused.message}
        now = self.desk.clock.now().timestamp()
        sid = f"2640:{int(now)}{self._books.next_number('sid'):010d}"
        report = SILENT if rule.mode == "no_report" else self._outcome(phone)
        letter = Letter(sid, phone, template.template_id, template.kind, text, context, report)
        with self._books.transaction():
            self._archive.keep(letter, sent_at=now, report_at=now + self._config.report_after_seconds)
            self._report(letter, now)
        sent = {
            "SerialNo": sid,
            "Fee": segments(text),
            "Code": OK,
            "Message": "send success",
            "IsoCode": "CN",
        }
        return {**status, **sent}

    def _outcome(self, phone: str) -> str:
        outcomes = self._config.outcomes.items()
        return next((said for digits, said in outcomes if phone.endswith(digits)), ARRIVED)

    def _report(self, letter: Letter, now: float) -> None:
        if not self._config.report_url or letter.report == SILENT:
            return
        is_there, delay = letter.report == ARRIVED, self._config.report_after_seconds
        item = {
            "user_receive_time": local_text(now + delay),
            "nationcode": "86",
            "mobile": letter.phone,
            "report_status": "SUCCESS" if is_there else "FAIL",
            "errmsg": letter.report,
            "description": "用户短信送达成功" if is_there else "用户短信送达失败",
            "sid": letter.sid,
        }
        body = json.dumps([item], ensure_ascii=False).encode()
        note = f"report {letter.sid} {mask(letter.phone)}"
        self.desk.callbacks.enqueue(self._config.report_url, body, delay_seconds=delay, note=note)

    def _of_phone(self, call: Call, now: float) -> list[dict[str, object]]:
        try:
            phone = mobile(str(call.values.get("PhoneNumber", "")))
        except NotSent as refused:
            raise TencentRefusal("FailedOperation.PhoneNumberParseFail", refused.message) from None
        begin, end = _whole(call, "BeginTime"), _whole(call, "EndTime")
        if begin < now - timedelta(days=MOST_DAYS_BACK).total_seconds():
            raise TencentRefusal("InvalidParameterValue.BeginTimeVerifyFail", "seven days at most")
        if end < begin:
            raise TencentRefusal("InvalidParameterValue.InvalidStartTime", "the end is before the start")
        if call.values.get("Offset") != 0:
            raise TencentRefusal("InvalidParameterValue.OffsetVerifyFail", "Offset is 0")
        return self._archive.of_phone(phone, begin, end, now, _whole(call, "Limit", MOST_PULLED))

    def _reply(self, body: dict[str, object]) -> dict[str, object]:
        """A person answers a message."""
        try:
            phone = mobile(str(body.get("phone", "")))
        except NotSent as refused:
            raise ValueError(refused.message) from None
        if not self._config.reply_url:
            raise ValueError("no reply_url configured")
        told = {
            "extend": "",
            "mobile": phone,
            "nationcode": "86",
            "sign": self._config.signs[0],
            "text": str(body.get("content", "")),
            "time": int(self.desk.clock.now().timestamp()),
        }
        document = json.dumps(told, ensure_ascii=False).encode()
        self.desk.callbacks.enqueue(self._config.reply_url, document, note=f"reply {mask(phone)}")
        return {"time": told["time"]}

    def _outbox(self, body: dict[str, object]) -> list[dict[str, object]]:
        return self._archive.listing(wording=True, phone=str(body.get("phone", "")))

    def _code(self, body: dict[str, object]) -> dict[str, object]:
        """The digits of the newest verification code to a phone: somebody reads it off their screen."""
        return {"code": self._archive.code_to(str(body.get("phone", "")))}


def _stumble(rule: Rule) -> None:
    """Raises NotSent: the number fails by a code that was asked for."""
    if rule.mode == "status":
        raise NotSent(str(rule.more.get("code", "InternalError.Timeout")), "sandbox fault")


def _texts(call: Call, name: str) -> list[str]:
    given = call.values.get(name, [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise TencentRefusal("InvalidParameter", f"{name} is an array of strings")
    return given


def _whole(call: Call, name: str, most: int | None = None) -> int:
    value = call.values.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TencentRefusal("InvalidParameter", f"{name} is a number")
    if most is not None and not 1 <= value <= most:
        raise TencentRefusal("InvalidParameterValue.LimitVerifyFail", f"{name} is 1 to {most}")
    return value


def _has_result_nought(status: int, body: bytes) -> bool:
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return status == web.HTTPOk.status_code and isinstance(told, dict) and told.get("result") == 0
