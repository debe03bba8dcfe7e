"""Compose what can be exported (导出): the numbers, the cases, the push lists; no applicant in any."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.words import STATE_WORDS
from domain.catalogue.ports import Catalogue
from domain.figures.figure import LABELS, NAMES, By, Figures, Period
from domain.figures.ports import FigureBooks
from domain.figures.table import MOST_ROWS, Cell, Table
from domain.findings.push_list import ListState
from domain.kernel.ids import ItemCode, PushListId
from domain.usecases.describe_push_list import PushListView
from domain.usecases.list_push_lists import ListPushLists
from domain.usecases.read_figures import CHANNELS, ReadFigures, bounds

HEADS = {By.ITEM: "事项", By.BODY: "实施机关", By.CHANNEL: "渠道"}
FIGURE_HEADS = ("分类", "名称", *(LABELS[name] for name in NAMES), "按时比例")
CASE_HEADS = ("办件编号", "事项", "实施机关", "渠道", "状态", "申请", "受理", "决定", "送达", "终止")
LIST_HEADS = (
    "事项",
    "规则",
    "数据截至",
    "状态",
    "应提示",
    "暂不提示",
    "做清单的人",
    "做清单的时间",
    "决定的人",
    "决定的时间",
)
TOTAL = "合计"
PAGE = 100


@dataclass(frozen=True, slots=True)
class ComposeFigures:
    read_figures: ReadFigures

    async def __call__(self, period: Period) -> Table:
        """By item, by body and by channel, one under the other; each adds up to the same total below."""
        rows: list[tuple[Cell, ...]] = []
        total = Figures()
        for by in By:
            numbers = await self.read_figures(period, by)
            total = numbers.total
            rows += [(HEADS[by], line.label, *_cells(line.figures)) for line in numbers.lines]
        foot = (TOTAL, "三种分法合计相同", *_cells(total)) if rows else None
        return Table("数据", FIGURE_HEADS, tuple(rows), _above(period), foot)


@dataclass(frozen=True, slots=True)
class ComposeCases:
    books: FigureBooks
    catalogue: Catalogue

    async def __call__(self, period: Period) -> Table:
        """The cases begun in the period. Raises ExportTooLarge."""
        names = {item.code: item.name for item in self.catalogue.all()}
        bodies = {body.code: body.name for item in self.catalogue.all() for body in item.issuing_bodies}
        lines = await self.books.begun(*bounds(period), size=MOST_ROWS + 1)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                line.number,
                names.get(ItemCode(line.item), line.item),
                bodies.get(line.body, line.body),
                CHANNELS[line.channel] if line.channel else None,
                STATE_WORDS[CaseState(line.state)],
                line.intended_at,
                line.accepted_at,
                line.decided_at,
                line.delivered_at,
                line.ended_at,
            )
            for line in lines
        )
        return Table("办件明细", CASE_HEADS, rows, f"{_above(period)}，共 {len(rows)} 件")


@dataclass(frozen=True, slots=True)
class ComposePushLists:
    list_push_lists: ListPushLists

    async def __call__(self, period: Period) -> Table:
        """The push lists prepared in the period, newest first. Raises ExportTooLarge."""
        first, end = bounds(period)
        found: list[PushListView] = []
        before: PushListId | None = None
        while len(found) <= MOST_ROWS:
            views, before = await self.list_push_lists(before=before, size=PAGE)
            found += [view for view in views if first <= view.prepared_at < end]
            if before is None or (views and views[-1].prepared_at < first):
                break
        due, set_aside = sum(one.due for one in found), sum(one.set_aside for one in found)
        foot = (TOTAL, f"{len(found)} 张", None, None, due, set_aside, None, None, None, None)
        rows = tuple(_listed(one) for one in found)
        return Table("推送清单", LIST_HEADS, rows, _above(period), foot if rows else None)


def _above(period: Period) -> str:
    return f"统计区间：{period.words}（北京时间，起止当天都算）"


def _cells(figures: Figures) -> tuple[Cell, ...]:
    return (*(getattr(figures, name) for name in NAMES), figures.share_in_time)


def _listed(view: PushListView) -> tuple[Cell, ...]:
    return (
        view.item_name,
        _rule_words(view.rule),
        view.as_of,
        ListState(view.state).words,
        view.due,
        view.set_aside,
        view.prepared_by,
        view.prepared_at,
        view.decided_by,
        view.decided_at,
    )


def _rule_words(rules: str) -> str:
    """«rule@version» and more of them, as the desk says them: how many rules, and which edition of each."""
    editions = [one.rpartition("@")[2] for one in rules.split("、")]
    said = "、".join(f"第 {edition} 版" for edition in dict.fromkeys(editions))
    return said if len(editions) == 1 else f"{len(editions)} 条，{said}"
