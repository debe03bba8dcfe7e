"""What the emulated registers (登记系统) are asked by: a number, a person, a page; each checked.

Source: docs/vendors/enterprise-register.md and docs/vendors/social-organisation-register.md.
"""

import base64
from urllib.parse import unquote

import msgspec
from aiohttp import web

from adapters.sandbox.kit_public import PURPOSE_LONGEST, Refused, read_as, require_purpose
from adapters.sandbox.public_codes import is_id_number, is_uscc

MOST_ROWS = 1000


class _Who(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    name: str
    id_number: str


def require_sharing(request: web.Request, catalogue_id: str, purpose: str | None = None) -> None:
    """用途, 目录编号 and 依据 of a question. Raises: Refused 4002, 4005, 4006."""
    require_purpose(request, purpose)
    if unquote(request.headers.get("X-Catalogue-Id", ""), errors="replace") != catalogue_id:
        raise Refused("4005", "目录编号不正确")
    basis = unquote(request.headers.get("X-Basis", ""), errors="replace")
    if not basis.strip() or len(basis) > PURPOSE_LONGEST:
        raise Refused("4006", "须说明依据，且不超过200字")


async def read_who(request: web.Request) -> tuple[str, str]:
    """Name and 公民身份号码. Raises: Refused 4000, 4001."""
    who = await read_as(request, _Who)
    return who.name, id_number_in(who.id_number)


def id_number_in(text: str) -> str:
    """Raises: Refused 4001."""
    number = text.upper()
    if not is_id_number(number):
        raise Refused("4001", "公民身份号码不正确")
    return number


def uscc_in(text: str) -> str:
    """Raises: Refused 4001."""
    if not is_uscc(text):
        raise Refused("4001", "统一社会信用代码不正确")
    return text


def page_size(request: web.Request) -> int:
    """Raises: Refused 4000."""
    text = request.query.get("limit", str(MOST_ROWS))
    short = len(text) <= len(str(MOST_ROWS))
    if not (short and text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ROWS):
        raise Refused("4000", "limit 应为1至1000")
    return int(text)


def cursor_behind(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).decode()


def place_asked(request: web.Request) -> str:
    """What `cursor_behind` was given, empty for the first page. Raises: Refused 4000."""
    try:
        return base64.b64decode(request.query.get("cursor", ""), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise Refused("4000", "cursor 不正确") from error
