"""Builds the grievance desk, and the parts of it that other desks' transactions take along."""

from dataclasses import dataclass

from adapters.files.rating_tags import RatingTagTable
from adapters.postgres.cases import PostgresCases
from adapters.postgres.concerns import PostgresConcerns
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.grievances import PostgresGrievances
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.ratings import PostgresRatings
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.compose.telling import case_phone, tell_holder
from bff.desks.grievances import GrievanceDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.usecases.announce_answer import AnnounceAnswer
from domain.usecases.answer_grievance import AnswerGrievance
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.check_remit import CheckRemit
from domain.usecases.close_grievances import CloseGrievances
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.find_malice import FindMalice
from domain.usecases.gather_grievance import GatherGrievance
from domain.usecases.hand_grievance_over import HandGrievanceOver
from domain.usecases.hands_in import HandsIn
from domain.usecases.list_grievances import ListGrievances
from domain.usecases.note_contact import NoteContact
from domain.usecases.open_grievance import OpenGrievance
from domain.usecases.open_rectification import OpenRectification
from domain.usecases.queue_grievances import QueueGrievances
from domain.usecases.raise_grievance import RaiseGrievance
from domain.usecases.read_grievance_phone import ReadGrievancePhone
from domain.usecases.reopen_grievance import ReopenGrievance
from domain.usecases.settle_dispute import SettleDispute
from domain.usecases.show_grievance import ShowGrievance


@dataclass(frozen=True, slots=True)
class GrievanceParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    calendars: Calendars
    check_authority: CheckAuthority


def open_grievance(core: Core, calendars: Calendars) -> OpenGrievance:
    """Part of whatever transaction gives rise to one."""
    kept = PostgresGrievances(core.cipher)
    return OpenGrievance(kept, kept, core.ledger, calendars, core.now, core.new_id)


def open_rectification(core: Core, calendars: Calendars) -> OpenRectification:
    """Part of a bad rating's transaction."""
    return OpenRectification(RatingTagTable(), open_grievance(core, calendars))


def grievance_desk(core: Core, parts: GrievanceParts) -> GrievanceDesk:
    cipher, ledger, answers, atomic, now = core.cipher, core.ledger, core.answers, core.atomic, core.now
    catalogue, calendars, check = parts.catalogue, parts.calendars, parts.check_authority
    kept, accounts, hands_in = PostgresGrievances(cipher), PostgresAccounts(), HandsIn(ledger)
    cases, forms = PostgresCases(), PostgresForms(cipher, core.new_id)
    licences = PostgresLicences(cipher, core.digests)
    parties = PostgresParties(cipher, core.digests, now, core.new_id)
    ratings, phone_of = PostgresRatings(cipher), case_phone(core)
    gather = GatherGrievance(cases, parties, catalogue, forms, licences, ratings, phone_of)
    show = ShowGrievance(kept, gather, hands_in, accounts, calendars, now)
    return GrievanceDesk(
        raise_grievance=RaiseGrievance(
            FindCase(check, cases),
            FindLicence(check, licences),
            PostgresDecisions(cipher, core.new_id),
            PostgresMatters(),
            open_grievance(core, calendars),
            answers,
            atomic,
        ),
        list_grievances=ListGrievances(check, kept, kept, calendars, now),
        reopen_grievance=ReopenGrievance(check, kept, calendars, ledger, answers, atomic, now),
        show_grievance=show,
        read_grievance_phone=ReadGrievancePhone(kept, cases, phone_of, hands_in, ledger, atomic),
        note_contact=NoteContact(kept, calendars, show, ledger, answers, atomic),
        answer_grievance=AnswerGrievance(
            kept,
            hands_in,
            SettleDispute(cases, forms, ledger, core.jobs),
            AnnounceAnswer(cases, catalogue, ledger, tell_holder(core)),
            show,
            answers,
            atomic,
        ),
        hand_grievance_over=HandGrievanceOver(
            kept, accounts, show, CheckRemit(PostgresConcerns()), ledger, core.evidence, answers, atomic
        ),
        find_malice=FindMalice(kept, show, ledger, answers, atomic),
        queue_grievances=QueueGrievances(kept, cases, parties, catalogue, calendars, now),
        close_grievances=CloseGrievances(kept, kept, ledger, atomic, now),
    )
