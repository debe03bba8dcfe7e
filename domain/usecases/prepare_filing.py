"""Prepare a filing: the application read, the 申请表 printed, the materials at hand, the intent recalled."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.decisions.outside import Filing
from domain.forms.ports import MaterialFile
from domain.promises.ports import Promises
from domain.usecases.compose_filing import compose_filing
from domain.usecases.print_application import PrintApplication
from domain.usecases.read_application import ReadApplication
from domain.usecases.recall_intent import RecallIntent


@dataclass(frozen=True, slots=True)
class Prepared:
    """The place of a file is its number in the filing."""

    filing: Filing
    files: tuple[MaterialFile, ...]


@dataclass(frozen=True, slots=True)
class PrepareFiling:
    read_application: ReadApplication
    print_application: PrintApplication
    recall_intent: RecallIntent
    promises: Promises

    async def __call__(self, case: Case) -> Prepared:
        """Outside atomic. Raises NotFound, Refused, GlyphMissing."""
        applied = await self.read_application(case)
        files = await self.print_application(applied)
        intent, promised = await self.recall_intent(case.case_id), await self.promises.of_case(case.case_id)
        return Prepared(compose_filing(applied, intent, files, promised), files)
