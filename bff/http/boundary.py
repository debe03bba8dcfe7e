"""Bytes to structs and back, and the key under which a request counts once."""

import hashlib
import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from sanic.response import HTTPResponse, raw

from bff.http.refusals import IdempotencyKeyMissing, UnsupportedMediaType
from bff.http.request import Ask
from bff.http.slips import malformed_by, without_null
from bff.http.strict_json import parse
from domain.kernel.ports import RequestKey

T = TypeVar("T")
KEY = re.compile(r"[\x21-\x7e]{1,255}")


class Body(msgspec.Struct, forbid_unknown_fields=True, rename="camel", frozen=True):
    """What a client sends: unknown fields are refused."""


class View(msgspec.Struct, rename="camel", omit_defaults=True, frozen=True):
    """What a client gets: absent instead of null."""


def decode(request: Ask, kind: type[T]) -> T:
    """The body as `kind`. Raises UnsupportedMediaType, MalformedJson or MalformedBody."""
    if request.content_type.partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType
    try:
        return msgspec.convert(without_null(parse(request.body)), kind, strict=True)
    except msgspec.ValidationError as error:
        raise malformed_by(error) from None


def reply(
    view: object, *, status: int = 200, location: str | None = None, headers: Mapping[str, str] | None = None
) -> HTTPResponse:
    """`view` as JSON. Private answers are never stored by anybody on the way."""
    out = {"Cache-Control": "no-store", **(headers or {})}
    if location:
        out["Location"] = location
    return raw(msgspec.json.encode(view), status=status, headers=out, content_type="application/json")


def request_key(request: Ask, actor: str) -> RequestKey:
    """The Idempotency-Key of an effect, bound to who asks, for whom, and this body.

    Raises IdempotencyKeyMissing.
    """
    key = request.headers.get("idempotency-key", "")
    if not KEY.fullmatch(key):
        raise IdempotencyKeyMissing
    said = f"{request.method} {request.path}\n{request.headers.get('acting-for', '')}\n"
    digest = hashlib.sha256(said.encode() + request.body).digest()
    route = request.route
    return RequestKey(actor, route.name.rpartition(".")[2] if route else "", key, digest)
