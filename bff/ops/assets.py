"""The files of static/ as they go over the wire: read at start, named by their release (ADR 53).

No path of a request reaches the file system. What can be compressed is, once, when it is first asked for.
"""

import asyncio
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

import brotli
import zstandard

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
IS_DENSE = frozenset({".png", ".woff2"})  # compressed by their own format
NOT_SERVED = frozenset({"miniprogram"})  # goes to WeChat, not to browsers
OF_STAFF = "console/"  # no part of the phone's release: a change there costs no citizen a download
RELEASE = re.compile(r"[0-9a-f]{16}")
LONGEST_LIST = 20  # codings and tags of a header that anybody still means


class Coding(StrEnum):
    """In the order of our choice where a browser takes several."""

    BR = "br"
    ZSTD = "zstd"
    GZIP = "gzip"
    IDENTITY = "identity"


SQUEEZE = {
    Coding.BR: lambda body: brotli.compress(body, quality=11),
    Coding.ZSTD: lambda body: zstandard.ZstdCompressor(level=19).compress(body),
    Coding.GZIP: lambda body: gzip.compress(body, compresslevel=9, mtime=0),
    Coding.IDENTITY: bytes,
}


@dataclass(slots=True)
class Asset:
    """One file. Each coding of it is made once, off the loop, however many ask at once."""

    kind: str
    body: bytes
    is_dense: bool
    tag: str
    _made: dict[Coding, asyncio.Task[bytes]] = field(default_factory=dict, repr=False)
    _kept: dict[Coding, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, name: str, body: bytes) -> Self:
        suffix = Path(name).suffix
        return cls(TYPES[suffix], body, suffix in IS_DENSE, sha256(body).hexdigest()[:16])

    def etag(self, coding: Coding) -> str:
        """Strong, so another for each coding (RFC 9110 §8.8.3)."""
        return f'"{self.tag}"' if coding is Coding.IDENTITY else f'"{self.tag}-{coding}"'

    async def coded(self, coding: Coding) -> bytes:
        if coding is Coding.IDENTITY:
            return self.body
        if coding not in self._kept:
            if coding not in self._made:
                self._made[coding] = asyncio.create_task(asyncio.to_thread(SQUEEZE[coding], self.body))
            # who hangs up meanwhile must not take it from those who wait beside
            self._kept[coding] = await asyncio.shield(self._made[coding])
            self._made.pop(coding, None)
        return self._kept[coding]


def chosen(accepted: str) -> Coding:
    """The coding for an Accept-Encoding (RFC 9110 §12.5.3): the client's own weight first, then ours."""
    weights: dict[str, float] = {}
    for part in accepted.split(",", LONGEST_LIST)[:LONGEST_LIST]:
        name, _, rest = part.partition(";")
        weights[name.strip().lower()] = _weight(rest)
    anything = weights.get("*", 0.0)
    best = max(
        (one for one in Coding if one is not Coding.IDENTITY),
        key=lambda one: (weights.get(one, anything), -list(Coding).index(one)),
    )
    weight = weights.get(best, anything)
    return best if weight > 0 and weight >= weights.get(Coding.IDENTITY, 0.0) else Coding.IDENTITY


def _weight(parameters: str) -> float:
    told = re.fullmatch(
        r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", parameters, re.ASCII | re.IGNORECASE
    )
    return float(told[1]) if told else float(not parameters.strip())


def is_held(wanted: str, etag: str) -> bool:
    """Whether If-None-Match names what would be sent."""
    tags = {one.strip().removeprefix("W/") for one in wanted.split(",", LONGEST_LIST)[:LONGEST_LIST]}
    return etag in tags or "*" in tags


@dataclass(frozen=True, slots=True)
class Shelf:
    """`release`: the digest over all files of the phone; `files`: what is served, by path below static/."""

    release: str
    files: dict[str, Asset]

    @classmethod
    def of(cls, static: Path) -> Self:
        """Only what is there now is ever served."""
        files = {path.relative_to(static).as_posix(): path.read_bytes() for path in _listed(static)}
        whole = sha256()
        for name, body in sorted(files.items()):
            if not name.startswith(OF_STAFF):
                whole.update(f"{name}\0{len(body)}\0".encode())
                whole.update(body)
        return cls(whole.hexdigest()[:16], {name: Asset.of(name, body) for name, body in files.items()})

    def find(self, name: str) -> tuple[Asset | None, bool]:
        """The file of this path, with or without a release before it, and whether it can never be another.

        Who asks for another release has a page open from before an upgrade, or spoke to a process of the next
        one beside us: they get the file there is now, not to be kept.
        """
        head, _, rest = name.partition("/")
        if not RELEASE.fullmatch(head):
            return self.files.get(name), False
        return self.files.get(rest), head == self.release and not rest.startswith(OF_STAFF)


def _listed(static: Path) -> Iterator[Path]:
    for top in sorted(static.iterdir()):
        if top.name in NOT_SERVED:
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else (top,):
            if path.is_file() and path.suffix in TYPES:
                yield path
