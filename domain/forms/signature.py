"""The signature by hand (手写签名), at the desk or on one's own phone: strokes, bound to what was shown."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from domain.kernel.ids import CaseId, EvidenceId, PartyId, VisitId
from domain.kernel.refusal import Refusal

Point = tuple[int, int, int]  # x and y in thousandths of the pad from its upper left corner, milliseconds
Strokes = tuple[tuple[Point, ...], ...]
Promised = tuple[str, str, str]  # material, kind, version of the text

HAND = "hand"  # what an item says that asks for it (signature = "hand")
PAD = 1000
MOST_POINTS, LEAST_POINTS = 3000, 6
LEAST_EXTENT = 60  # thousandths of the pad: a slip of the pen is no name


class SignatureNeeded(Refusal):
    """At the counter nothing is confirmed without it, nor elsewhere where the item asks for it; that of
    another form, or of somebody else, is none."""

    code, title = "signature-needed", "须由本人手写签名后确认"
    advice = "请本人核对表单后手写签名；不便签名的，可以到窗口办理"


class SignatureBlank(Refusal):
    code, title = "signature-blank", "没有读到有效的签名"
    advice = "请完整签上姓名"


def check_strokes(strokes: Strokes) -> None:
    """Raises SignatureBlank for a pad that was hardly touched, or that sent more than a hand writes."""
    points = [point for stroke in strokes for point in stroke]
    if not LEAST_POINTS <= len(points) <= MOST_POINTS:
        raise SignatureBlank(str(len(points)))
    across, down = [x for x, _, _ in points], [y for _, y, _ in points]
    if min(*across, *down) < 0 or max(*across, *down) > PAD:
        raise SignatureBlank("beyond the pad")
    if max(max(across) - min(across), max(down) - min(down)) < LEAST_EXTENT:
        raise SignatureBlank("a dot")


def digest_shown(form: str, promised: Iterable[Promised]) -> str:
    """SHA-256 of what lay on the screen: the form, by its own digest, and each promise signed with it."""
    with_it = sorted(promised)
    if not with_it:
        return form
    return hashlib.sha256(json.dumps([form, with_it], ensure_ascii=False).encode()).hexdigest()


def digest_by(person: PartyId, device: bytes, sheet: str, shown: str) -> str:
    """The same, by this person's own hand on this device: nobody confirms with what was signed elsewhere.

    `sheet`: digest of the very strokes, so that a later signature never stands in for the one that is named.
    """
    return hashlib.sha256(f"{person} {device.hex()} {sheet} {shown}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Signature:
    """That one form was signed, with the promises in it; the strokes themselves are evidence.

    `visit`: None on one's own phone. `form_digest`: of `digest_shown`, there of `digest_by`.
    """

    visit: VisitId | None
    case: CaseId
    form_digest: str
    evidence: EvidenceId
    signed_at: datetime
    desk: str


@dataclass(frozen=True, slots=True)
class SignedSheet:
    """What is kept under seal: the strokes, who served, and every form they stand for.

    On one's own phone nobody serves: `signer` is who signed, and there is no desk.
    """

    strokes: Strokes
    clerk: str
    clerk_name: str
    desk: str
    is_helped: bool
    forms: tuple[tuple[str, str], ...]  # case and digest
    promised: tuple[tuple[str, *Promised], ...] = ()  # case first
    signer: str = ""

    def digest(self) -> str:
        """SHA-256 of `content`: by it a confirmation names this sheet and no other."""
        return hashlib.sha256(self.content()).hexdigest()

    def content(self) -> bytes:
        """As canonical JSON."""
        said: dict[str, object] = {
            "strokes": self.strokes,
            "clerk": self.clerk,
            "clerk_name": self.clerk_name,
            "desk": self.desk,
            "helped": self.is_helped,
            "forms": self.forms,
            "promised": self.promised,
        }
        if self.signer:
            said["signer"] = self.signer
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def read(cls, content: bytes) -> Self:
        said = json.loads(content)
        strokes = tuple(tuple((x, y, ms) for x, y, ms in stroke) for stroke in said["strokes"])
        forms = tuple((case, digest) for case, digest in said["forms"])
        promised = tuple((case, what, kind, text) for case, what, kind, text in said.get("promised", ()))
        served = said["clerk"], said["clerk_name"], said["desk"], said["helped"]
        return cls(strokes, *served, forms, promised, said.get("signer", ""))

    def __repr__(self) -> str:
        return f"SignedSheet({len(self.strokes)} strokes)"
