"""Builds the supplement desk, and what a push of the back-end needs to ask and to end."""

from dataclasses import dataclass

from adapters.envelope.signature import sm3_hex
from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.cases import PostgresCases
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.supplements import PostgresSupplements
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from bff.compose.telling import tell_holder
from bff.desks.supplements import SupplementDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.decisions.outside import SupplementDesk as BackEnd
from domain.licences.outside import LicenceBank
from domain.usecases.answer_supplement import AnswerSupplement, RecordSupplementAnswer
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.deem_accepted import DeemAccepted
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.follow_ending import FollowEnding
from domain.usecases.give_back_certificate import GiveBackCertificate
from domain.usecases.give_supplement_file import GiveSupplementFile, KeepSupplementFile
from domain.usecases.give_supplement_licence import GiveSupplementLicence
from domain.usecases.hand_in_supplement import HandInSupplement
from domain.usecases.note_supplement_call import NoteSupplementCall
from domain.usecases.read_supplement import ReadSupplement
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_face import RequireFace
from domain.usecases.return_case import ReturnCase
from domain.usecases.return_late_cases import ReturnLateCases
from domain.usecases.settle_supplement import SettleSupplement
from domain.usecases.supplement_view import ShowSupplement
from domain.usecases.take_supplement import TakeSupplement


@dataclass(frozen=True, slots=True)
class SupplementParts:
    """What the desk needs besides Core."""

    approval: BackEnd
    licence_bank: LicenceBank
    calendars: Calendars
    check_authority: CheckAuthority


def take_supplement(core: Core, catalogue: Catalogue, calendars: Calendars) -> TakeSupplement:
    return TakeSupplement(
        PostgresSupplements(core.cipher, core.new_id),
        catalogue,
        calendars,
        tell_holder(core),
        core.ledger,
        core.now,
        core.new_id,
    )


def follow_ending(core: Core, catalogue: Catalogue, give_back: GiveBackCertificate) -> FollowEnding:
    return FollowEnding(
        PostgresSupplements(core.cipher, core.new_id),
        PostgresCaseRequests(core.new_id),
        give_back,
        catalogue,
        tell_holder(core),
        core.ledger,
    )


def return_case(core: Core) -> ReturnCase:
    """Whoever finds that something did not come in time asks so."""
    return ReturnCase(PostgresCaseRequests(core.new_id), core.ledger, core.jobs, core.now)


def supplement_desk(core: Core, parts: SupplementParts) -> SupplementDesk:
    atomic, now, ledger, calendars = core.atomic, core.now, core.ledger, parts.calendars
    cases, supplements = PostgresCases(), PostgresSupplements(core.cipher, core.new_id)
    show = ShowSupplement(PostgresDecisions(core.cipher, core.new_id), calendars)
    find_case = FindCase(parts.check_authority, cases)
    keep_file = KeepSupplementFile(cases, supplements, supplements, calendars, show, sm3_hex, atomic, now)
    licences = PostgresLicences(core.cipher, core.digests)
    record_answer = RecordSupplementAnswer(
        cases,
        supplements,
        calendars,
        show,
        RecordSteps(ledger, core.evidence),
        core.jobs,
        core.answers,
        atomic,
        now,
    )
    return SupplementDesk(
        read_supplement=ReadSupplement(find_case, supplements, show),
        give_file=GiveSupplementFile(find_case, keep_file),
        give_licence=GiveSupplementLicence(
            find_case, FindLicence(parts.check_authority, licences), parts.licence_bank, keep_file
        ),
        answer_supplement=AnswerSupplement(
            find_case, RequireFace(PostgresSessions(), PostgresVisits(), now), record_answer
        ),
        hand_in=HandInSupplement(cases, supplements, supplements, parts.approval, ledger, atomic, now),
        note_supplement_call=NoteSupplementCall(cases, supplements, ledger, core.answers, atomic, now),
        settle_supplement=SettleSupplement(cases, supplements, ledger, core.answers, atomic, now),
        deem_accepted=DeemAccepted(cases, cases, supplements, calendars, ledger, atomic, now),
        return_late_cases=ReturnLateCases(
            cases, supplements, supplements, calendars, return_case(core), atomic, now
        ),
    )
