"""What Tencent checks in a text message (短信校验): numbers, signatures, templates, variables, frequency.

Source: cloud.tencent.com/document/api/382/{55981, 59177} and tencentcloud-sdk-python-sms 3.1.153 (codes),
read 2026-11-22. The limits of frequency are the defaults others tell of; docs/vendors/tencent-sms.md says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from adapters.sandbox.kit import Books

BEIJING = timezone(timedelta(hours=8))
MARK = re.compile(r"\{(\d+)\}")
NAMED = re.compile(r"\$\{(\w+)\}")
MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9]\d{9})")
LINK = re.compile(
    r"https?:|www\.|[a-z0-9-]+\.(?:com|cn|net|org|gov|top|cc|me|io|ly|xyz)\b|://", re.IGNORECASE
)
DIGITS = re.compile(r"\d{0,6}")
SINGLE, SEGMENT, MOST_CHARACTERS = 70, 67, 500
MOST_A_DAY = 10
OK = "Ok"


@dataclass(frozen=True, slots=True)
class TencentTemplate:
    """An approved template: `text` with {1}, {2} …, without the signature's 【】."""

    template_id: str
    text: str
    kind: Literal["otp", "notice"]


def numbered(text: str) -> str:
    """«${org}…${day}» as this operator has it: «{1}…{2}», by where each name first stands."""
    names = list(dict.fromkeys(NAMED.findall(text)))
    return NAMED.sub(lambda found: f"{{{names.index(found.group(1)) + 1}}}", text)


class NotSent(Exception):
    """The status of one number among those of the call, whose answer is a success all the same."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def mobile(text: str) -> str:
    """The eleven digits. Raises NotSent."""
    found = MOBILE.fullmatch(text)
    if found is None:
        raise NotSent("InvalidParameterValue.IncorrectPhoneNumber", "phone number format error")
    return found.group(1)


def content(
    templates: Mapping[str, TencentTemplate],
    signs: Sequence[str],
    *,
    sign_name: str,
    template_id: str,
    values: Sequence[str],
    longest: int,
) -> tuple[TencentTemplate, str]:
    """The template and the text people get, signature included. Raises NotSent."""
    if sign_name not in signs:
        raise NotSent("FailedOperation.SignatureIncorrectOrUnapproved", "signature is not approved")
    template = templates.get(template_id)
    if template is None:
        raise NotSent("FailedOperation.TemplateUnapprovedOrNotExist", "template is not approved")
    if len(values) != len(set(MARK.findall(template.text))):
        raise NotSent(
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "number of parameters is wrong"
        )
    for value in values:
        _check_value(template, value, longest)
    body = MARK.sub(lambda found: values[int(found.group(1)) - 1], template.text)
    text = f"【{sign_name}】{body}"
    if len(text) > MOST_CHARACTERS:
        raise NotSent("InvalidParameterValue.ContentLengthLimit", "content is too long")
    return template, text


def segments(text: str) -> int:
    return 1 if len(text) <= SINGLE else -(-len(text) // SEGMENT)


def check_frequency(books: Books, phone: str, text: str, now: datetime) -> None:
    """Same words to one number once in 30 seconds, ten messages a natural day of Beijing. Raises NotSent."""
    sql = "SELECT COUNT(*) FROM tencent_messages WHERE phone = ? AND content = ? AND sent_at > ?"
    if books.count(sql, phone, text, (now - timedelta(seconds=30)).timestamp()):
        raise NotSent("LimitExceeded.PhoneNumberThirtySecondLimit", "30 second limit of the number")
    local = now.astimezone(BEIJING)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    sql = "SELECT COUNT(*) FROM tencent_messages WHERE phone = ? AND sent_at >= ?"
    if books.count(sql, phone, midnight.timestamp()) >= MOST_A_DAY:
        raise NotSent("LimitExceeded.PhoneNumberDailyLimit", "daily limit of the number")


def _check_value(template: TencentTemplate, value: str, longest: int) -> None:
    if template.kind == "otp" and DIGITS.fullmatch(value) is None:
        raise NotSent("InvalidParameterValue.TemplateParameterFormatError", "a code is up to six digits")
    if len(value) > longest:
        raise NotSent("InvalidParameterValue.TemplateParameterLengthLimit", "parameter is too long")
    if LINK.search(value):
        raise NotSent("InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", "no URL in a parameter")
