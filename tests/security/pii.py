"""The scanner for personal data (个人信息扫描): known values, in every form in which they may lie about.

PI-1 and SL-1: plain, URL-quoted, \\u-escaped, hexadecimal, base64 at each of its three offsets; and pictures,
which a face check may leave behind (FA-4), by how a JPEG or PNG begins.
"""

import base64
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from adapters.embedded.binaries import find_postgres
from tests.security.needles import Needles

Hit = tuple[str, str, str]  # where, what, in which form
Written = Callable[[str], str]
PICTURES = {
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "JPEG, JFIF": b"JFIF\x00\x01",
    "JPEG, Exif": b"Exif\x00\x00",
}
COPY = re.compile(r"COPY public\.\"?(\w+)\"? \((.*)\) FROM stdin;")


def forms(value: bytes) -> Iterator[tuple[str, bytes]]:
    """Each form once, the plain one first."""
    known = set[bytes]()
    for form, written in _forms(value):
        if written not in known:
            known.add(written)
            yield form, written


def _forms(value: bytes) -> Iterator[tuple[str, bytes]]:
    yield "plain", value
    yield "hex", value.hex().encode()
    yield "HEX", value.hex().upper().encode()
    for offset in range(3):
        for form, alphabet in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            yield f"{form} at {offset}", _inner(alphabet(bytes(offset) + value), offset, len(value))
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return
    yield "URL", quote(text, safe="").encode()
    yield "url", quote(text, safe="").lower().encode()
    escaped = json.dumps(text)[1:-1]
    yield "\\u", escaped.encode()
    yield "\\U", re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda digits: digits[0].upper(), escaped).encode()
    yield "GB 18030", text.encode("gb18030")


def _inner(encoded: bytes, offset: int, length: int) -> bytes:
    """What the value alone decides: six bits a character, counted from the beginning."""
    return encoded[-(-offset * 8 // 6) : (offset + length) * 8 // 6]


class Scanner:
    """Looks for `seeds` in whatever is shown to it."""

    def __init__(self, seeds: Iterable[str]) -> None:
        self.seeds = sorted(set(seeds))
        self._wanted = [(seed, *form) for seed in self.seeds for form in forms(seed.encode())]
        self._needles = Needles(written for _, _, written in self._wanted)
        self._in_clear = Needles(seed.encode() for seed in self.seeds)

    def hits(self, where: str, blob: bytes) -> set[Hit]:
        found = self._needles.within(blob)
        return {(where, seed, form) for seed, form, written in self._wanted if written in found}

    def plain(self, where: str, blob: bytes) -> set[Hit]:
        """In clear only: for what is too large to be looked through for every form."""
        return {(where, found.decode(), "plain") for found in self._in_clear.within(blob)}


def pictures(where: str, blob: bytes) -> set[Hit]:
    """Beginnings of pictures, plain or encoded."""
    return {
        (where, kind, form)
        for kind, beginning in PICTURES.items()
        for form, written in forms(beginning)
        if written in blob
    }


def dumped(owner_url: str) -> Mapping[tuple[str, str], bytes]:
    """What pg_dump writes of each table and column; the rest of its file stands under («schema», «»)."""
    told = subprocess.run(  # noqa: S603 - the wheel's own program, on loopback
        [find_postgres(None).folder / "pg_dump", "--schema=public", "--no-owner", owner_url],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.decode()
    found: dict[tuple[str, str], list[str]] = {}
    table, columns = "", list[str]()
    for line in told.split("\n"):
        begins = COPY.fullmatch(line)
        if begins:
            table, columns = begins[1], [name.strip(' "') for name in begins[2].split(",")]
        elif line == "\\.":
            table = ""
        elif table:
            for column, cell in zip(columns, line.split("\t"), strict=True):
                found.setdefault((table, column), []).append(cell)
        else:
            found.setdefault(("schema", ""), []).append(line)
    return {place: "\n".join(cells).encode() for place, cells in found.items()}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below, by its name there."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
