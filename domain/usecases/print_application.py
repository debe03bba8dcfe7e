"""Print the papers (申请表, 遗失声明) of a confirmed case once, and keep them among its materials."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.catalogue.paperwork import MaterialSource
from domain.decisions.decision import Document
from domain.decisions.outside import DocumentKind
from domain.decisions.ports import Decisions
from domain.forms.lost import LOST
from domain.forms.paper import ApplicationPaper
from domain.forms.ports import Forms, MaterialFile
from domain.kernel.ids import DocumentId
from domain.kernel.ports import Atomic, NewId
from domain.usecases.compose_loss_paper import compose_loss_paper
from domain.usecases.compose_paper import compose_paper
from domain.usecases.read_application import Application

PrintPaper = Callable[[ApplicationPaper], Awaitable[bytes]]
"""The form as PDF, the same bytes for an equal paper; raises GlyphMissing. adapters/files/printing.py"""
Sm3 = Callable[[bytes], str]
"""GB/T 32905 digest, lower-case hex. Adapter: adapters/envelope/signature.py."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PrintApplication:
    forms: Forms
    decisions: Decisions
    print_paper: PrintPaper
    sm3: Sm3
    atomic: Atomic
    new_id: NewId

    async def __call__(self, applied: Application) -> tuple[MaterialFile, ...]:
        """All material files of the case, the printed form among them; outside atomic. Raises GlyphMissing.

        What was printed before is never printed anew: the back-end holds its digest.
        """
        case = applied.case.case_id
        kept = {file.key for file in await self.forms.files(case)}
        wanted = [
            material
            for material in applied.form.materials
            if material.origin == MaterialSource.GENERATED and material.key not in kept
        ]
        for material in wanted:
            is_loss = material.key == LOST
            paper = compose_loss_paper(applied) if is_loss else compose_paper(applied)
            content = await self.print_paper(paper)
            file = MaterialFile(material.key, material.name, content, PDF, self.sm3(content))
            kind = DocumentKind.LOSS if is_loss else DocumentKind.APPLICATION
            document = Document(DocumentId(self.new_id()), case, kind, file.key, None, file.sm3)
            async with self.atomic():
                await self.forms.keep_file(case, file)
                await self.decisions.add_document(document, content)
        return await self.forms.files(case)
