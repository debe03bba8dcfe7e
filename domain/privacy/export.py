"""A copy of one's own data (个人信息副本): asked for, put together, kept for seven days, then gone.

个人信息保护法 §45: a person may read and copy what is held of them, in a form that machines read as well.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from domain.kernel.ids import DataExportId, PartyId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

KEPT = timedelta(days=7)
ONE_A = timedelta(days=1)
MOST_BYTES = (
    64 * 1024 * 1024
)  # of enclosed files together; the others are named, and read on their cases' pages
SCHEMA = "palm-data/1"
WRITTEN = (1980, 1, 1, 0, 0, 0)  # of every file in it: the same data give the same bytes


class DataExportNotReady(Refusal):
    """It is still being put together."""

    code, title = "data-export-not-ready", "信息副本还在整理"
    advice = "一般几分钟内完成，请稍后再来下载"


class DataExportEnded(Refusal):
    """Its seven days are over."""

    code, title = "data-export-ended", "这份信息副本已过下载期，文件已删除"
    advice = "需要时可以重新申请一份"


class ExportState(StrEnum):
    ASKED = "asked"
    READY = "ready"
    ENDED = "ended"


NEXT: Mapping[ExportState, tuple[ExportState, ...]] = MappingProxyType(
    {
        ExportState.ASKED: (ExportState.READY, ExportState.ENDED),
        ExportState.READY: (ExportState.ENDED,),
    }
)


@dataclass(slots=True)
class DataExport:
    """`digest`: SHA-256 of the file; the file itself is kept beside, sealed."""

    export_id: DataExportId
    party: PartyId
    person: PartyId  # who asked
    asked_at: datetime
    state: ExportState = ExportState.ASKED
    ready_at: datetime | None = None
    ends_at: datetime | None = None
    fetched_at: datetime | None = None
    digest: bytes = field(default=b"", repr=False)

    def move(self, to: ExportState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.export_id}: {self.state} → {to}")
        self.state = to

    def record_ready(self, file: bytes, now: datetime) -> None:
        """Raises StepNotAllowed."""
        self.move(ExportState.READY)
        self.digest, self.ready_at, self.ends_at = sha256(file).digest(), now, now + KEPT

    def require_file(self, now: datetime) -> None:
        """Raises DataExportNotReady, DataExportEnded."""
        if self.state is ExportState.ASKED:
            raise DataExportNotReady(str(self.export_id))
        if self.is_over(now):
            raise DataExportEnded(str(self.export_id))

    def is_over(self, now: datetime) -> bool:
        return self.state is ExportState.ENDED or (self.ends_at is not None and now >= self.ends_at)


Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """The rows of one kind. `title`: what the kind is called; keys of a row are words of code."""

    name: str
    title: str
    rows: tuple[Mapping[str, Plain], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Enclosed:
    """A file that was given or received. `content` None: beyond what one copy encloses."""

    path: str
    content: bytes | None


@dataclass(frozen=True, slots=True, repr=False)
class Holding:
    """All that the office's tables hold of one party."""

    sections: tuple[Section, ...]
    files: tuple[Enclosed, ...] = ()


README = """您的信息副本

这里是掌上办保存的、属于您（或您所代表的单位）的信息，整理时间 {at}。
文件里有您的姓名、证件号码、电话和地址，请妥善保管，不要转发给别人。

文件说明
  data.json    全部记录，JSON 格式（UTF-8），可以导入其他系统。每一类记录见下表。
  files/       您提交的材料、收到的文书的原件。
{left}
记录的种类（data.json 里的名称、说明、条数）
{kinds}
没有放进来的
  · 别人的信息：经办工作人员、快递员和他人的姓名、账号、电话。
  · 登录密钥、验证码等只用于保护账号安全的内容（不能还原，也不外传）。
  · 审批系统、电子证照库、省级平台各自保存的内容，请向这些单位查询。

时间都是世界协调时（UTC），北京时间为加 8 小时。看着不对的，可以在“我的反映”里告诉我们更正。
"""
LEFT = "  另有 {n} 个文件因体积较大没有放入，请在办件页面查看：\n{names}\n"


def pack(holding: Holding, at: datetime) -> bytes:
    """One zip: what it is in plain Chinese, the records for machines, and the files."""
    left = [file.path for file in holding.files if file.content is None]
    told = {
        "schema": SCHEMA,
        "madeAt": at.isoformat(),
        "sections": [
            {"name": one.name, "title": one.title, "rows": [dict(row) for row in one.rows]}
            for one in holding.sections
        ],
        "files": [
            {"path": f"files/{file.path}", "sha256": sha256(file.content).hexdigest()}
            for file in holding.files
            if file.content is not None
        ],
        "filesLeftOut": left,
    }
    kinds = "\n".join(f"  {one.name:<20} {one.title}，{len(one.rows)} 条" for one in holding.sections)
    names = "\n".join(f"    {name}" for name in left)
    readme = README.format(
        at=at.strftime("%Y-%m-%d %H:%M"),
        kinds=kinds,
        left=LEFT.format(n=len(left), names=names) if left else "",
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, "请先读我.txt", readme.encode())
        _add(file, "data.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
        for one in holding.files:
            if one.content is not None:
                _add(file, f"files/{one.path}", one.content)
    return buffer.getvalue()


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, WRITTEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)
