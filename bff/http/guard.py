"""Who is asking, and whether that is enough for the route's declared audience and level."""

import re
from uuid import UUID

from sanic.http import Http

from bff.http.refusals import ConsoleHeaderNeeded, FaceNeeded, MalformedRequest, RoleMissing, SignInNeeded
from bff.http.remits import work_in
from bff.http.request import App, Ask, Audience, office
from domain.identity.check import FRESH, Purpose
from domain.identity.session import Known
from domain.kernel.ids import PartyId, VisitId, unshort
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusals import NotFound
from domain.staff.account import Role

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110: all a header's name may be
LENGTH = re.compile(r"[0-9]{1,18}")  # Sanic reads full-width digits, too; what stands before it may not
MAX_AGE = int(FRESH.total_seconds())
STAFF_COOKIE, LONGEST_TOKEN = "palm_staff", 256
STRAY = re.compile(r"[\0\r\n\ud800-\udfff]")  # the last are bytes that were no UTF-8


def register(app: App) -> None:
    app.register_middleware(refuse_bad_framing, "request", priority=100)
    app.register_middleware(admit, "request", priority=50)


async def refuse_bad_framing(request: Ask) -> None:
    """What RFC 9112 forbids and the server lets through: no Host or two, names and values that are none.

    The connection ends with it: where such a request stops is anybody's guess.
    """
    hosts, length = request.headers.getall("host", []), request.headers.get("content-length", "0")
    if (
        len(hosts) != 1
        or not LENGTH.fullmatch(length)
        or any(not TOKEN.fullmatch(name) or STRAY.search(value) for name, value in request.headers.items())
    ):
        if isinstance(request.stream, Http):
            request.stream.keep_alive = False
        raise MalformedRequest


async def admit(request: Ask) -> None:
    """Fill in ctx.acting, visitor, staff or verifier for the route's audience. Raises what is missing."""
    if request.route is None:
        return
    wanted = request.route.ctx
    match wanted.audience:
        case Audience.PERSON:
            await _admit_person(request, wanted.level)
        case Audience.ENTERPRISE:
            await _admit_enterprise(request, wanted.level)
        case Audience.STAFF:
            await _admit_staff(request, wanted.roles, is_whole=getattr(wanted, "whole", False))
            await _keep_to_remit(request)
            if hasattr(wanted, "served"):
                await _admit_to_visit(request, wanted.served)
        case Audience.VERIFIER:
            request.ctx.verifier = await office(request).staff.recognise_verifier(
                _bearer(request), address=request.client_ip
            )


async def _admit_staff(request: Ask, roles: frozenset[Role], *, is_whole: bool) -> None:
    """By the bearer token, or by the browser's cookie: then a header that no other page can send.

    `is_whole`: what is for who works for every body (所辖机关不限).
    """
    cookie = request.cookies.get(STAFF_COOKIE)
    if "authorization" in request.headers or not cookie:
        token = _bearer(request)
    elif len(cookie) > LONGEST_TOKEN:
        raise SignInNeeded
    elif request.method not in ("GET", "HEAD") and request.headers.get("palm-console") != "1":
        raise ConsoleHeaderNeeded
    else:
        token = cookie
    request.ctx.on_duty = await office(request).staff.recognise_staff(token)
    request.ctx.staff = request.ctx.on_duty.account
    if not request.ctx.staff.roles & roles or (is_whole and request.ctx.staff.bodies is not None):
        raise RoleMissing


async def _keep_to_remit(request: Ask) -> None:
    """Whatever an address names is asked about here, so that no route can forget it; before the body is read,
    so that nobody learns by a body that is none whether there is such a thing."""
    staff = request.ctx.staff
    if staff.bodies is not None:
        for work, ref in work_in(request.match_info.values()):
            await office(request).staff.check_remit(staff, work, ref)


async def _admit_to_visit(request: Ask, level: Level) -> None:
    """Whom the clerk serves: the visit is in the path. On the telephone one reads and drafts, no more."""
    found = unshort("vst", request.match_info["visit"])
    if found is None:
        raise NotFound
    party = _acting_for(request)
    request.ctx.acting = await office(request).counter.enter_visit(
        request.ctx.staff,
        VisitId(found),
        PartyId(party) if party else None,
        binds=request.method not in ("GET", "HEAD", "PATCH") or level >= Level.FACE,
    )


async def _admit_person(request: Ask, level: Level) -> None:
    known = await office(request).identity.recognise_person(_bearer(request))
    request.ctx.acting = _acting(request, known, level, Channel.H5)


async def _admit_enterprise(request: Ask, level: Level) -> None:
    """An account nobody is known by may do what needs no level: sign in, have a face compared."""
    seen = await office(request).identity.recognise_visitor(_bearer(request))
    request.ctx.visitor, request.ctx.known = seen.visitor, seen.known
    if level is Level.NONE:
        return
    if seen.known is None:
        raise face_needed(request)
    request.ctx.acting = _acting(request, seen.known, level, Channel.MINI_PROGRAM)


def face_needed(request: Ask) -> FaceNeeded:
    """What is missing (RFC 9470), and what the check has to be opened for."""
    purpose = getattr(request.route.ctx, "face", Purpose.SIGN_IN) if request.route else Purpose.SIGN_IN
    return FaceNeeded(needs="face", purpose=str(purpose), maxAge=MAX_AGE)


def _acting(request: Ask, known: Known, level: Level, channel: Channel) -> Acting:
    if known.level < level:
        raise face_needed(request)
    party = PartyId(_acting_for(request) or known.person)
    return Acting(
        known.person, party, known.level, channel, known.session, device=known.device, check=known.check
    )


def _acting_for(request: Ask) -> UUID | None:
    header = request.headers.get("acting-for")
    if header is None:
        return None
    found = unshort("pty", header)
    if found is None:
        raise NotFound
    return found


def _bearer(request: Ask) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignInNeeded
    return token
