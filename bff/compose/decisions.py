"""The decision desk, put together."""

from dataclasses import dataclass, field

from adapters.envelope.signature import sm3_hex
from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.cases import PostgresCases
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.promises import PostgresPromises
from adapters.postgres.proposals import PostgresProposals
from adapters.postgres.rechecks import PostgresRechecks
from adapters.postgres.shadows import PostgresShadows
from adapters.postgres.shipments import PostgresShipments
from adapters.postgres.stops import PostgresClocks
from adapters.postgres.visits import PostgresSignatures
from adapters.postgres.waiting import PostgresWaiting
from bff.compose.core import Core
from bff.compose.instant import follow_revocation
from bff.compose.shipments import ShipmentPlans, give_back_certificate
from bff.compose.supervision import note_result
from bff.compose.supplements import follow_ending, take_supplement
from bff.desks.decisions import DecisionDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.decisions.outside import ApprovalBackEnd
from domain.decisions.proposal_desk import SignProposal
from domain.decisions.push import BackEndPushes, CaseSteps
from domain.licences.outside import LicenceBank
from domain.parties.outside import HolderRegister
from domain.usecases.apply_push import ApplyPush
from domain.usecases.ask_after_cases import AskAfterCases
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.fetch_documents import FetchDocuments
from domain.usecases.fetch_licence import FetchLicence
from domain.usecases.file_case import FileCase
from domain.usecases.find_case import FindCase
from domain.usecases.issue_licence import IssueLicence
from domain.usecases.note_stop import NoteStop
from domain.usecases.prepare_filing import PrepareFiling
from domain.usecases.print_application import PrintApplication, PrintPaper
from domain.usecases.propose_decision import ProposeDecision
from domain.usecases.read_application import ReadApplication
from domain.usecases.read_document import ReadDocument
from domain.usecases.recall_intent import RecallIntent
from domain.usecases.receive_back_end_push import ReceiveBackEndPush
from domain.usecases.record_adoption import RecordAdoption
from domain.usecases.record_back_end_push import RecordBackEndPush
from domain.usecases.record_proposal import RecordProposal
from domain.usecases.report_originals import ReportOriginals
from domain.usecases.send_licence import SendLicence
from domain.usecases.weigh_instant import WeighInstant
from domain.usecases.withdraw_proposal import WithdrawProposal


@dataclass(frozen=True, slots=True)
class DecisionParts:
    """What the desk needs besides Core."""

    approval: ApprovalBackEnd
    pushes: BackEndPushes
    steps: CaseSteps
    licence_bank: LicenceBank
    catalogue: Catalogue
    plans: ShipmentPlans
    check_authority: CheckAuthority
    register: HolderRegister
    sign_proposal: SignProposal
    print_paper: PrintPaper
    calendars: Calendars = field(default_factory=CalendarFile)


def decision_desk(core: Core, parts: DecisionParts) -> DecisionDesk:
    atomic, jobs, ledger, now, new_id = core.atomic, core.jobs, core.ledger, core.now, core.new_id
    cases, decisions = PostgresCases(), PostgresDecisions(core.cipher, new_id)
    forms, shipments = PostgresForms(core.cipher, new_id), PostgresShipments(core.cipher)
    parties = PostgresParties(core.cipher, core.digests, now, new_id)
    inbox = PostgresInbox(core.cipher, now, new_id)
    give_back = give_back_certificate(core, parts.plans)
    invitations, proposals = PostgresInvitations(new_id), PostgresProposals(core.cipher)
    read_application = ReadApplication(
        forms, parties, parts.catalogue, invitations, PostgresSignatures(new_id), core.evidence
    )
    apply_push = ApplyPush(
        decisions,
        take_supplement(core, parts.catalogue, parts.calendars),
        (
            follow_ending(core, parts.catalogue, give_back),
            RecordAdoption(parts.catalogue, proposals, ledger, jobs),
            follow_revocation(core, parts.catalogue),
            note_result(core, parts.catalogue),
            NoteStop(PostgresClocks(core.cipher), parts.catalogue, ledger, new_id, now),
        ),
        ledger,
        jobs,
    )
    record_proposal = RecordProposal(
        cases,
        proposals,
        PostgresShadows(core.cipher, new_id),
        PostgresRechecks(core.cipher, core.digests),
        parts.sign_proposal,
        ledger,
        atomic,
        now,
        new_id,
    )
    propose_decision = ProposeDecision(
        cases,
        proposals,
        WeighInstant(read_application, invitations, PostgresMatters(), forms, shipments, parts.register, now),
        record_proposal,
        parts.approval,
    )
    prepare_filing = PrepareFiling(
        read_application,
        PrintApplication(forms, decisions, parts.print_paper, sm3_hex, atomic, new_id),
        RecallIntent(ledger, core.evidence),
        PostgresPromises(core.cipher),
    )
    issue_licence = IssueLicence(
        cases,
        PostgresLicences(core.cipher, core.digests),
        decisions,
        SendLicence(forms, parts.plans.delivery, ledger, jobs, now),
        ledger,
        atomic,
    )
    return DecisionDesk(
        file_case=FileCase(
            cases, PostgresCaseRequests(new_id), prepare_filing, parts.approval, ledger, jobs, atomic, now
        ),
        report_originals=ReportOriginals(
            shipments, cases, decisions, parts.approval, give_back, ledger, atomic
        ),
        receive_back_end_push=ReceiveBackEndPush(parts.pushes, inbox, jobs, atomic),
        record_back_end_push=RecordBackEndPush(inbox, cases, apply_push, jobs, atomic),
        ask_after_cases=AskAfterCases(PostgresWaiting(), parts.steps, inbox, ledger, jobs, atomic, now),
        propose_decision=propose_decision,
        withdraw_proposal=WithdrawProposal(cases, proposals, record_proposal, parts.approval),
        fetch_documents=FetchDocuments(cases, decisions, parts.approval, ledger, atomic, new_id),
        fetch_licence=FetchLicence(cases, decisions, parties, parts.licence_bank, issue_licence, now, new_id),
        read_document=ReadDocument(FindCase(parts.check_authority, cases), decisions),
    )
