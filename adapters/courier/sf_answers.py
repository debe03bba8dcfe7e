"""What SF Express answers (返回码): two layers of codes, each one of the three outcomes.

Source: open.sf-express.com (gateway codes), community copies of the business codes, read 2026-11-22. A code
that is not listed is final and is logged, and a person looks at it: 6126, 8114, 8119, 8196, 8252, 8253 and
20052 are seen in integrations, and nobody could say what they mean.
"""

from typing import TypeVar

import msgspec
import structlog

from adapters.outbound.http import decode, uncertain
from domain.kernel.refusal import Refused, Unavailable

SYSTEM = "courier"
GATEWAY_DONE, DONE = "A1000", "S0000"
# nothing was accepted: too fast, or our clock, address, rights, token or digest; an operator mends those
GATEWAY_PASSING = frozenset({"A1002", "A1003", "A1004", "A1005", "A1006", "A1011"})
# A1007: a requestID came twice, so one of the two went through
GATEWAY_UNCERTAIN = frozenset({"A1007", "A1009", "A1099"})
PASSING = frozenset({"8003", "8004", "8005", "8014"})  # too much at once; the checkword is wrong
FAULT = "4001"
KNOWN = frozenset({"A1001", "4002", "6135", "6150", "8016", "8017", "8018", "8019", "8024", "8037"})

log = structlog.get_logger(__name__)
T = TypeVar("T")


class _Outer(msgspec.Struct, rename="camel"):
    api_result_code: str = ""
    api_result_data: str | None = None


class _Inner(msgspec.Struct, rename="camel"):
    error_code: str = ""
    msg_data: msgspec.Raw = msgspec.Raw(b"null")


def read_answer(body: bytes, shape: type[T], *, effect: bool) -> T:
    """`msgData` of a good answer. Raises Refused, Unavailable, Unknown (`effect`)."""
    outer = decode(SYSTEM, body, _Outer, effect=effect)
    _check_gateway(outer.api_result_code, effect=effect)
    inner = decode(SYSTEM, (outer.api_result_data or "").encode(), _Inner, effect=effect)
    _check(inner.error_code, effect=effect)
    return decode(SYSTEM, bytes(inner.msg_data), shape, effect=effect)


def _check_gateway(code: str, *, effect: bool) -> None:
    if code == GATEWAY_DONE:
        return
    if code in GATEWAY_PASSING:
        raise Unavailable(SYSTEM, code)
    if code in GATEWAY_UNCERTAIN or not code:
        raise uncertain(SYSTEM, code or "answer-malformed", effect=effect)
    raise _final(code)


def _check(code: str, *, effect: bool) -> None:
    if code == DONE:
        return
    if code in PASSING:
        raise Unavailable(SYSTEM, code)
    if code == FAULT or not code:
        raise uncertain(SYSTEM, code or "answer-malformed", effect=effect)
    raise _final(code)


def _final(code: str) -> Refused:
    if code not in KNOWN:
        log.warning("vendor-code-unknown", vendor="sf", code=code[:16])
    return Refused(SYSTEM, code[:16])
