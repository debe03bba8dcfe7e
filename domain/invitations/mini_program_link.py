"""The way into our mini-program (小程序链接、小程序码): for our page and for paper, never for a text."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

LONGEST = timedelta(days=30)  # the platform's
START_PAGE, MATTER_PAGE = "pages/start/start", "pages/matter/matter"


@dataclass(frozen=True, slots=True)
class MiniProgramLink:
    """`url` is the platform's own address, opened by any browser; it leads to one page of ours."""

    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CodePicture:
    """`kind`: image/jpeg or image/png, as its first bytes say."""

    content: bytes = field(repr=False)
    kind: str


class MiniProgramLinks(Protocol):
    """Adapter: adapters/wechat/links.py; kept ones: adapters/redis/mini_program_links.py."""

    async def link(self, page: str, query: str, *, lasts: timedelta) -> MiniProgramLink:
        """An address that opens `page` with `query`, which holds nothing but an opaque token.

        page: path without a leading «/»; query: at most 1024 characters of `0-9A-Za-z_=&.-`; lasts: one day
        to LONGEST, whole days. Raises Refused, Unavailable.
        """
        ...

    async def code(self, page: str, scene: str) -> CodePicture:
        """A picture to be scanned, good for ever. scene: 1 to 32 visible characters, no «%».

        Raises Refused, Unavailable.
        """
        ...
