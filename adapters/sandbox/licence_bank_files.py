"""Files of the emulated licence bank: a small true OFD (版式文档, GB/T 33190) and a card."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = "<ofd:PhysicalBox>0 0 210 148</ofd:PhysicalBox>"
CARD_WIDTH, CARD_HEIGHT, BORDER, SEAL_RADIUS = 320, 200, 8, 30
PAPER, RED, BAND = b"\xfd\xf6\xe3", b"\xc0\x2a\x1d", b"\xe7\xd3\xa6"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same licence gives the same bytes


def pack_ofd(lines: Sequence[str], watermark: str) -> bytes:
    """One page: the lines, and the use it was fetched for across the foot."""
    texts = [_text(n, 20, 25 + 12 * n, 5, line) for n, line in enumerate(lines)]
    texts.append(_text(len(lines), 20, 140, 4, f"用途：{watermark}"))
    files = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>00000000000000000000000000000000</ofd:DocID></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>100</ofd:MaxUnitID>"
        f"<ofd:PageArea>{PAGE}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {NAMESPACE}><ofd:Area>{PAGE}</ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="2">{"".join(texts)}</ofd:Layer></ofd:Content></ofd:Page>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), _HEAD + text)
    return packed.getvalue()


def draw_card() -> bytes:
    """A licence seen from afar: border, lines of nothing, a round seal. No font is shipped, so no words."""
    rows = b"".join(b"\0" + b"".join(_dot(x, y) for x in range(CARD_WIDTH)) for y in range(CARD_HEIGHT))
    header = struct.pack(">IIBBBBB", CARD_WIDTH, CARD_HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _dot(x: int, y: int) -> bytes:
    near = min(x, y, CARD_WIDTH - 1 - x, CARD_HEIGHT - 1 - y)
    from_seal = ((x - 250) ** 2 + (y - 145) ** 2) ** 0.5
    if near < BORDER or SEAL_RADIUS - 3 <= from_seal <= SEAL_RADIUS:
        return RED
    in_line = y % 24 < 6 and 40 < x < (280 if y < 110 else 180) and 40 < y < 170  # noqa: PLR2004 -- a drawing
    return BAND if in_line else PAPER


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text(number: int, x: int, y: int, size: int, line: str) -> str:
    steps = f"g {max(len(line) - 1, 1)} {size}"
    return (
        f'<ofd:TextObject ID="{number + 10}" Boundary="{x} {y - size} 180 {size + 2}" Font="3" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(line)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )
