"""The supplement (补正): one notice of what is missing, its days, and what the person gave. Pure state."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import CaseId, MatterId, SupplementId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
# what a file is, its first bytes say; a name or a header may say anything
MAGIC: Mapping[str, bytes] = MappingProxyType(
    {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
)


class SupplementState(StrEnum):
    OPEN = "open"  # waits for the person
    GIVEN = "given"  # handed in by the person, on its way
    ANSWERED = "answered"  # the back-end has it
    LATE = "late"  # the day has passed: 退件
    WITHDRAWN = "withdrawn"  # not wanted any more: the case went on or ended without it
    CONTESTED = "contested"  # too late, or a second time: the person owes nothing, a clerk looks
    SET_ASIDE = "set_aside"  # and has looked


NEXT: Mapping[SupplementState, tuple[SupplementState, ...]] = MappingProxyType(
    {
        SupplementState.OPEN: (SupplementState.GIVEN, SupplementState.LATE, SupplementState.WITHDRAWN),
        SupplementState.GIVEN: (SupplementState.ANSWERED, SupplementState.WITHDRAWN),
        SupplementState.LATE: (SupplementState.WITHDRAWN,),
        SupplementState.CONTESTED: (SupplementState.SET_ASIDE,),
    }
)
STATE_WORDS: Mapping[SupplementState, str] = MappingProxyType(
    {
        SupplementState.OPEN: "待补正",
        SupplementState.GIVEN: "补正材料已提交",
        SupplementState.ANSWERED: "已补正",
        SupplementState.LATE: "逾期未补正",
        SupplementState.WITHDRAWN: "无需补正",
        SupplementState.CONTESTED: "工作人员正在核实",
        SupplementState.SET_ASIDE: "无需补正",
    }
)
NEVER_OWED = frozenset({SupplementState.CONTESTED, SupplementState.SET_ASIDE})
"""Notices the person never had to answer: they do not count as the one 一次性告知."""


class SupplementOver(Refusal):
    code, title = "supplement-over", "现在不能再补正了"
    advice = "请刷新页面查看最新进度；如有疑问请联系办理窗口"


class SupplementChanged(Refusal):
    code, title = "supplement-changed", "补正材料已在别处更新"
    advice = "请刷新后再确认一次"


class SupplementIncomplete(Refusal):
    code, title = "supplement-incomplete", "还有材料没有提交"
    advice = "请把列出的每一份材料都交齐后再提交"


class MaterialUnreadable(Refusal):
    code, title = "material-unreadable", "只接受照片（JPG、PNG）或PDF文件"
    advice = "请重新拍照或另存为PDF后再上传"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """What stands for one material; the bytes are kept apart. `sm3` lower-case hex, `size` in bytes."""

    content_type: str
    size: int
    sm3: str
    from_wallet: bool = False


@dataclass(slots=True)
class Wanted:
    """`index`: the material's number at the back-end, one of the filing's or a new one."""

    index: int
    name: str
    why: str = field(repr=False)
    given: GivenFile | None = None


@dataclass(slots=True)
class Supplement:
    """`days` and `unit`: how long the person has from `told_at`, as the item says; the day itself is never
    kept: a republished calendar gives another (docs/adr/0010-legal-clock.md)."""

    supplement_id: SupplementId
    case: CaseId
    matter: MatterId
    state: SupplementState
    seq: int  # of the push that brought it
    asked_at: datetime  # the back-end's
    told_at: datetime  # when we had it, and said so
    days: int
    unit: str
    reasons: tuple[str, ...] = field(repr=False)  # an official's words: may name a person
    wanted: list[Wanted] = field(default_factory=list)
    newly_arisen: bool = False
    answered_at: datetime | None = None
    tried_at: datetime | None = None  # a try is out, or was when we were killed
    handed_in_at: datetime | None = None
    settled_by: str = ""
    settled_at: datetime | None = None
    settled_why: str = field(default="", repr=False)

    def move(self, to: SupplementState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.supplement_id}: {self.state} → {to}")
        self.state = to

    def wanted_at(self, index: int) -> Wanted | None:
        return next((one for one in self.wanted if one.index == index), None)

    def digest(self) -> str:
        """Of what was given so far: who answers has seen exactly this."""
        files = ",".join(
            f"{one.index}:{one.given.sm3}" for one in sorted(self.wanted, key=_index) if one.given
        )
        return hashlib.sha256(f"{self.supplement_id}/{self.seq}/{files}".encode()).hexdigest()

    def give(self, index: int, file: GivenFile) -> None:
        """Another one replaces it, until the answer. Raises SupplementOver; KeyError for no such material."""
        if self.state is not SupplementState.OPEN:
            raise SupplementOver(str(self.supplement_id))
        wanted = self.wanted_at(index)
        if wanted is None:
            raise KeyError(index)
        wanted.given = file

    def answer(self, digest: str, *, at: datetime) -> None:
        """Whole, or not at all. Raises SupplementOver, SupplementIncomplete, SupplementChanged."""
        if self.state is not SupplementState.OPEN:
            raise SupplementOver(str(self.supplement_id))
        if lacking := [one for one in self.wanted if one.given is None]:
            raise SupplementIncomplete(
                str(self.supplement_id),
                fields=[
                    {
                        "field": f"materials[{one.index}]",
                        "code": "missing",
                        "title": f"请提交「{one.name}」"[:100],
                    }
                    for one in lacking
                ],
            )
        if digest != self.digest():
            raise SupplementChanged(str(self.supplement_id))
        self.move(SupplementState.GIVEN)
        self.answered_at = at


def content_type_of(content: bytes) -> str:
    """Raises MaterialUnreadable."""
    for kind, magic in MAGIC.items():
        if content.startswith(magic):
            return kind
    raise MaterialUnreadable


def _index(wanted: Wanted) -> int:
    return wanted.index
