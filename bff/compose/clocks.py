"""Builds the clock desk."""

from adapters.postgres.cases import PostgresCases
from adapters.postgres.parties import PostgresParties
from adapters.postgres.promises import PostgresPromises
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.stops import PostgresClocks
from adapters.postgres.supplements import PostgresSupplements
from adapters.postgres.waiting import PostgresWaiting
from bff.compose.core import Core
from bff.compose.telling import tell_holder
from bff.desks.clocks import ClockDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.usecases.change_clock import ChangeClock
from domain.usecases.list_clocks import ClockBooks, ListClocks
from domain.usecases.queue_clocks import QueueClocks
from domain.usecases.read_clock import ReadClock


def clock_desk(core: Core, catalogue: Catalogue, calendars: Calendars) -> ClockDesk:
    cases, clocks = PostgresCases(), PostgresClocks(core.cipher)
    names = PostgresAccounts()
    read = ReadClock(cases, clocks, catalogue, calendars, names, core.now)
    books = ClockBooks(
        cases,
        cases,
        clocks,
        clocks,
        PostgresSupplements(core.cipher, core.new_id),
        PostgresPromises(core.cipher),
        PostgresParties(core.cipher, core.digests, core.now, core.new_id),
        core.ledger,
    )
    list_clocks = ListClocks(books, catalogue, calendars, names, core.now)
    change = ChangeClock(
        cases, clocks, read, core.ledger, tell_holder(core), core.answers, core.atomic, core.new_id, core.now
    )
    return ClockDesk(list_clocks, QueueClocks(list_clocks, PostgresWaiting()), read, change)
