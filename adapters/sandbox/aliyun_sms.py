"""Aliyun SMS (阿里云短信, Dysmsapi 2017-05-25): send, send a batch, query, receipts and replies.

Source: vendor pages and SDK as listed in docs/vendors/aliyun-sms.md, read 2026-11-21.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from adapters.sandbox.aliyun_gateway import Call, Gateway, GatewayRefusal, new_request_id, throttled
from adapters.sandbox.aliyun_sms_archive import DELIVERED, SILENT, SmsArchive, beijing
from adapters.sandbox.aliyun_sms_rules import (
    BEIJING,
    SmsRefusal,
    Template,
    check_frequency,
    content,
    mobile,
    segments,
)
from adapters.sandbox.kit import Books, Desk, Rule, answer_json, mask

ACTIONS = frozenset({"SendSms", "SendBatchSms", "QuerySendDetails"})
PERSONAL = frozenset({"PhoneNumbers", "PhoneNumberJson", "TemplateParam", "TemplateParamJson", "PhoneNumber"})
MOST_NUMBERS, MOST_IN_BATCH, MOST_OUT_ID = 1000, 100, 256
MOST_DAYS_BACK, MOST_PER_PAGE = 30, 50


@dataclass(frozen=True, slots=True)
class SmsSandbox:
    """`outcomes`: last digits of a number → err_code of its receipt ("" = no receipt ever).

    `strict`: a phone or a template's values in the URL are refused, which the vendor itself would accept.
    `replay_window` None switches the gateway's age and nonce checks off.
    """

    secrets: Mapping[str, str]
    templates: Sequence[Template]
    report_url: str = ""
    reply_url: str = ""
    outcomes: Mapping[str, str] = field(default_factory=lambda: {"0404": "UNDELIV", "0405": SILENT})
    receipt_after_seconds: float = 0.3
    strict: bool = True
    replay_window: timedelta | None = timedelta(minutes=15)


def create_app(books: Books, *, config: SmsSandbox, now: Callable[[], datetime]) -> web.Application:
    return AliyunSmsSandbox(books, config, now).desk.app


class AliyunSmsSandbox:
    def __init__(self, books: Books, config: SmsSandbox, now: Callable[[], datetime]) -> None:
        self._books, self._config, self._archive = books, config, SmsArchive(books)
        self._templates = {template.code: template for template in config.templates}
        self.desk = Desk(
            books,
            now=now,
            throttled=throttled,
            dump=lambda: {"messages": self._archive.listing(wording=False)},
            modes={"answer", "answer_after", "no_receipt"},
            hidden={"templateparam", "templateparamjson", "signature"},
            retry_after=(60, 300, 600),
            accepted=_has_numeric_code,
        )
        self._gateway = Gateway(
            books,
            secrets=config.secrets,
            versions={"2017-05-25": ACTIONS},
            wall=self.desk.clock.wall,
            replay_window=config.replay_window,
        )
        self.desk.business("POST", "/", self._answer)
        self.desk.business("GET", "/", self._answer)
        self.desk.control("/__reply", self._reply)
        self.desk.control("/__outbox", self._outbox)
        self.desk.control("/__code", self._code)
        self.desk.app.router.add_get("/__outbox", self._show_outbox)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await self._gateway.admit(request)
            document = self._admitted(call, self.desk.rule(request))
        except GatewayRefusal as refusal:
            return refusal.response(request.host)
        except SmsRefusal as refusal:
            document = {"Code": refusal.code, "Message": refusal.message}
        return answer_json({"RequestId": new_request_id(), **document})

    def _admitted(self, call: Call, rule: Rule) -> dict[str, object]:
        if self._config.strict and call.in_url & PERSONAL:
            raise GatewayRefusal(400, "Sandbox.PersonalDataInUrl", "personal data stood in the URL")
        told = SmsRefusal(str(rule.more.get("code", "isp.SYSTEM_ERROR")), "sandbox fault")
        if rule.mode == "answer":
            raise told
        document = self._act(call, rule)
        if rule.mode == "answer_after":
            raise told
        return document

    def _act(self, call: Call, rule: Rule) -> dict[str, object]:
        if call.action == "QuerySendDetails":
            return self._query(call)
        letters = _batch(call) if call.action == "SendBatchSms" else _same_to_all(call)
        out_id = call.params.get("OutId", "")
        if len(out_id) > MOST_OUT_ID:
            raise SmsRefusal("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制")
        return self._send(letters, _needed(call, "TemplateCode"), out_id, rule)

    def _send(
        self, letters: Sequence[tuple[str, str, str]], code: str, out_id: str, rule: Rule
    ) -> dict[str, object]:
        """All or none: (number, signature, params) of each letter is checked before the first is kept."""
        now = self.desk.clock.now()
        ready = []
        for number, sign_name, params in letters:
            template, text = content(self._templates, sign_name, code, params)
            phone = mobile(number)
            check_frequency(self._books, template, phone, now)
            ready.append((phone, template, text))
        biz_id = f"{900619746936498440 + self._books.next_number('biz')}^0"
        with self._books.transaction():
            for phone, template, text in ready:
                receipt = SILENT if rule.mode == "no_receipt" else self._outcome(phone)
                self._archive.keep(
                    (biz_id, phone, code, template.kind, template.sign_name, text, out_id, receipt),
                    sent_at=now.timestamp(),
                    receipt_at=now.timestamp() + self._config.receipt_after_seconds,
                )
                self._report(phone, text, receipt, biz_id, out_id)
        return {"Code": "OK", "Message": "OK", "BizId": biz_id}

    def _outcome(self, phone: str) -> str:
        for digits, outcome in self._config.outcomes.items():
            if phone.endswith(digits):
                return outcome
        return DELIVERED

    def _report(self, phone: str, text: str, receipt: str, biz_id: str, out_id: str) -> None:
        if not self._config.report_url or receipt == SILENT:
            return
        now, delay = self.desk.clock.now(), self._config.receipt_after_seconds
        item = {
            "phone_number": phone,
            "send_time": beijing(now.timestamp()),
            "report_time": beijing(now.timestamp() + delay),
            "success": receipt == DELIVERED,
            "err_code": receipt,
            "err_msg": "用户接收成功" if receipt == DELIVERED else "短信发送失败",
            "sms_size": str(segments(text)),
            "biz_id": biz_id,
            "out_id": out_id,
        }
        body = json.dumps([item], ensure_ascii=False).encode()
        self.desk.callbacks.enqueue(
            self._config.report_url, body, delay_seconds=delay, note=f"SmsReport {biz_id} {mask(phone)}"
        )

    def _query(self, call: Call) -> dict[str, object]:
        phone, date = mobile(_needed(call, "PhoneNumber")), _needed(call, "SendDate")
        size, page = _whole(call, "PageSize"), _whole(call, "CurrentPage")
        now = self.desk.clock.now()
        try:
            day = datetime.strptime(date, "%Y%m%d").replace(tzinfo=BEIJING).date()
        except ValueError:
            raise SmsRefusal("isv.INVALID_PARAMETERS", "参数异常") from None
        days_back = (now.astimezone(BEIJING).date() - day).days
        if not (0 <= days_back <= MOST_DAYS_BACK and 1 <= size <= MOST_PER_PAGE and page >= 1):
            raise SmsRefusal("isv.INVALID_PARAMETERS", "参数异常")
        biz_id = call.params.get("BizId", "")
        total, items = self._archive.page(phone, day, biz_id, now, size=size, page=page)
        details = {"SmsSendDetailDTO": items}
        return {"Code": "OK", "Message": "OK", "TotalCount": total, "SmsSendDetailDTOs": details}

    def _reply(self, body: dict[str, object]) -> dict[str, object]:
        """A person answers a message: SmsUp."""
        try:
            phone = mobile(str(body.get("phone", "")))
        except SmsRefusal as refusal:
            raise ValueError(refusal.message) from None
        if not self._config.reply_url:
            raise ValueError("no reply_url configured")
        number = self._books.next_number("sms-up")
        item = {
            "phone_number": phone,
            "content": str(body.get("content", "")),
            "send_time": beijing(self.desk.clock.now().timestamp()),
            "dest_code": "2493559",
            "sequence_id": 2018000000 + number,
        }
        document = json.dumps([item], ensure_ascii=False).encode()
        self.desk.callbacks.enqueue(self._config.reply_url, document, note=f"SmsUp {item['sequence_id']}")
        return {"sequence_id": item["sequence_id"]}

    def _outbox(self, body: dict[str, object]) -> list[dict[str, object]]:
        return self._archive.listing(wording=True, phone=str(body.get("phone", "")))

    def _code(self, body: dict[str, object]) -> dict[str, object]:
        """The digits of the newest verification code to a phone: somebody reads it off their screen."""
        return {"code": self._archive.code_to(str(body.get("phone", "")))}

    async def _show_outbox(self, _: web.Request) -> web.StreamResponse:
        return answer_json(self._archive.listing(wording=True))


def _needed(call: Call, name: str) -> str:
    value = call.params.get(name, "")
    if not value:
        raise GatewayRefusal(400, f"Missing{name}", f"{name} is mandatory for this action.")
    return value


def _whole(call: Call, name: str) -> int:
    text = _needed(call, name)
    if not (text.isascii() and text.isdigit()):
        raise SmsRefusal("isv.INVALID_PARAMETERS", "参数异常")
    return int(text)


def _same_to_all(call: Call) -> list[tuple[str, str, str]]:
    numbers = _needed(call, "PhoneNumbers").split(",")
    if len(numbers) > MOST_NUMBERS:
        raise SmsRefusal("isv.MOBILE_COUNT_OVER_LIMIT", "手机号码数量超过限制")
    sign_name, params = _needed(call, "SignName"), call.params.get("TemplateParam", "")
    return [(number, sign_name, params) for number in numbers]


def _batch(call: Call) -> list[tuple[str, str, str]]:
    lists = []
    for name in ("PhoneNumberJson", "SignNameJson", "TemplateParamJson"):
        try:
            given = json.loads(_needed(call, name))
        except ValueError:
            given = None
        if not isinstance(given, list):
            raise SmsRefusal("isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值")
        lists.append([one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in given])
    if len(lists[0]) > MOST_IN_BATCH:
        raise SmsRefusal("isv.MOBILE_COUNT_OVER_LIMIT", "手机号码数量超过限制")
    if len({len(one) for one in lists}) != 1 or not lists[0]:
        raise SmsRefusal("isv.INVALID_PARAMETERS", "参数异常")
    return list(zip(*lists, strict=True))


def _has_numeric_code(status: int, body: bytes) -> bool:
    """The vendor looks at nothing else: HTTP 200 and a numeric code."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return status == web.HTTPOk.status_code and isinstance(told, dict) and type(told.get("code")) is int
