"""Calls to the platform that carry the access token: at most twice, the second time with another token."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from adapters.wechat.token import AccessToken
from adapters.wechat.wire import SYSTEM, TokenRefused, WechatWire
from domain.kernel.refusal import Unavailable

T = TypeVar("T")


class WechatClient:
    """One for the process, shared by everything that talks as the same mini-program or account (`appid`)."""

    def __init__(self, wire: WechatWire, token: AccessToken, *, appid: str) -> None:
        self._wire, self._token, self.appid = wire, token, appid

    async def call(
        self, path: str, body: Mapping[str, object], shape: type[T], *, effect: bool, system: str = SYSTEM
    ) -> T:
        """POST `body`. A refused token is no effect: the call goes out once more, and never a third time.

        Raises Refused, Unavailable, and with `effect` also Unknown.
        """

        async def ask(token: str) -> T:
            query = {"access_token": token}
            return await self._wire.ask(
                "POST", path, shape, system=system, query=query, body=body, effect=effect
            )

        return await self._twice(ask, system)

    async def picture(self, path: str, body: Mapping[str, object], *, system: str = SYSTEM) -> bytes:
        """The same for an answer that is a picture. Raises Refused, Unavailable."""

        async def ask(token: str) -> bytes:
            return await self._wire.picture(path, query={"access_token": token}, body=body, system=system)

        return await self._twice(ask, system)

    async def _twice(self, ask: Callable[[str], Awaitable[T]], system: str) -> T:
        token = await self._token.current()
        try:
            return await ask(token)
        except TokenRefused:
            another = await self._token.instead_of(token)
        try:
            return await ask(another)
        except TokenRefused:
            raise Unavailable(system, "token-refused-twice") from None
