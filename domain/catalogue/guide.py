"""The guide's own words (办事指南), and the end of an item: what no other key of its file says."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Guide:
    """What people read beside basis, days and materials, which come from the item's other keys."""

    who: str  # 受理条件: whose licence, after what
    where: str
    office: str  # 办理窗口
    phone: str  # as people dial it; 12345 where no number was published
    fee: str


@dataclass(frozen=True, slots=True)
class Abolition:
    """The act that ended the approval (取消依据). An item that names one can only be cancelled."""

    title: str
    document: str
    in_force_from: date
    article: str | None = None
