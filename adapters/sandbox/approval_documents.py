"""Sealed documents (盖章文书) of the emulated back-end: a small PDF each, and a detached Ed25519 seal.

Source: docs/vendors/approval-back-end.md; PDF 32000-1 §9.7.5 (predefined CJK fonts need no embedding).
"""

import base64
import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import beijing_text

TITLES = {
    "accepted": "受理通知书",
    "supplement": "补正通知书",
    "refused-acceptance": "不予受理决定书",
    "decision-granted": "准予行政许可决定书",
    "decision-denied": "不予行政许可决定书",
    "revocation": "撤销行政许可决定书",
    "withdrawal": "撤回申请确认书",
    "return": "退件通知书",
    "stop": "特别程序告知书",
    "service-receipt": "送达回证",
}
LINE_LENGTH, LINE_HEIGHT, LEFT, TOP = 34, 24, 72, 760
SEAL_VALID_DAYS = 3650
_FONT = (
    (
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [6 0 R] >>"
    ),
    (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] >>"
    ),
    (
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    ),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document says; `reasons` and `remedies` are printed one a line."""

    kind: str
    case_no: str
    item_code: str
    applicant: str
    body_name: str
    at: datetime
    reasons: Sequence[str] = ()
    remedies: Sequence[str] = ()

    def lines(self) -> list[str]:
        told = {
            "accepted": "你（单位）提出的申请材料齐全、符合法定形式，本机关决定予以受理。",
            "supplement": "你（单位）提交的申请材料需要补正，请按下列内容一次补齐：",
            "refused-acceptance": "你（单位）提出的申请，本机关决定不予受理，理由如下：",
            "decision-granted": "经审查，你（单位）的申请符合法定条件，本机关决定准予，并换发证书。",
            "withdrawal": "你（单位）已撤回申请，本机关不再办理。",
            "return": "你（单位）未按告知补齐申请材料，本机关退回申请，理由如下：",
            "stop": "依照行政许可法第四十五条，下列时间不计入办理期限，或者自即日起恢复计算：",
            "service-receipt": "本机关作出的行政许可文书，已于下列日期送达你（单位）。",
            "revocation": "本机关依照行政许可法第六十九条，决定撤销已准予的行政许可，理由如下：",
            "decision-denied": "经审查，你（单位）的申请不符合法定条件，本机关决定不予许可，理由如下：",
        }
        body = [
            f"{self.applicant}：",
            told[self.kind],
            *(f"{n}．{reason}" for n, reason in enumerate(self.reasons, start=1)),
            *self.remedies,
            f"办件编号：{self.case_no}",
            f"事项编码：{self.item_code}",
            self.body_name,
            beijing_text(self.at)[:10],
            "（演示文书，无法律效力）",
        ]
        return [part for line in body for part in textwrap.wrap(line, LINE_LENGTH)]


class Seals:
    """One key for each body, made when first asked for and kept in the books."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def sign(self, body_code: str, content: bytes) -> str:
        return base64.b64encode(self._key(body_code).sign(content)).decode()

    def certificate(self, body_code: str, body_name: str, now: datetime) -> dict[str, str]:
        public = self._key(body_code).public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        since = datetime.fromisoformat(self._remembered(f"seal-since:{body_code}", now.isoformat()))
        return {
            "bodyCode": body_code,
            "bodyName": body_name,
            "algorithm": "Ed25519",
            "publicKey": pem,
            "validFrom": beijing_text(since - timedelta(days=1)),
            "validUntil": beijing_text(since + timedelta(days=SEAL_VALID_DAYS)),
        }

    def _key(self, body_code: str) -> Ed25519PrivateKey:
        fresh = Ed25519PrivateKey.generate().private_bytes_raw().hex()
        return Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex(self._remembered(f"seal:{body_code}", fresh))
        )

    def _remembered(self, name: str, fresh: str) -> str:
        kept = self._books.value(name, "")
        if not kept:
            self._books.keep_value(name, fresh)
        return kept or fresh


def sm3(content: bytes) -> str:
    return hashlib.new("sm3", content).hexdigest()


def print_pdf(paper: Paper) -> bytes:
    """One A4 page; every reader that knows Chinese brings the font."""
    marks = [_line(TITLES[paper.kind], 200, TOP, 20)]
    marks += [_line(line, LEFT, TOP - 60 - n * LINE_HEIGHT, 13) for n, line in enumerate(paper.lines())]
    stream = "\n".join(marks)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        *_FONT,
    )
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    )
    return out + trailer.encode("ascii")


def _line(text: str, x: int, y: int, size: int) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex().upper()}> Tj ET"
