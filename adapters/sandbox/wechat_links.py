"""The platform's ways into a mini-program (URL Link, 小程序码): what is refused, and how many a day.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/ api_generateurllink and
api_getunlimitedqrcode, read 2026-11-22.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta, timezone

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat_rules import Refusal

BEIJING = timezone(timedelta(hours=8))
LONGEST_QUERY, LONGEST_SCENE, MOST_DAYS = 1024, 32, 30
A_SECOND, A_DAY = 100, 500_000
BUILDS = frozenset({"release", "trial", "develop"})
SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@._~-]+", re.ASCII)
WIDTHS = range(280, 1281)
# one grey point; the scene stands in it as a comment
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////////////////////"
    "//////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q=="
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
TABLES = """
CREATE TABLE IF NOT EXISTS ways (
    way TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, more TEXT NOT NULL, days INTEGER NOT NULL,
    at REAL NOT NULL
);
"""


class LinkBook:
    """`pages`: of the released version. `a_day`: links, both kinds together; fewer in a test."""

    def __init__(
        self, books: Books, pages: Collection[str], now: Callable[[], datetime], *, a_day: int = A_DAY
    ) -> None:
        books.create(TABLES)
        self._books, self._pages, self._now, self._a_day = books, frozenset(pages), now, a_day

    def link(self, body: Mapping[str, object]) -> str:
        """The url_link. Raises Refusal."""
        path, query = body.get("path", ""), body.get("query", "")
        if path and path not in self._pages:
            raise Refusal(40165, "invalid path")
        if not isinstance(query, str) or len(query) > LONGEST_QUERY or not query.isprintable():
            raise Refusal(40212, "invalid query")
        self._check_build(body)
        days = self._days(body)
        self._check_quota()
        number = self._books.next_number("link")
        way = f"https://wxaurl.cn/{hashlib.sha256(f'sandbox link {number}'.encode()).hexdigest()[:11]}"
        self._keep(way, "link", str(path), query, days)
        return way

    def code(self, body: Mapping[str, object], *, png: bool = False) -> bytes:
        """The picture. Raises Refusal."""
        scene, page = body.get("scene"), body.get("page", "")
        if not isinstance(scene, str) or not SCENE.fullmatch(scene) or len(scene) > LONGEST_SCENE:
            raise Refusal(40169, "invalid length for scene, or the data is not json string")
        if body.get("check_path", True) and page and page not in self._pages:
            raise Refusal(41030, "invalid page")
        if body.get("width", 430) not in WIDTHS:
            raise Refusal(40097, "invalid args")
        self._check_build(body)
        self._keep("", "code", str(page), scene, 0)
        if png:
            return PNG
        comment = f"{page}?{scene}".encode()
        return JPEG[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + JPEG[2:]

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT way, kind, path, more, days FROM ways ORDER BY rowid")
        return [dict(row) for row in rows]

    def _days(self, body: Mapping[str, object]) -> int:
        days = body.get("expire_interval")
        if body.get("expire_type") != 1:
            raise Refusal(85401, "the sandbox wants expire_type 1")
        if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
            raise Refusal(85401, "time limit between 1min and 30days")
        return days

    @staticmethod
    def _check_build(body: Mapping[str, object]) -> None:
        if body.get("env_version", "release") not in BUILDS:
            raise Refusal(85402, "invalid env_version")

    def _check_quota(self) -> None:
        now = self._now()
        midnight = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
        sql = "SELECT COUNT(*) FROM ways WHERE kind = 'link' AND at >= ?"
        if self._books.count(sql, midnight.timestamp()) >= self._a_day:
            raise Refusal(44993, "reach max link quota of the day")
        if self._books.count(sql, now.timestamp() - 1 + 0.001) >= A_SECOND:
            raise Refusal(44990, "too frequent, 100 a second")

    def _keep(self, way: str, kind: str, path: str, more: str, days: int) -> None:
        at = self._now().timestamp()
        self._books.insert("ways", way=way, kind=kind, path=path, more=more, days=days, at=at)
