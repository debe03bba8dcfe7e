"""Ways into the mini-program (URL Link, 小程序码): an address for a page of ours, a picture to be scanned.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/ api_generateurllink and
api_getunlimitedqrcode, read 2026-11-22. Both only make something to be opened: asked twice, there are two.
"""

import re
from datetime import timedelta
from typing import Literal

import msgspec
from yarl import URL

from adapters.wechat.client import WechatClient
from adapters.wechat.wire import SYSTEM
from domain.invitations.mini_program_link import LONGEST, CodePicture, MiniProgramLink
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable

LINK, CODE = "/wxa/generate_urllink", "/wxa/getwxacodeunlimit"
HOSTS = frozenset({"wxaurl.cn", "wxmpurl.cn"})  # anything else is no address of the platform's
WIDTH = 430
_PAGE = re.compile(r"[A-Za-z0-9_]+(?:/[A-Za-z0-9_-]+)*", re.ASCII)
_QUERY = re.compile(r"[0-9A-Za-z_=&.-]{0,1024}", re.ASCII)
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@._~-]{1,32}", re.ASCII)
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class _Linked(msgspec.Struct):
    url_link: str = ""


class WechatLinks:
    """Implements MiniProgramLinks. `build`: which build of ours opens."""

    def __init__(
        self,
        client: WechatClient,
        *,
        clock: Clock,
        build: Literal["release", "trial", "develop"] = "release",
    ) -> None:
        self._client, self._clock, self._build = client, clock, build

    async def link(self, page: str, query: str, *, lasts: timedelta) -> MiniProgramLink:
        if _PAGE.fullmatch(page) is None or _QUERY.fullmatch(query) is None:
            raise Refused(SYSTEM, "page-malformed")
        if not timedelta(days=1) <= lasts <= LONGEST:
            raise Refused(SYSTEM, "lasts-out-of-range")
        now = self._clock()
        body = {
            "path": page,
            "query": query,
            "expire_type": 1,
            "expire_interval": lasts.days,
            "env_version": self._build,
        }
        told = await self._client.call(LINK, body, _Linked, effect=False)
        url = URL(told.url_link)
        if url.scheme != "https" or url.host not in HOSTS:
            raise Unavailable(SYSTEM, "answer-malformed")
        return MiniProgramLink(told.url_link, now + timedelta(days=lasts.days))

    async def code(self, page: str, scene: str) -> CodePicture:
        if _PAGE.fullmatch(page) is None or _SCENE.fullmatch(scene) is None:
            raise Refused(SYSTEM, "page-malformed")
        body = {
            "scene": scene,
            "page": page,
            "check_path": self._build == "release",
            "env_version": self._build,
            "width": WIDTH,
        }
        picture = await self._client.picture(CODE, body)
        for start, kind in PICTURES.items():
            if picture.startswith(start):
                return CodePicture(picture, kind)
        raise Unavailable(SYSTEM, "answer-malformed")
