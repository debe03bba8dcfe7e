"""Builds the case desk: its repositories, its use cases, and the outside as it is handed in."""

from adapters.postgres.addresses import PostgresAddressBook
from adapters.postgres.alerts import PostgresAlerts
from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.cases import PostgresCases
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresAuthorities, PostgresParties
from adapters.postgres.promises import PostgresPromises
from adapters.postgres.proposals import PostgresProposals
from adapters.postgres.ratings import PostgresRatings
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.shipments import PostgresShipments
from adapters.postgres.stops import PostgresClocks
from adapters.postgres.supplements import PostgresSupplements
from adapters.postgres.visitors import PostgresVisitors
from adapters.postgres.visits import PostgresSignatures, PostgresVisits
from bff.compose.core import Core
from bff.compose.forms import keep_material, show_form
from bff.compose.grievances import open_grievance
from bff.compose.instant import gather_afterwards
from bff.compose.ledger import require_anchor
from bff.compose.mandates import kept_mandates
from bff.desks.cases import CaseDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.parties.outside import EnterpriseRegister, HolderRegister, PopulationRegister
from domain.shipments.outside import Couriers
from domain.usecases.answer_invitation import AnswerInvitation
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.choose_carrier import ChooseCarrier
from domain.usecases.compose_shown import ComposeShown
from domain.usecases.confirm_form import ConfirmForm
from domain.usecases.confirm_forms import ConfirmForms
from domain.usecases.dispute_field import DisputeField
from domain.usecases.edit_form import EditForm
from domain.usecases.find_case import FindCase
from domain.usecases.gather_case import GatherCase
from domain.usecases.gather_facts import GatherFacts
from domain.usecases.give_form_material import GiveFormMaterial
from domain.usecases.list_forms import ListForms
from domain.usecases.list_matters import ListMatters
from domain.usecases.list_parties import ListParties
from domain.usecases.make_promises import MakePromises
from domain.usecases.offered_ways import OfferedWays
from domain.usecases.open_case import OpenCase
from domain.usecases.plan_shipment import AddShipment, CounterOf, PlanCollection
from domain.usecases.prefill_form import PrefillForm
from domain.usecases.read_case import ReadCase
from domain.usecases.read_form import ReadForm
from domain.usecases.read_home import ReadHome
from domain.usecases.read_invitation import ReadInvitation
from domain.usecases.read_timeline import ReadTimeline
from domain.usecases.record_answers import RecordAnswers
from domain.usecases.record_confirmation import RecordConfirmation
from domain.usecases.record_steps import RecordSteps
from domain.usecases.replay_case import ReplayCase
from domain.usecases.require_face import RequireFace
from domain.usecases.show_case import ShowCase
from domain.usecases.standing_mandates import StandingMandates
from domain.usecases.start_filing import StartFiling
from domain.usecases.take_confirmation import TakeConfirmation


def show_case(core: Core, catalogue: Catalogue, calendars: Calendars) -> ShowCase:
    """How a case is shown, whoever was found to be allowed to see it."""
    cipher, new_id = core.cipher, core.new_id
    gather_case = GatherCase(
        PostgresForms(cipher, new_id),
        PostgresShipments(cipher),
        PostgresDecisions(cipher, new_id),
        PostgresRatings(cipher),
        PostgresProposals(cipher),
        PostgresSupplements(cipher, new_id),
        PostgresCaseRequests(new_id),
        gather_afterwards(core),
        PostgresClocks(cipher),
        PostgresPromises(cipher),
    )
    parties = PostgresParties(cipher, core.digests, core.now, new_id)
    return ShowCase(gather_case, parties, catalogue, calendars, core.now)


def case_desk(
    core: Core,
    *,
    catalogue: Catalogue,
    calendars: Calendars,
    register: HolderRegister,
    population: PopulationRegister,
    enterprises: EnterpriseRegister,
    counter: CounterOf,
    couriers: Couriers,
    check_authority: CheckAuthority,
) -> CaseDesk:
    cipher, digests, atomic, now, new_id = core.cipher, core.digests, core.atomic, core.now, core.new_id
    parties, matters = PostgresParties(cipher, digests, now, new_id), PostgresMatters()
    authorities, invitations = PostgresAuthorities(now, new_id), PostgresInvitations(new_id)
    cases, forms = PostgresCases(), PostgresForms(cipher, new_id)
    shipments = PostgresShipments(cipher)
    find_case, check = FindCase(check_authority, cases), check_authority
    require_face = RequireFace(PostgresSessions(), PostgresVisits(), now)
    compose_shown = ComposeShown(parties, catalogue)
    record_steps = RecordSteps(core.ledger, core.evidence)
    shown = show_case(core, catalogue, calendars)
    add_shipment = AddShipment(shipments, core.ledger, core.randomness, digests, new_id, now)
    start_filing = StartFiling(
        PlanCollection(add_shipment, ChooseCarrier(catalogue, couriers), counter), core.jobs
    )
    record_answers = RecordAnswers(
        atomic,
        core.answers,
        matters,
        invitations,
        compose_shown,
        OpenCase(cases, forms, catalogue, OfferedWays(couriers), core.jobs, new_id),
        record_steps,
        require_anchor(core),
    )
    record_confirmation = RecordConfirmation(
        atomic,
        core.answers,
        TakeConfirmation(
            cases,
            forms,
            PostgresSignatures(new_id),
            record_steps,
            start_filing,
            shown,
            MakePromises(PostgresPromises(cipher), new_id),
            require_anchor(core),
            catalogue,
        ),
    )
    gather_facts = GatherFacts(
        invitations, parties, register, population, enterprises, PostgresVisitors(cipher, digests, new_id)
    )
    return CaseDesk(
        read_home=ReadHome(
            ListParties(
                check.ask_authorities, parties, authorities, StandingMandates(kept_mandates(core), now)
            ),
            check,
            ListMatters(matters, invitations, catalogue, now),
            cases,
            shown,
            PostgresLicences(cipher, digests),
            PostgresAlerts(),
        ),
        read_invitation=ReadInvitation(
            check, matters, invitations, cases, compose_shown, invitations, core.now
        ),
        answer_invitation=AnswerInvitation(matters, require_face, check, record_answers, now),
        prefill_form=PrefillForm(
            cases, forms, catalogue, gather_facts, atomic, core.ledger, open_grievance(core, calendars), now
        ),
        read_form=ReadForm(find_case, forms, show_form(core, catalogue)),
        edit_form=EditForm(find_case, cases, forms, PostgresAddressBook(cipher), atomic, now),
        give_form_material=GiveFormMaterial(find_case, keep_material(core)),
        dispute_field=DisputeField(
            find_case, cases, forms, atomic, core.answers, record_steps, open_grievance(core, calendars)
        ),
        confirm_form=ConfirmForm(check, cases, require_face, record_confirmation, now),
        list_forms=ListForms(check, matters, cases, forms, show_form(core, catalogue)),
        confirm_forms=ConfirmForms(check, cases, require_face, record_confirmation, now),
        read_case=ReadCase(find_case, shown),
        read_timeline=ReadTimeline(find_case, core.ledger, parties),
        replay_case=ReplayCase(cases, core.ledger),
    )
