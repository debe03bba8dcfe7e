"""Printing without stopping the rest of the office: each form (申请表) in a thread of its own."""

import asyncio

from domain.forms.paper import ApplicationPaper


def _print(paper: ApplicationPaper) -> bytes:
    from adapters.files.application_form import PdfPrinter  # noqa: PLC0415 - fpdf2 costs 0.8 s: the worker's, not the door's

    return PdfPrinter().print(paper)


async def print_paper(paper: ApplicationPaper) -> bytes:
    """The form as PDF; also the library is loaded in the thread. Raises GlyphMissing."""
    return await asyncio.to_thread(_print, paper)
