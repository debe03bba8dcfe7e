"""Read how many cases the rules granted (秒批率), by item, month and issuing body: are all treated alike?"""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.decisions.checking import InstantBook, InstantFigure

MOST = 2000
DIVISION = slice(2, 8)  # of a USCC: 登记管理机关行政区划码


@dataclass(frozen=True, slots=True)
class FigureView:
    item_name: str
    body_name: str
    area_code: str
    figure: InstantFigure


@dataclass(frozen=True, slots=True)
class ReadInstantFigures:
    book: InstantBook
    catalogue: Catalogue

    async def __call__(self) -> tuple[FigureView, ...]:
        """Newest month first. Our own rows only."""
        return tuple(self._view(one) for one in await self.book.figures(size=MOST))

    def _view(self, figure: InstantFigure) -> FigureView:
        item = self.catalogue.get(figure.item)
        body = item.issuing_body(figure.body_code)
        area = figure.body_code[DIVISION]
        return FigureView(item.name, body.name if body else figure.body_code, area, figure)
