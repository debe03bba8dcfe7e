"""Builds the counter's desk: its repositories, its use cases, and the registers as they are handed in."""

from dataclasses import dataclass

from adapters.postgres.cases import PostgresCases
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresAppointments
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.visits import PostgresSignatures, PostgresVisits
from bff.compose.core import Core
from bff.compose.ledger import require_anchor
from bff.desks.counter import CounterDesk
from domain.parties.outside import PopulationRegister
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.end_visit import EndVisit
from domain.usecases.enter_visit import EnterVisit
from domain.usecases.find_matter import FindMatter
from domain.usecases.find_visit_matter import FindVisitMatter
from domain.usecases.list_appointments import ListAppointments
from domain.usecases.list_visits import ListVisits, ReadVisit
from domain.usecases.open_visit import OpenPhoneVisit, OpenVisit
from domain.usecases.record_steps import RecordSteps
from domain.usecases.sign_forms import SignForms


@dataclass(frozen=True, slots=True)
class CounterParts:
    """What the desk needs besides Core."""

    population: PopulationRegister
    check_authority: CheckAuthority


def counter_desk(core: Core, parts: CounterParts) -> CounterDesk:
    cipher, answers, atomic, now, new_id = core.cipher, core.answers, core.atomic, core.now, core.new_id
    parties, visits = PostgresParties(cipher, core.digests, now, new_id), PostgresVisits()
    matters, appointments = PostgresMatters(), PostgresAppointments(cipher)
    check = parts.check_authority
    find = FindVisitMatter(
        matters, appointments, FindMatter(PostgresInvitations(new_id), matters, check, core.digests, now)
    )
    names = PostgresAccounts()
    record_steps = RecordSteps(core.ledger, core.evidence)
    return CounterDesk(
        list_appointments=ListAppointments(appointments, now),
        open_visit=OpenVisit(
            find, parts.population, parties, check, visits, record_steps, answers, atomic, now, new_id
        ),
        open_phone_visit=OpenPhoneVisit(find, parties, visits, record_steps, answers, atomic, now, new_id),
        list_visits=ListVisits(visits, parties, names, now),
        read_visit=ReadVisit(visits, parties, names, now),
        enter_visit=EnterVisit(visits, now),
        end_visit=EndVisit(visits, parties, core.ledger, answers, atomic, now),
        sign_forms=SignForms(
            check,
            visits,
            PostgresCases(),
            PostgresForms(cipher, new_id),
            PostgresSignatures(new_id),
            record_steps,
            answers,
            atomic,
            now,
            require_anchor(core),
        ),
    )
