"""Compose the application form on paper (申请表) from a confirmed application."""

from datetime import date

from domain.catalogue.paperwork import MaterialSource
from domain.forms.form import Field, Form, FormMaterial, Handover
from domain.forms.paper import ApplicationPaper, PaperMaterial, PaperRow, PaperSection, PaperSignature
from domain.forms.signature import SignedSheet
from domain.forms.words import BY_PERSON, COURIER, DELIVERY_WORDS, PICKUP, RETURN_WORDS
from domain.invitations.shown import promise_of
from domain.kernel.party import Party, PartyKind
from domain.promises.promise import KIND_WORDS, PromiseKind
from domain.usecases.compose_shown import said
from domain.usecases.read_application import Application

_ORIGINS = {"shared": "数据共享", "generated": "系统生成", "person": "申请人提交"}
_FORMS = {"shared": "电子证照", "generated": "电子文件", "person": "申请人材料"}


def compose_paper(applied: Application) -> ApplicationPaper:
    """Equal for an equal application. Raises ValueError for a case that nobody confirmed."""
    case, form, item = applied.case, applied.form, applied.item
    if case.confirmed_at is None:
        raise ValueError(f"{case.case_id} is not confirmed")
    return ApplicationPaper(
        item_name=item.name,
        office_name=applied.body.name,
        applicant=applicant_of(applied.party, applied.actor, case.capacity),
        sections=(
            PaperSection("申请内容", tuple(_row(one) for one in form.fields)),
            PaperSection("证书交回与领取", _ways(form)),
        ),
        materials=tuple(_material(one) for one in form.materials),
        promise=promise_of((item.promise_text,)),
        confirmed_by=applied.actor.name.reveal(),
        confirmed_at=case.confirmed_at,
        digest=form.digest(),
        signature=_signature(applied.sheet),
    )


def _signature(sheet: SignedSheet | None) -> PaperSignature | None:
    if sheet is None:
        return None
    if sheet.signer:
        served = "本人在手机上手写签名"
    else:
        served = f"窗口办理，经办人{sheet.clerk_name}（{sheet.desk}窗口）"
    strokes = tuple(tuple((x, y) for x, y, _ in stroke) for stroke in sheet.strokes)
    return PaperSignature(strokes, f"{served}，有人陪同" if sheet.is_helped else served)


def applicant_of(party: Party, actor: Party, capacity: str) -> tuple[tuple[str, str], ...]:
    """Who applies, as (label, value)."""
    who, number = party.name.reveal(), party.number.reveal()
    if party.kind is PartyKind.PERSON:
        return ("姓名", who), ("公民身份号码", number)
    return ("单位名称", who), ("统一社会信用代码", number), ("经办人", f"{actor.name.reveal()}（{capacity}）")


def _material(one: FormMaterial) -> PaperMaterial:
    """What is promised stands with its days and no date: they count from acceptance, which comes later."""
    if one.promised:
        kind = PromiseKind(one.promised)
        return PaperMaterial(one.name, KIND_WORDS[kind], _promised(one, kind))
    if one.origin == MaterialSource.PERSON and not one.given:
        return PaperMaterial(one.name, "—", "未提交")
    if one.from_wallet:
        return PaperMaterial(one.name, _FORMS["shared"], "申请人从卡包提交")
    return PaperMaterial(one.name, _FORMS[one.origin], _ORIGINS[one.origin])


def _promised(one: FormMaterial, kind: PromiseKind) -> str:
    if kind is PromiseKind.INSTEAD:
        return "以告知承诺书代替"
    [days] = [pledge.days for pledge in one.pledges if pledge.kind == one.promised]
    return f"承诺自受理之日起{days}个工作日内补交"


def _row(one: Field) -> PaperRow:
    return PaperRow(
        one.label,
        _said(one.kind, one.value.reveal()),
        one.source,
        one.as_of.date() if one.as_of else None,
        disputed=one.disputed is not None,
    )


def _said(kind: str, value: str) -> str:
    if not value:
        return ""
    if kind == "money":
        return f"{int(value) / 100:,.2f}元"
    return said(date.fromisoformat(value)) if kind == "date" else value


def _ways(form: Form) -> tuple[PaperRow, ...]:
    copies = "，".join(f"{kind}{count}本" for kind, count in form.copies.items() if count)
    rows = [
        PaperRow("原证书", copies, ""),
        PaperRow("旧证交回", RETURN_WORDS.get(form.return_mode, ""), BY_PERSON),
        PaperRow("新证领取", DELIVERY_WORDS.get(form.delivery_mode, ""), BY_PERSON),
    ]
    if form.return_mode == PICKUP and form.pickup is not None:
        rows.append(PaperRow("上门收取", _place(form.pickup), BY_PERSON))
    if form.delivery_mode == COURIER and form.delivery is not None:
        rows.append(PaperRow("快递送达", _place(form.delivery), BY_PERSON))
    return tuple(rows)


def _place(handover: Handover) -> str:
    when = f"，{said(handover.day)} {handover.window}" if handover.day else ""
    where = f"{handover.address.reveal()}，{handover.name.reveal()}，{handover.phone.reveal()}"
    return where + when
