"""Builds the figures desk."""

from adapters.exports.csv_file import write_csv
from adapters.exports.xlsx_file import write_xlsx
from adapters.postgres.cases import PostgresCases
from adapters.postgres.figures import PostgresFigures
from adapters.postgres.stops import PostgresClocks
from bff.compose.core import Core
from bff.desks.figures import FigureDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.identity.ports import Limits
from domain.usecases.compose_tables import ComposeCases, ComposeFigures, ComposePushLists
from domain.usecases.export_table import Compose, ExportTable
from domain.usecases.list_push_lists import ListPushLists
from domain.usecases.read_figures import ReadFigures


def figure_desk(
    core: Core,
    *,
    catalogue: Catalogue,
    calendars: Calendars,
    limits: Limits,
    list_push_lists: ListPushLists,
) -> FigureDesk:
    books = PostgresFigures()
    read = ReadFigures(books, PostgresCases(), PostgresClocks(core.cipher), catalogue, calendars, core.now)
    tables: dict[str, Compose] = {
        "figures": ComposeFigures(read),
        "cases": ComposeCases(books, catalogue),
        "push-lists": ComposePushLists(list_push_lists),
    }
    formats = {"csv": write_csv, "xlsx": write_xlsx}
    return FigureDesk(read, ExportTable(tables, formats, limits, core.ledger, core.atomic))
