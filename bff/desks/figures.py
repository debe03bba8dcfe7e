"""The figures desk: the numbers of a period, and the tables that may be taken away."""

from dataclasses import dataclass

from domain.usecases.export_table import ExportTable
from domain.usecases.read_figures import ReadFigures


@dataclass(frozen=True, slots=True)
class FigureDesk:
    read_figures: ReadFigures
    export_table: ExportTable
