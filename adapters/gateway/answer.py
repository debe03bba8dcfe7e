"""What of a back-end's answer (后台答复) is handed on: a few kinds, a few headers, each written anew."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

import aiohttp

from domain.gateway.plan import Route
from domain.gateway.refusals import GatewayBusy, GatewayFailed, GatewayRefused, GatewayTooLarge
from domain.kernel.refusals import NotFound

HANDED_ON = frozenset({200, 201, 202, 204})
NOT_FOUND, TOO_MANY = 404, 429
THEIR_NO = range(400, 500)
_NO_CONTENT = 204
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]{0,128}"')
_CHARSET = re.compile(r"(?i);\s*charset=\"?(utf-8|gbk|gb18030)\"?")
_EXTENDED = re.compile(r"(?i)filename\*=UTF-8''([A-Za-z0-9._~%-]{1,300})")
_PLAIN = re.compile(r'(?i)filename="?([^";\r\n]{1,200})"?')
_UNFIT = re.compile(r"[^\w.()（）-]+")


def judged(response: aiohttp.ClientResponse, route: Route, most_bytes: int) -> Mapping[str, str]:
    """The headers to hand on. Raises NotFound, and GatewayBusy, -Refused, -Failed, -TooLarge."""
    status = response.status
    if status == NOT_FOUND:
        raise NotFound(route.name)
    if status == TOO_MANY:
        raise GatewayBusy(route.name, retry_after=1)
    if status in THEIR_NO:  # 401 and 403 too: it is us they do not know, the person is signed in
        raise GatewayRefused(f"{route.name}: http-{status}")
    if status not in HANDED_ON:
        raise GatewayFailed(f"{route.name}: http-{status}")
    if status == _NO_CONTENT:
        return {}
    given = response.headers
    media = given.get("Content-Type", "").partition(";")[0].strip().lower()
    if given.get("Content-Encoding", "identity").lower() != "identity" or media not in route.answers:
        raise GatewayFailed(f"{route.name}: content")
    if (response.content_length or 0) > most_bytes:
        raise GatewayTooLarge(route.name)
    return _written(given, media, response.content_length)


def _written(given: Mapping[str, str], media: str, length: int | None) -> Mapping[str, str]:
    charset = _CHARSET.search(given.get("Content-Type", ""))
    headers = {"content-type": f"{media}; charset={charset[1].lower()}" if charset else media}
    if length is not None:
        headers["content-length"] = str(length)
    if _ETAG.fullmatch(given.get("ETag", "")):
        headers["etag"] = given["ETag"]
    if disposition := given.get("Content-Disposition"):
        headers["content-disposition"] = saved_as(disposition)
    return headers


def saved_as(disposition: str) -> str:
    """Always to be saved, never shown; the name without paths, quotes and signs."""
    extended = _EXTENDED.search(disposition)
    plain = _PLAIN.search(disposition)
    name = unquote(extended[1], errors="replace") if extended else plain[1] if plain else ""
    clean = _UNFIT.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip("._")[:100]
    return f"attachment; filename*=UTF-8''{quote(clean, safe='')}" if clean else "attachment"
