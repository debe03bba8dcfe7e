"""Who a follower is over all of our apps (unionid): asked when somebody begins to follow.

Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo, read 2026-11-22: the
call for several, because the one for a single user has the openid in its address.
"""

import msgspec

from adapters.wechat.client import WechatClient
from adapters.wechat.template_messages import SYSTEM
from domain.kernel.personal import OpenId, UnionId
from domain.kernel.refusal import Refused, Unavailable

PATH = "/cgi-bin/user/info/batchget"


class _User(msgspec.Struct):
    subscribe: int = 0
    openid: str = ""
    unionid: str = ""


class _Told(msgspec.Struct):
    user_info_list: list[_User] = msgspec.field(default_factory=list)


class WechatFollowers:
    """Implements FollowerDirectory."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    async def unionid(self, openid: OpenId) -> UnionId | None:
        body = {"user_list": [{"openid": openid.reveal(), "lang": "zh_CN"}]}
        told = await self._client.call(PATH, body, _Told, effect=False, system=SYSTEM)
        user = next((one for one in told.user_info_list if one.openid == openid.reveal()), None)
        if user is None:
            raise Unavailable(SYSTEM, "answer-malformed")
        if not user.subscribe:
            raise Refused(SYSTEM, "not-following")
        return UnionId(user.unionid) if user.unionid else None
