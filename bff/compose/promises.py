"""Builds the promise desk."""

from dataclasses import dataclass

from adapters.envelope.signature import sm3_hex
from adapters.postgres.cases import PostgresCases
from adapters.postgres.forms import PostgresForms
from adapters.postgres.parties import PostgresParties
from adapters.postgres.promises import PostgresPromises
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from bff.compose.supplements import return_case
from bff.compose.telling import tell_holder
from bff.desks.promises import PromiseDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.promises.outside import PromiseDesk as BackEnd
from domain.usecases.bring_promised import BringPromised, KeepPromised
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.check_promise import CheckPromise
from domain.usecases.find_case import FindCase
from domain.usecases.list_promises import ListPromises
from domain.usecases.read_promise import ReadPromise
from domain.usecases.require_face import RequireFace
from domain.usecases.tell_promise import PromiseBooks, TellPromise
from domain.usecases.watch_promises import EndPromise, WatchPromises
from domain.usecases.withdraw_promise import TakePromiseBack, WithdrawPromise


@dataclass(frozen=True, slots=True)
class PromiseParts:
    """What the desk needs besides Core."""

    approval: BackEnd
    catalogue: Catalogue
    calendars: Calendars
    check_authority: CheckAuthority


def promise_desk(core: Core, parts: PromiseParts) -> PromiseDesk:
    atomic, now, ledger, jobs = core.atomic, core.now, core.ledger, core.jobs
    calendars, catalogue = parts.calendars, parts.catalogue
    cases, promises = PostgresCases(), PostgresPromises(core.cipher)
    forms = PostgresForms(core.cipher, core.new_id)
    find_case = FindCase(parts.check_authority, cases)
    parties = PostgresParties(core.cipher, core.digests, now, core.new_id)
    read_promise = ReadPromise(cases, promises, parties, catalogue, calendars, PostgresAccounts(), now)
    keep = KeepPromised(cases, promises, promises, calendars, ledger, jobs, now)
    take_back = TakePromiseBack(cases, promises, calendars, ledger, jobs, core.answers, now)
    end = EndPromise(promises, return_case(core), tell_holder(core), catalogue, ledger, jobs)
    books = PromiseBooks(cases, forms, promises, promises, ledger)
    return PromiseDesk(
        list_promises=ListPromises(find_case, promises, calendars, now),
        bring_promised=BringPromised(find_case, keep, sm3_hex, atomic),
        withdraw_promise=WithdrawPromise(
            find_case, RequireFace(PostgresSessions(), PostgresVisits(), now), take_back, atomic
        ),
        tell_promise=TellPromise(books, parts.approval, atomic, now),
        watch_promises=WatchPromises(cases, promises, promises, calendars, end, atomic, now),
        read_promise=read_promise,
        check_promise=CheckPromise(read_promise, ledger, jobs, core.answers, atomic, now),
    )
