"""Compose what is filed with the approval back-end (审批系统): the same case gives the same filing."""

from typing import get_args

from domain.catalogue.paperwork import CertificatePolicy, ReturnMode
from domain.decisions.outside import (
    Applicant,
    DecidePath,
    Filing,
    FilingActor,
    FilingIntent,
    FilingMaterial,
    FilingPromise,
    OldCertificate,
    OldPiece,
    PieceKind,
)
from domain.forms.form import Form
from domain.forms.handling import INSTANT
from domain.forms.ports import MaterialFile
from domain.kernel.documents import kind_of
from domain.kernel.ids import short
from domain.kernel.party import PartyKind
from domain.kernel.personal import PersonName
from domain.promises.promise import Promise
from domain.promises.texts import digest_of
from domain.usecases.read_application import Application
from domain.usecases.recall_intent import Intent

# the back-end knows two times to wait for it, the catalogue also where it is handed over
POLICIES: dict[CertificatePolicy, OldCertificate] = {
    CertificatePolicy.NONE: "none",
    CertificatePolicy.BEFORE_DECISION: "before-decision",
    CertificatePolicy.SWAP_AT_DOOR: "after-decision",
    CertificatePolicy.COUNTER: "after-decision",
}
NOT_COMING = frozenset({ReturnMode.LOST_DECLARATION, ReturnMode.NONE})


def compose_filing(
    applied: Application,
    intent: Intent,
    files: tuple[MaterialFile, ...],
    promises: tuple[Promise, ...] = (),
) -> Filing:
    """The place of each file is its number in the filing; what is promised stands behind them."""
    case, form, party = applied.case, applied.form, applied.party
    coming = _coming(applied)
    origins = {material.key: material.origin for material in form.materials}
    return Filing(
        biz_no=short("case", case.case_id),
        task_code=applied.body.task_code or "",
        matter_no=short("mtr", case.matter),
        applicant=Applicant(
            party.name, party.number, kind_of(party.number_kind, is_person=party.kind is PartyKind.PERSON)
        ),
        actor=FilingActor(
            PersonName(applied.actor.name.reveal()),
            applied.actor.number,
            case.capacity,
            kind_of(applied.actor.number_kind, is_person=True),
        ),
        form={field.key: field.value for field in form.fields},
        materials=tuple(
            FilingMaterial(file.name, origins[file.key], file.sm3, file.content_type, len(file.content))
            for file in files
        )
        + tuple(_promised(one) for one in promises),
        intent=FilingIntent(intent.at, intent.text_version, intent.digest, intent.level.name.lower()),
        old_certificate=coming,
        old_pieces=() if coming == "none" else _pieces(form),
        decide_path=_path(applied),
    )


def _promised(promise: Promise) -> FilingMaterial:
    signed = FilingPromise(
        str(promise.kind),
        promise.text_version,
        digest_of(promise.text),
        promise.signed_at,
        promise.days,
    )
    return FilingMaterial(promise.material_name, "person", "", "", 0, signed)


def _coming(applied: Application) -> OldCertificate:
    """A lost certificate is declared lost: nobody may wait for it."""
    if ReturnMode(applied.form.return_mode) in NOT_COMING:
        return "none"
    return POLICIES[applied.item.old_certificate.policy]


def _path(applied: Application) -> DecidePath:
    offered = applied.item.instant_authorisation is not None
    return "proposal" if offered and applied.form.handling == INSTANT else "manual"


def _pieces(form: Form) -> tuple[OldPiece, ...]:
    kinds: tuple[PieceKind, ...] = get_args(PieceKind)
    return tuple(
        OldPiece(kind, serial, form.certificate_number)
        for kind in kinds
        for serial in range(1, form.copies.get(kind, 0) + 1)
    )
