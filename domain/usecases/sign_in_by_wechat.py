"""Sign in to the mini-program (微信登录): which account asks, and who it was last shown to be."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.mini_program import MiniProgram, WechatUser
from domain.identity.ports import AccessTokens, Claims, VisitorClaims
from domain.identity.session import ACCESS, Device, Method
from domain.identity.visitor import Visitor, Visitors, WechatAccountBlocked, WechatCodeInvalid
from domain.kernel.party import Channel, Level
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused
from domain.parties.ports import Parties
from domain.usecases.spend_try import SpendTry
from domain.usecases.start_session import StartSession

TRIES = "wechat-sign-in"
CODE, BLOCKED = "code", "blocked"  # reasons of the port


@dataclass(frozen=True, slots=True)
class VisitTold:
    """`level` NONE: an account that nobody's face passed on yet; then `name` is empty, otherwise masked."""

    access_token: str = field(repr=False)
    expires_at: datetime
    level: Level
    name: str


@dataclass(frozen=True, slots=True)
class SignInByWechat:
    """The account is remembered, and a known person's session begun, or neither. The code is the key."""

    spend_try: SpendTry
    mini_program: MiniProgram
    visitors: Visitors
    parties: Parties
    start_session: StartSession
    tokens: AccessTokens
    atomic: Atomic
    now: Clock

    async def __call__(self, code: str, *, address: str, device: str = "") -> VisitTold:
        """`code`: from wx.login; `address`: where the request came from; `device`: named to its person so.

        Raises WechatCodeInvalid, WechatAccountBlocked, TooManyRequests, LimitsUnavailable, Refused,
        Unavailable.
        """
        await self.spend_try(TRIES, address)
        user = await self._user(code)
        now = self.now()
        async with self.atomic():
            visitor = await self.visitors.remember(user, now)
            return await self._told(visitor, now, device)

    async def _user(self, code: str) -> WechatUser:
        try:
            return await self.mini_program.sign_in(code)
        except Refused as refused:
            if refused.reason == CODE:
                raise WechatCodeInvalid from None
            if refused.reason == BLOCKED:
                raise WechatAccountBlocked from None
            raise

    async def _told(self, visitor: Visitor, now: datetime, device: str) -> VisitTold:
        expires_at = now + ACCESS
        if visitor.person is None:
            token = self.tokens.issue(VisitorClaims(visitor.visitor_id, expires_at))
            return VisitTold(token, expires_at, Level.NONE, "")
        person = await self.parties.by_id(visitor.person)
        session, _ = await self.start_session(
            visitor.person, method=Method.WECHAT, visitor=visitor.visitor_id, device=Device(words=device)
        )
        claims = Claims(session.session_id, session.person, expires_at, Channel.MINI_PROGRAM)
        return VisitTold(self.tokens.issue(claims), expires_at, session.level(now), person.name.masked())
