"""The mandate desk, put together, and the parts of mandates (授权委托) that other desks stand on."""

from dataclasses import dataclass, replace

from adapters.postgres.cases import PostgresCases
from adapters.postgres.mandates import PostgresMandates, PostgresMandateUses
from adapters.postgres.parties import PostgresAuthorities, PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from bff.compose.ledger import require_anchor
from bff.compose.sessions import raising_alerts
from bff.desks.mandates import MandateDesk
from domain.catalogue.ports import Catalogue
from domain.mandates.ports import NoOutsideAuthorisations, OutsideAuthorisations
from domain.parties.outside import HolderRegister
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.ask_givers import AskGivers
from domain.usecases.ask_house import AskHouse
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.draft_mandate import DraftMandate
from domain.usecases.end_mandate import EndMandate
from domain.usecases.fall_mandates import FallMandates
from domain.usecases.find_mandates import FindMandates
from domain.usecases.give_mandate import GiveMandate
from domain.usecases.lapse_mandates import LapseMandates
from domain.usecases.list_mandates import ListMandates
from domain.usecases.mandate_view import ShowMandate
from domain.usecases.read_mandate import ReadMandate
from domain.usecases.record_steps import RecordSteps
from domain.usecases.remember_outside_mandate import RememberOutsideMandate
from domain.usecases.require_face import RequireFace
from domain.usecases.see_mandate import SeeMandate
from domain.usecases.standing_mandates import StandingMandates
from domain.usecases.use_mandate import LedgerByMandate, UseMandate

NOBODY = NoOutsideAuthorisations()


@dataclass(frozen=True, slots=True)
class MandateParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    check_authority: CheckAuthority
    in_sandbox: bool


def mandate_desk(core: Core, parts: MandateParts) -> MandateDesk:
    now, atomic = core.now, core.atomic
    parties, mandates = _parties(core), kept_mandates(core)
    uses = PostgresMandateUses()
    show = ShowMandate(parties, parts.catalogue, core.evidence, uses, PostgresCases(), now)
    see, alerts = SeeMandate(parts.check_authority, mandates, parties), raising_alerts(core)
    return MandateDesk(
        list_mandates=ListMandates(parts.check_authority, mandates, parties, show),
        draft_mandate=DraftMandate(
            parts.check_authority,
            parties,
            parts.catalogue,
            mandates,
            show,
            core.answers,
            atomic,
            core.new_id,
            parts.in_sandbox,
        ),
        read_mandate=ReadMandate(see, show),
        give_mandate=GiveMandate(
            parts.check_authority,
            RequireFace(PostgresSessions(), PostgresVisits(), now),
            mandates,
            show,
            RecordSteps(core.ledger, core.evidence),
            alerts,
            require_anchor(core),
            core.answers,
            atomic,
        ),
        end_mandate=EndMandate(see, mandates, core.ledger, alerts, atomic, now),
        lapse_mandates=LapseMandates(mandates, mandates, core.ledger, atomic, now),
        ask_givers=AskGivers(mandates, parts.check_authority.ask_authorities, now),
    )


def kept_mandates(core: Core) -> PostgresMandates:
    return PostgresMandates(core.cipher, core.digests)


def with_mandates(core: Core) -> Core:
    """The same, whose ledger takes no step by a mandate without its use."""
    use = UseMandate(
        kept_mandates(core),
        PostgresMandateUses(),
        PostgresAuthorities(core.now, core.new_id),
        raising_alerts(core),
        core.now,
    )
    return replace(core, ledger=LedgerByMandate(core.ledger, use))


def asking_authorities(core: Core, register: HolderRegister) -> AskAuthorities:
    authorities = PostgresAuthorities(core.now, core.new_id)
    return AskAuthorities(_parties(core), authorities, register, falling(core), core.atomic, core.now)


def falling(core: Core) -> FallMandates:
    mandates = kept_mandates(core)
    return FallMandates(mandates, mandates, core.ledger, raising_alerts(core), core.now)


def checking_authority(
    core: Core, ask: AskAuthorities, outside: OutsideAuthorisations = NOBODY
) -> CheckAuthority:
    """`outside`: the house whose authorisations count as mandates here."""
    mandates = kept_mandates(core)
    authorities = PostgresAuthorities(core.now, core.new_id)
    find = FindMandates(
        _parties(core),
        authorities,
        mandates,
        StandingMandates(mandates, core.now),
        ask,
        falling(core),
        AskHouse(outside),
        core.atomic,
        core.now,
        core.new_id,
    )
    return CheckAuthority(ask, find)


def remembering_outside(core: Core) -> RememberOutsideMandate:
    mandates = kept_mandates(core)
    return RememberOutsideMandate(
        mandates, mandates, mandates, falling(core), _parties(core), core.ledger, core.now, core.new_id
    )


def _parties(core: Core) -> PostgresParties:
    return PostgresParties(core.cipher, core.digests, core.now, core.new_id)
