"""Compose the declaration of loss on paper (遗失声明) from a confirmed application."""

from domain.forms.lost import TEXTS, VERSION
from domain.forms.paper import ApplicationPaper, PaperRow, PaperSection
from domain.forms.words import BY_PERSON
from domain.usecases.compose_paper import applicant_of
from domain.usecases.compose_shown import said
from domain.usecases.read_application import Application


def compose_loss_paper(applied: Application) -> ApplicationPaper:
    """Equal for an equal application. Raises ValueError where nothing was declared, or not confirmed."""
    case, form, lost = applied.case, applied.form, applied.form.lost
    if case.confirmed_at is None or lost is None:
        raise ValueError(f"{case.case_id} declares no loss")
    pieces = "，".join(f"{kind}{count}本" for kind, count in form.copies.items() if count)
    rows = [
        PaperRow("证书名称", applied.item.licence_type, ""),
        PaperRow("证书编号", form.certificate_number, ""),
        PaperRow("遗失的证书", pieces, ""),
        PaperRow("遗失日期", said(lost.day), BY_PERSON),
        PaperRow("遗失地点", lost.place, BY_PERSON),
    ]
    if lost.published is not None:
        rows.append(PaperRow("公告", f"{lost.medium}，{said(lost.published)}", BY_PERSON))
    return ApplicationPaper(
        item_name=applied.item.name,
        office_name=applied.body.name,
        applicant=applicant_of(applied.party, applied.actor, case.capacity),
        sections=(PaperSection("遗失的证书", tuple(rows)),),
        materials=(),
        promise=TEXTS[VERSION],
        confirmed_by=applied.actor.name.reveal(),
        confirmed_at=case.confirmed_at,
        digest=form.digest(),
        title="证书遗失声明",
        promise_title="声明",
    )
