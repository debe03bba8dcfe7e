"""What is wrong with a body, field by field, in words a person reads; what was sent is never quoted."""

import re

import msgspec

from bff.http.refusals import MalformedBody
from bff.http.strict_json import Json

# msgspec's own sentences: which of ours each is. The first that fits counts.
SLIPS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile("unknown field"), "unknown", "没有这一项"),
    (re.compile("missing required field"), "missing", "缺少这一项"),
    (re.compile("of length <="), "too-long", "内容过长或过多"),
    (re.compile("of length >="), "too-short", "内容过短或过少"),
    (re.compile("got `"), "wrong-type", "类型不对"),
    (re.compile("^Invalid enum value"), "not-offered", "不在可选范围内"),
    (re.compile("matching regex|^Invalid"), "wrong-format", "格式不对"),
    (re.compile("[<>]="), "out-of-range", "超出允许的范围"),
)
_FIELD = re.compile(r"^Object (?:contains unknown|missing required) field `(.*?)`", re.DOTALL)
_PLACE = re.compile(r" - at (?:`key` in )?`\$\.?(.*?)`$", re.DOTALL)
LONGEST = 200


def malformed(field: str, code: str, title: str) -> MalformedBody:
    """The refusal of one field."""
    return MalformedBody(fields=[{"field": field[:LONGEST], "code": code, "title": title}])


def without_null(value: Json, path: str = "") -> Json:
    """The same value. A field that has no value is absent, never null. Raises MalformedBody."""
    if isinstance(value, dict):
        for name, part in value.items():
            inner = f"{path}.{name}" if path else name
            if part is None:
                raise malformed(inner, "null", "没有内容时请不要提交这一项")
            without_null(part, inner)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            without_null(part, f"{path}[{number}]")
    return value


def malformed_by(error: msgspec.ValidationError) -> MalformedBody:
    """The refusal behind msgspec's complaint, with the field's path as `pickup.window.day`."""
    told = str(error)
    place, name = _PLACE.search(told), _FIELD.match(told)
    path = ".".join(found.group(1) for found in (place, name) if found and found.group(1))
    for pattern, code, title in SLIPS:
        if path and pattern.search(told):
            return malformed(path, code, title)
    return MalformedBody()
