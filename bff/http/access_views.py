"""How a look at somebody's data (查阅记录) goes out, and how its pages follow each other."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from bff.http.boundary import View
from bff.http.request import Ask
from bff.http.slips import malformed
from domain.kernel.ids import short
from domain.privacy.access import Place
from domain.usecases.list_accesses import AccessView, CaseAccessView

MOST, USUAL = 100, 50
ID_BYTES, INSTANT_BYTES = 16, 8
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AccessOut(View, frozen=True):
    at: datetime
    by: str
    post: str
    purpose: str
    shown: tuple[str, ...]
    case_id: str | None = None
    item_name: str | None = None

    @classmethod
    def of(cls, one: AccessView) -> Self:
        case = short("case", one.case_id) if one.case_id else None
        return cls(one.at, one.by, one.post, one.purpose, one.shown, case, one.item_name or None)


class Accesses(View, frozen=True):
    accesses: tuple[AccessOut, ...]
    next_cursor: str | None = None


class CaseAccessOut(View, frozen=True):
    at: datetime
    login: str
    name: str
    roles: list[str]
    purpose: str
    shown: tuple[str, ...]
    operation: str

    @classmethod
    def of(cls, one: CaseAccessView) -> Self:
        roles = [str(role) for role in one.roles]
        return cls(one.at, one.login, one.name, roles, one.purpose, one.shown, one.operation)


class CaseAccesses(View, frozen=True):
    accesses: tuple[CaseAccessOut, ...]
    next_cursor: str | None = None


def size_of(request: Ask) -> int:
    """1 to 100. Raises MalformedBody."""
    text = request.args.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise malformed("limit", "out-of-range", "每页 1 至 100 条")
    return int(text)


def cursor_of(place: Place | None) -> str | None:
    """What `place_behind` reads: microseconds and the id."""
    if place is None:
        return None
    micros = (place.at - EPOCH) // timedelta(microseconds=1)
    return urlsafe_b64encode(micros.to_bytes(INSTANT_BYTES) + place.id.bytes).decode()


def place_behind(request: Ask) -> Place | None:
    """Where the page before ended. Raises MalformedBody."""
    cursor = request.args.get("cursor")
    if cursor is None:
        return None
    try:
        raw = urlsafe_b64decode(cursor)
        return Place(
            EPOCH + timedelta(microseconds=int.from_bytes(raw[:-ID_BYTES])), UUID(bytes=raw[-ID_BYTES:])
        )
    except (Error, ValueError, OverflowError):
        raise malformed("cursor", "unknown", "请从第一页重新打开") from None
