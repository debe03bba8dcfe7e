"""What invitations (邀约) need from our official account (公众号): a message to a follower, and its fate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from domain.invitations.outside import MessageReceipt
from domain.kernel.personal import OpenId, UnionId

AccountHappened = Literal["followed", "left", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One thing the platform told us about one account and ours.

    delivered, failed: what became of the message `reference`, empty when the platform names none; `error`:
    «user-block», «system-failed» or «failed». `key`: the same for every repetition of this event, 64
    hexadecimal digits, nothing of the person to be read in it.
    """

    happened: AccountHappened
    openid: OpenId
    at: datetime
    key: str
    reference: str = ""
    error: str = ""


class TemplateMessages(Protocol):
    """Sends 模板消息 to one follower. Adapter: adapters/wechat/template_messages.py. Fake: tests/fakes/."""

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        """Hand one message over. What became of it is pushed, or never said: nobody can be asked.

        template: our name of the text; values: its variables; out_id: our number of this try, 1 to 64
        characters of `0-9A-Za-z_-`; page: path and query inside our mini-program that the message opens,
        without a leading «/». Raises Refused («not-following»: the account has left; any other reason is
        as final), Unavailable, Unknown.
        """
        ...

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """The whole text, title first, a line for each field, as people read it: long values are cut.

        Raises Refused for a bad template or a value it cannot take.
        """
        ...


class FollowerDirectory(Protocol):
    """Who a follower is over all of our apps. Adapter: adapters/wechat/followers.py."""

    async def unionid(self, openid: OpenId) -> UnionId | None:
        """None where our apps are not bound to one owner at the platform.

        Raises Refused («not-following»), Unavailable.
        """
        ...


class OfficialAccountCallbacks(Protocol):
    """Reads what the platform pushes about our official account (消息推送), in its secure mode alone."""

    def check_url(self, query: Mapping[str, str]) -> str:
        """The text to answer as it is when the platform tries our address. Raises SignatureWrong."""
        ...

    async def parse(self, query: Mapping[str, str], body: bytes) -> AccountEvent | None:
        """What a push tells; None when it is about something else, which is then simply answered.

        query: the address's own parameters. Raises SignatureWrong, Unavailable (nonces are out of reach).
        """
        ...
