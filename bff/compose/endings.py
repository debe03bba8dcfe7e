"""Builds the desk of cases that end, and of any case as staff read it."""

from dataclasses import dataclass

from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.cases import PostgresCases
from adapters.postgres.concerns import PostgresConcerns
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.shipments import PostgresShipments
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.supplements import PostgresSupplements
from adapters.postgres.visits import PostgresVisits
from bff.compose.cases import show_case
from bff.compose.core import Core
from bff.compose.mandates import kept_mandates
from bff.compose.shipments import ShipmentPlans, give_back_certificate
from bff.compose.telling import case_phone
from bff.desks.endings import EndingDesk
from domain.cases.request import RequestKind
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.decisions.outside import EndingDesk as BackEnd
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.close_ended import CloseEnded
from domain.usecases.close_matter import CloseMatter
from domain.usecases.find_case import FindCase
from domain.usecases.find_cases import FindCases
from domain.usecases.read_case_for_staff import ReadCaseForStaff, ReadDocumentForStaff
from domain.usecases.read_case_phone import ReadCasePhone
from domain.usecases.record_withdrawal import RecordWithdrawal
from domain.usecases.require_face import RequireFace
from domain.usecases.supplement_view import ShowSupplement
from domain.usecases.tell_ending import TellEnding
from domain.usecases.withdraw_case import WithdrawCase


@dataclass(frozen=True, slots=True)
class EndingParts:
    """What the desk needs besides Core."""

    approval: BackEnd
    catalogue: Catalogue
    calendars: Calendars
    plans: ShipmentPlans
    check_authority: CheckAuthority


def ending_desk(core: Core, parts: EndingParts) -> EndingDesk:
    atomic, now, ledger, new_id = core.atomic, core.now, core.ledger, core.new_id
    cases, requests = PostgresCases(), PostgresCaseRequests(new_id)
    parties = PostgresParties(core.cipher, core.digests, now, new_id)
    decisions = PostgresDecisions(core.cipher, new_id)
    give_back = give_back_certificate(core, parts.plans)
    show = show_case(core, parts.catalogue, parts.calendars)
    close_matter = CloseMatter(PostgresMatters(), cases, ledger, core.jobs)

    def tells(kind: RequestKind) -> TellEnding:
        return TellEnding(kind, cases, requests, parts.approval, give_back, ledger, atomic, now)

    return EndingDesk(
        withdraw_case=WithdrawCase(
            FindCase(parts.check_authority, cases),
            RequireFace(PostgresSessions(), PostgresVisits(), now),
            RecordWithdrawal(cases, requests, give_back, show, ledger, core.jobs, core.answers, atomic, now),
        ),
        tell_withdrawal=tells(RequestKind.WITHDRAWAL),
        tell_return=tells(RequestKind.RETURN),
        close_ended=CloseEnded(
            cases, cases, PostgresShipments(core.cipher), decisions, close_matter, ledger, atomic, now
        ),
        find_cases=FindCases(cases, cases, parties, parties, parts.catalogue, PostgresConcerns()),
        read_case=ReadCaseForStaff(
            cases,
            show,
            PostgresSupplements(core.cipher, new_id),
            ShowSupplement(decisions, parts.calendars),
            requests,
            ledger,
            parties,
            PostgresAccounts(),
            case_phone(core),
            kept_mandates(core),
            core.now,
        ),
        read_case_phone=ReadCasePhone(cases, case_phone(core), ledger, atomic),
        read_document=ReadDocumentForStaff(cases, decisions, ledger, atomic),
    )
