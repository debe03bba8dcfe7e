"""Calls to the platform that carry the access token: at most twice, the second time with another token."""

from collections.abc import Mapping
from typing import TypeVar

from adapters.wechat.token import AccessToken
from adapters.wechat.wire import SYSTEM, TokenRefused, WechatWire
from domain.kernel.refusal import Unavailable

T = TypeVar("T")


class WechatClient:
    """One for the process, shared by everything that talks as the same mini-program (`appid`)."""

    def __init__(self, wire: WechatWire, token: AccessToken, *, appid: str) -> None:
        self._wire, self._token, self.appid = wire, token, appid

    async def call(
        self, path: str, body: Mapping[str, object], shape: type[T], *, effect: bool, system: str = SYSTEM
    ) -> T:
        """POST `body`. A refused token is no effect: the call goes out once more, and never a third time.

        Raises Refused, Unavailable, and with `effect` also Unknown.
        """
        token = await self._token.current()
        try:
            return await self._with(token, path, body, shape, effect=effect, system=system)
        except TokenRefused:
            another = await self._token.instead_of(token)
        try:
            return await self._with(another, path, body, shape, effect=effect, system=system)
        except TokenRefused:
            raise Unavailable(system, "token-refused-twice") from None

    async def _with(
        self, token: str, path: str, body: Mapping[str, object], shape: type[T], *, effect: bool, system: str
    ) -> T:
        return await self._wire.ask(
            "POST",
            path,
            shape,
            system=system,
            query={"access_token": token},
            body=body,
            effect=effect,
        )
