"""Documents of a case (盖章文书), as they were sealed."""

from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.request import Ask, Audience, office
from domain.kernel.ids import CaseId, DocumentId, short, unshort
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound

bp = Blueprint("citizen_documents", url_prefix="/v1/citizen")


@bp.get(
    "/cases/<case_id:str>/documents/<document_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE
)
async def read_document(request: Ask, case_id: str, document_id: str) -> HTTPResponse:
    """GET …/documents/{documentId}, person, phone: 200 with the file, byte for byte."""
    case, document = unshort("case", case_id), unshort("doc", document_id)
    if case is None or document is None:
        raise NotFound
    acting = request.ctx.acting
    _, content = await office(request).decisions.read_document(acting, CaseId(case), DocumentId(document))
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="{short("doc", document)}.pdf"',
    }
    return raw(content, headers=headers, content_type="application/pdf")
