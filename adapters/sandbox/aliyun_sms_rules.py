"""What Aliyun checks in a text message (短信校验): numbers, signatures, templates, variables, frequency.

Source: help.aliyun.com 44335 (frequency), 101346 (codes), 463270 (templates), read 2026-11-21.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from adapters.sandbox.kit import Books

BEIJING = timezone(timedelta(hours=8))
VARIABLE = re.compile(r"\$\{(\w+)\}")
MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9]\d{9})")
LINK = re.compile(
    r"https?:|www\.|[a-z0-9-]+\.(?:com|cn|net|org|gov|top|cc|me|io|ly|xyz)\b|://", re.IGNORECASE
)
VARIABLE_LENGTH = range(1, 36)
MOST_CHARACTERS = 500
SINGLE, SEGMENT = 70, 67
NOTICES_PER_DAY, CODES_PER_DAY_OVERALL = 50, 40


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template: `text` with ${variables}, without the signature's 【】."""

    code: str
    text: str
    kind: Literal["otp", "notice"]
    sign_name: str


class SmsRefusal(Exception):
    """The product's answer, HTTP 200 with this Code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def mobile(text: str) -> str:
    """The eleven digits. Raises SmsRefusal."""
    found = MOBILE.fullmatch(text.strip())
    if found is None:
        raise SmsRefusal("isv.MOBILE_NUMBER_ILLEGAL", "非法手机号")
    return found.group(1)


def content(
    templates: Mapping[str, Template], sign_name: str, code: str, params: str
) -> tuple[Template, str]:
    """The template and the text people get, signature included. Raises SmsRefusal."""
    template = templates.get(code)
    if sign_name not in {known.sign_name for known in templates.values()}:
        raise SmsRefusal("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
    if template is None:
        raise SmsRefusal("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
    if template.sign_name != sign_name:
        raise SmsRefusal("isv.SMS_SIGNATURE_SCENE_ILLEGAL", "签名和模板类型不一致")
    values = _values(params)
    for name in VARIABLE.findall(template.text):
        if name not in values:
            raise SmsRefusal("isv.TEMPLATE_MISSING_PARAMETERS", "模板缺少变量")
        _check_value(values[name])
    body = VARIABLE.sub(lambda found: values[found.group(1)], template.text)
    text = f"【{sign_name}】{body}"
    if len(text) > MOST_CHARACTERS:
        raise SmsRefusal("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制")
    return template, text


def segments(text: str) -> int:
    return 1 if len(text) <= SINGLE else -(-len(text) // SEGMENT)


def _values(params: str) -> dict[str, str]:
    try:
        document = json.loads(params or "{}")
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise SmsRefusal("isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值")
    if not all(isinstance(value, str) for value in document.values()):
        raise SmsRefusal("isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值")
    return document


def _check_value(value: str) -> None:
    if len(value) not in VARIABLE_LENGTH:
        raise SmsRefusal("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制")
    if LINK.search(value):
        raise SmsRefusal("isv.PARAM_NOT_SUPPORT_URL", "变量不支持传入URL")
    if "【" in value or "】" in value:
        raise SmsRefusal("isv.TEMPLATE_PARAMS_ILLEGAL", "模版变量里包含非法关键字")


def check_frequency(books: Books, template: Template, phone: str, now: datetime) -> None:
    """Minute and hour are calendar windows of Beijing, the day is the last 24 hours. Raises SmsRefusal."""
    local = now.astimezone(BEIJING)
    minute = local.replace(second=0, microsecond=0)
    day = (now - timedelta(hours=24)).timestamp()
    if template.kind == "notice":
        sql = "SELECT COUNT(*) FROM messages WHERE phone = ? AND template = ? AND sent_at > ?"
        if books.count(sql, phone, template.code, day) >= NOTICES_PER_DAY:
            raise _limited("天", NOTICES_PER_DAY)
        return
    overall = "SELECT COUNT(*) FROM messages WHERE phone = ? AND kind = 'otp' AND sent_at > ?"
    if books.count(overall, phone, day) >= CODES_PER_DAY_OVERALL:
        raise _limited("天", CODES_PER_DAY_OVERALL)
    sql = "SELECT COUNT(*) FROM messages WHERE phone = ? AND sign_name = ? AND kind = 'otp' AND sent_at >= ?"
    windows = (
        ("分钟", 1, minute.timestamp()),
        ("小时", 5, minute.replace(minute=0).timestamp()),
        ("天", 10, day),
    )
    for name, permits, since in windows:
        if books.count(sql, phone, template.sign_name, since) >= permits:
            raise _limited(name, permits)


def _limited(window: str, permits: int) -> SmsRefusal:
    return SmsRefusal("isv.BUSINESS_LIMIT_CONTROL", f"触发{window}级流控Permits:{permits}")
