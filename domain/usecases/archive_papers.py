"""What goes into a case's archive (归档包) of papers: the form, materials, documents, supplements."""

from dataclasses import dataclass

from domain.archives.bundle import BundleFile
from domain.archives.plain import canonical, plain
from domain.cases.case import Case, CaseState
from domain.decisions.outside import DocumentKind
from domain.decisions.ports import Decisions, Proposals
from domain.forms.ports import Forms
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound
from domain.promises.ports import PromisedFiles, Promises
from domain.supplements.ports import SupplementFiles, Supplements

ENDINGS = {
    "application/pdf": "pdf",
    "application/ofd": "ofd",
    "application/json": "json",
    "image/jpeg": "jpg",
    "image/png": "png",
}


@dataclass(frozen=True, slots=True)
class ArchiveForm:
    """As confirmed: the values with who vouched for each, what was signed for, and every material's bytes."""

    forms: Forms

    async def __call__(self, case: Case) -> tuple[BundleFile, ...]:
        files = [BundleFile("case.json", canonical(plain(case)))]
        try:
            form = await self.forms.of_case(case.case_id)
        except NotFound:  # withdrawn before there was one
            return tuple(files)
        files.append(BundleFile("form/form.json", canonical(plain(form))))
        files.append(BundleFile("form/confirmed.json", form.content()))
        for number, file in enumerate(await self.forms.files(case.case_id), start=1):
            name = f"form/materials/{number:02d}-{ascii_name(file.key)}.{ending(file.content_type)}"
            files.append(BundleFile(name, file.content))
        return tuple(files)


@dataclass(frozen=True, slots=True)
class ArchiveDecision:
    """The decision with reasons and remedies, what our rules proposed, and every document (申请表 too).

    Raises Unavailable while a revoked case has no sealed 撤销决定书: without it the bundle proves nothing.
    """

    decisions: Decisions
    proposals: Proposals

    async def __call__(self, case: Case) -> tuple[BundleFile, ...]:
        files = []
        decision = await self.decisions.of_case(case.case_id)
        if decision is not None:
            files.append(BundleFile("decision/decision.json", canonical(plain(decision))))
        proposal = await self.proposals.of_case(case.case_id)
        if proposal is not None:
            files.append(BundleFile("decision/proposal.json", canonical(plain(proposal))))
        known = await self.decisions.documents(case.case_id)
        if case.state is CaseState.REVOKED and DocumentKind.REVOCATION not in {one.kind for one in known}:
            raise Unavailable("approval", "revocation-document-missing")
        if known:
            files.append(BundleFile("documents/documents.json", canonical(plain(known))))
        for number, one in enumerate(known, start=1):
            document, content = await self.decisions.document(one.document_id)
            name = f"documents/{number:02d}-{ascii_name(str(document.kind))}.pdf"
            files.append(BundleFile(name, content))
        return tuple(files)


@dataclass(frozen=True, slots=True)
class ArchiveSupplements:
    """补正 and 承诺: what was asked or promised, and what was brought."""

    supplements: Supplements
    supplement_files: SupplementFiles
    promises: Promises
    promised_files: PromisedFiles

    async def __call__(self, case: Case) -> tuple[BundleFile, ...]:
        files = []
        for number, one in enumerate(reversed(await self.supplements.of_case(case.case_id)), start=1):
            files.append(BundleFile(f"supplements/{number:02d}.json", canonical(plain(one))))
            for wanted in one.wanted:
                if wanted.given is None:
                    continue
                name = f"supplements/{number:02d}-{wanted.index:02d}.{ending(wanted.given.content_type)}"
                content = await self.supplement_files.content(one.supplement_id, wanted.index)
                files.append(BundleFile(name, content))
        for number, promise in enumerate(await self.promises.of_case(case.case_id), start=1):
            files.append(BundleFile(f"promises/{number:02d}.json", canonical(plain(promise))))
            if promise.brought is not None:
                name = f"promises/{number:02d}.{ending(promise.brought.content_type)}"
                files.append(BundleFile(name, await self.promised_files.content(promise.promise_id)))
        return tuple(files)


def ending(content_type: str) -> str:
    return ENDINGS.get(content_type, "bin")


def ascii_name(key: str) -> str:
    """Fit for a file's name on any system."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in key)
