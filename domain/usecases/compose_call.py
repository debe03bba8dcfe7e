"""Compose a call to a back-end: the route allows it, the person may act, and all that is sent is ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from domain.gateway.plan import Fact, GatewayPlan, Method, Place, Route, Sureness
from domain.gateway.ports import Asked, Call
from domain.gateway.refusals import GatewayBodyTooLarge, GatewayNotAllowed
from domain.gateway.target import fill, read_path, read_query, write_query
from domain.kernel.party import Acting, Party
from domain.kernel.refusals import NotFound
from domain.parties.ports import Parties
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.require_face import RequireFace

_ACCEPT = re.compile(r"[A-Za-z0-9*/+.;=, -]{1,200}")
_LANGUAGE = re.compile(r"[A-Za-z0-9*;=., -]{1,100}")


@dataclass(frozen=True, slots=True)
class ComposeCall:
    plan: GatewayPlan
    check_authority: CheckAuthority
    require_face: RequireFace
    parties: Parties

    async def __call__(self, acting: Acting, asked: Asked) -> Call:
        """Outside atomic; what has an effect asks the register afresh who may act.

        Raises NotFound (no such route for this audience), GatewayFaceNeeded, GatewayNotAllowed,
        GatewayBodyTooLarge, NotRepresentative, Unavailable.
        """
        route = self.plan.route(asked.route, asked.method, acting.channel)
        if route is None:
            raise NotFound(asked.route)
        if route.level is Sureness.FACE:
            await self.require_face.to_jump(acting, route.name)
        values = read_path(asked.path, route.path, route.parameters)
        query = dict(read_query(asked.query, route.query))
        headers = _headers(route, asked)
        await self.check_authority(acting, fresh=route.method is Method.POST)
        known = await self._known(acting, route)
        for along in route.along:
            if along.place is Place.HEADER:
                headers[along.name] = quote(known[along.fact], safe="")
            else:
                query[along.name] = known[along.fact]
        target = fill(route.target, values)
        return Call(
            route,
            f"{target}?{write_query(query)}" if query else target,
            headers,
            asked.body,
            asked.trace,
            acting.person,
        )

    async def _known(self, acting: Acting, route: Route) -> Mapping[Fact, str]:
        """Only what the route declares is looked up at all."""
        wanted = {along.fact for along in route.along}
        found: dict[Fact, str] = {}
        for who, number, name in (
            (acting.party, Fact.PARTY_NUMBER, Fact.PARTY_NAME),
            (acting.person, Fact.PERSON_NUMBER, Fact.PERSON_NAME),
        ):
            if wanted & {number, name}:
                party: Party = await self.parties.by_id(who)
                found |= {number: party.number.reveal(), name: party.name.reveal()}
        return found


def _headers(route: Route, asked: Asked) -> dict[str, str]:
    """The three a client may choose, if they are what they should be. Raises GatewayNotAllowed."""
    if len(asked.body) > route.most_body_bytes:
        raise GatewayBodyTooLarge(route.name)
    headers = {"Accept": ", ".join(route.answers)}
    if _ACCEPT.fullmatch(asked.accept):
        headers["Accept"] = asked.accept
    if _LANGUAGE.fullmatch(asked.accept_language):
        headers["Accept-Language"] = asked.accept_language
    kind = asked.content_type.partition(";")[0].strip().lower()
    if asked.body and kind not in route.bodies:
        raise GatewayNotAllowed("body")
    if asked.body:
        headers["Content-Type"] = kind
    return headers
