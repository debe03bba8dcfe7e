"""The visitor (小程序访客): one WeChat account in our mini-program, and whose face it was last shown with.

The account proves nobody's name: it stands for a person only since their face passed on it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.identity.mini_program import WechatUser
from domain.identity.session import Known
from domain.kernel.ids import PartyId, VisitorId
from domain.kernel.personal import DocumentNumber, OpenId, Phone
from domain.kernel.refusal import Refusal


class WechatCodeInvalid(Refusal):
    """Used, expired or never given: the client asks WeChat for a fresh one."""

    code, title = "wechat-code-invalid", "微信凭证已失效，请重试"


class WechatAccountBlocked(Refusal):
    """The platform itself thinks the account dangerous (40226)."""

    code, title = "wechat-account-blocked", "微信提示该账号存在风险，暂不能登录"
    advice = "可换一个微信账号，或预约窗口办理"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`person`: whose face passed on this account last; `phone`: to be reached by, proves nothing."""

    visitor_id: VisitorId
    openid: OpenId
    person: PartyId | None = None
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Who a token of the mini-program stands for; `known` None: an account nobody's face passed on."""

    visitor: VisitorId
    known: Known | None = None


class Visitors(Protocol):
    """Adapter: adapters/postgres/visitors.py."""

    async def remember(self, user: WechatUser, at: datetime) -> Visitor:
        """The account, made on first sight, with the keys of this sign-in. Inside atomic."""
        ...

    async def by_id(self, visitor: VisitorId) -> Visitor | None: ...

    async def take(self, visitor: VisitorId) -> Visitor | None:
        """As by_id, held until the transaction ends. Inside atomic."""
        ...

    async def by_openid(self, openid: OpenId) -> Visitor | None: ...

    async def keep_phone(self, visitor: VisitorId, phone: Phone) -> None:
        """The newest stands."""
        ...

    async def link(
        self, visitor: VisitorId, person: PartyId, number: DocumentNumber, at: datetime
    ) -> PartyId | None:
        """This account is this person's from now on: whose it was before. Inside atomic.

        Another person's number goes with them.
        """
        ...

    async def unlink(self, visitor: VisitorId) -> None:
        """Nobody's from now on; the number goes too: it would be the next person's otherwise."""
        ...

    async def linked(self, number: DocumentNumber) -> tuple[Visitor, ...]:
        """The accounts of the person with this identity number, newest link first."""
        ...
