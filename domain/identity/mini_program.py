"""What identity needs from the mini-program platform (微信小程序): who is asking, and their phone number.

Neither proves who a person is: that is the face's task (outside.py, FaceVerifier).
"""

from dataclasses import dataclass
from typing import Protocol

from domain.kernel.personal import Masked, OpenId, Phone, UnionId


class SessionKey(Masked):
    """The platform's key for what it encrypts to us. It leaves us never: not to a client, not in a token."""


@dataclass(frozen=True, slots=True)
class WechatUser:
    """`unionid` is told only when our apps are bound to one owner at the platform."""

    openid: OpenId
    unionid: UnionId | None
    session_key: SessionKey


class MiniProgram(Protocol):
    """Turns one-use codes of the person's own phone into facts. Adapter: adapters/wechat/mini_program.py.

    Fake: tests/fakes/wechat.py.
    """

    async def sign_in(self, code: str) -> WechatUser:
        """Who called wx.login. code: theirs, once, five minutes, 1 to 128 characters.

        Raises Refused («code»: used, expired or never given; «blocked»: the platform thinks the user
        dangerous), Unavailable (a new wx.login is needed then, too).
        """
        ...

    async def phone_number(self, code: str, *, openid: OpenId) -> Phone:
        """The mainland number this user chose to tell. code: another kind than sign_in's, once, five minutes.

        Raises Refused («code»; «not-mainland»; «not-ours»: told to another mini-program), Unavailable.
        """
        ...
