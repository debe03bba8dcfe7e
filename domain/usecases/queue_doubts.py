"""Queue 2 of 今日待办: doubts (疑点) that only a named clerk can clear, oldest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.findings.doubt import Doubt, DoubtKind
from domain.findings.store import Doubts
from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.today import Backlog, Waiting
from domain.usecases.name_records import NameRecords

WORDS: Mapping[DoubtKind, tuple[str, str, str]] = MappingProxyType(
    {
        DoubtKind.ADDRESS: (
            "住所变更：没有搬，还是搬了",
            "变更前后地址并排核对；核实前不推送给任何人",
            "核对地址",
        ),
        DoubtKind.SAME_NAME: (
            "同名不同号：是不是同一家",
            "两条登记并排核对；核实前不推送给任何人",
            "核对两条登记",
        ),
        DoubtKind.STALE: (
            "登记数据陈旧：是否仍然有效",
            "登记多年没有更新过；核实前不推送给任何人",
            "核对登记",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class QueueDoubts:
    """Implements QueueReader. A row names nobody while the register does not answer."""

    doubts: Doubts
    name_records: NameRecords

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        count, found = await self.doubts.waiting(size=size, remit=remit)
        names = await self.name_records([one.record_id for one in found])
        return Backlog(count, tuple(_row(one, names.get(one.record_id, "")) for one in found))


def _row(doubt: Doubt, name: str) -> Waiting:
    title, detail, action = WORDS[doubt.kind]
    said = f"{name}：{title}" if name else title
    return Waiting("doubt", doubt.doubt_id, said, detail, doubt.opened_at, action)
