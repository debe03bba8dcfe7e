"""Compose what can be exported (导出): the numbers, the cases, the push lists; no applicant in any."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.words import STATE_WORDS
from domain.catalogue.ports import Catalogue
from domain.figures.figure import LABELS, NAMES, By, Period
from domain.figures.ports import FigureBooks
from domain.figures.table import MOST_ROWS, Cell, Table
from domain.kernel.ids import ItemCode, PushListId, short
from domain.usecases.list_push_lists import ListPushLists
from domain.usecases.read_figures import CHANNELS, ReadFigures, bounds

HEADS = {By.ITEM: "事项", By.BODY: "实施机关", By.CHANNEL: "渠道"}
CASE_HEADS = ("办件", "办件编号", "事项", "实施机关", "渠道", "状态", "申请", "受理", "决定", "送达", "终止")
LIST_HEADS = (
    "清单",
    "事项",
    "规则",
    "数据截至",
    "状态",
    "应告知",
    "未列入",
    "编制人",
    "编制",
    "签发人",
    "签发",
)
PAGE = 100


@dataclass(frozen=True, slots=True)
class ComposeFigures:
    read_figures: ReadFigures

    async def __call__(self, period: Period) -> Table:
        """By item, by body and by channel, one under the other."""
        rows: list[tuple[Cell, ...]] = []
        for by in By:
            numbers = await self.read_figures(period, by)
            for line in numbers.lines:
                figures = (getattr(line.figures, name) for name in NAMES)
                rows.append((HEADS[by], line.label, line.key, *figures))
        return Table("figures", ("分类", "名称", "代码", *(LABELS[name] for name in NAMES)), tuple(rows))


@dataclass(frozen=True, slots=True)
class ComposeCases:
    books: FigureBooks
    catalogue: Catalogue

    async def __call__(self, period: Period) -> Table:
        """The cases begun in the period. Raises ExportTooLarge."""
        names = {item.code: item.name for item in self.catalogue.all()}
        bodies = {body.code: body.name for item in self.catalogue.all() for body in item.issuing_bodies}
        lines = await self.books.begun(*bounds(period), size=MOST_ROWS + 1)
        return Table(
            "cases",
            CASE_HEADS,
            tuple(
                (
                    short("case", line.case),
                    line.number,
                    names.get(ItemCode(line.item), line.item),
                    bodies.get(line.body, line.body),
                    CHANNELS.get(line.channel, line.channel),
                    STATE_WORDS[CaseState(line.state)],
                    line.intended_at,
                    line.accepted_at,
                    line.decided_at,
                    line.delivered_at,
                    line.ended_at,
                )
                for line in lines
            ),
        )


@dataclass(frozen=True, slots=True)
class ComposePushLists:
    list_push_lists: ListPushLists

    async def __call__(self, period: Period) -> Table:
        """The push lists prepared in the period, newest first. Raises ExportTooLarge."""
        first, end = bounds(period)
        rows: list[tuple[Cell, ...]] = []
        before: PushListId | None = None
        while len(rows) <= MOST_ROWS:
            views, before = await self.list_push_lists(before=before, size=PAGE)
            rows += [
                (
                    short("list", view.push_list_id),
                    view.item_name,
                    view.rule,
                    view.as_of,
                    view.state,
                    view.due,
                    view.set_aside,
                    view.prepared_by,
                    view.prepared_at,
                    view.decided_by,
                    view.decided_at,
                )
                for view in views
                if first <= view.prepared_at < end
            ]
            if before is None or (views and views[-1].prepared_at < first):
                break
        return Table("push-lists", LIST_HEADS, tuple(rows))
