"""Builds the call desk: its repositories and its use cases. It asks nobody outside."""

from dataclasses import dataclass

from adapters.postgres.call_entries import PostgresCallEntries
from adapters.postgres.calls import PostgresBadNumbers, PostgresCalls
from adapters.postgres.cases import PostgresCases
from adapters.postgres.concerns import PostgresConcerns
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.ladders import PostgresLadders
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.push_lists import PostgresPushLists
from adapters.postgres.sessions import PostgresAppointments
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.compose.sign_in import phone_link_ending
from bff.compose.telling import tell_holder
from bff.desks.calls import CallDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.identity.ports import Counters
from domain.usecases.book_appointment import WriteAppointment
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.check_remit import CheckRemit
from domain.usecases.describe_call import DescribeCall
from domain.usecases.find_matter import FindMatter
from domain.usecases.lapse_matters import LapseMatters
from domain.usecases.list_calls import ListCalls
from domain.usecases.list_counters import ListCounters
from domain.usecases.note_call import NoteCall
from domain.usecases.queue_calls import QueueCalls
from domain.usecases.read_call import ReadCall, ReadCallPhone
from domain.usecases.remind_holders import RemindHolders
from domain.usecases.remind_unfinished import RemindUnfinished
from domain.usecases.settle_call import BookForCall, SettleCall


@dataclass(frozen=True, slots=True)
class CallParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    calendars: Calendars
    counters: Counters
    check_authority: CheckAuthority


def call_desk(core: Core, parts: CallParts) -> CallDesk:
    cipher, digests, atomic, now, new_id = core.cipher, core.digests, core.atomic, core.now, core.new_id
    ledger, answers, catalogue = core.ledger, core.answers, parts.catalogue
    calls, entries = PostgresCalls(cipher, digests), PostgresCallEntries(cipher, new_id)
    bad_numbers, ladders = PostgresBadNumbers(digests, new_id), PostgresLadders()
    matters, invitations = PostgresMatters(), PostgresInvitations(new_id)
    notices, parties = PostgresNotices(cipher, digests), PostgresParties(cipher, digests, now, new_id)
    describe = DescribeCall(invitations, matters, parties, catalogue)
    write = WriteAppointment(PostgresAppointments(cipher), ledger, core.randomness, now, new_id)
    counters = ListCounters(parts.counters, parts.calendars, now)
    find_matter = FindMatter(invitations, matters, parts.check_authority, digests, now)
    return CallDesk(
        list_calls=ListCalls(entries, describe),
        read_call=ReadCall(entries, describe, core.evidence, PostgresAccounts()),
        read_call_phone=ReadCallPhone(entries, bad_numbers, ledger, atomic),
        note_call=NoteCall(
            calls,
            entries,
            find_matter,
            matters,
            CheckRemit(PostgresConcerns()),
            ledger,
            core.evidence,
            answers,
            atomic,
            now,
            new_id,
        ),
        settle_call=SettleCall(entries, bad_numbers, phone_link_ending(core), ledger, answers, atomic, now),
        book_for_call=BookForCall(entries, counters, write, ledger, answers, atomic, now),
        queue_calls=QueueCalls(entries, describe, now),
        remind_holders=RemindHolders(
            ladders,
            matters,
            invitations,
            notices,
            calls,
            PostgresPushLists(cipher),
            catalogue,
            core.jobs,
            atomic,
            now,
            new_id,
        ),
        remind_unfinished=RemindUnfinished(
            ladders,
            PostgresCases(),
            PostgresForms(cipher, new_id),
            invitations,
            notices,
            calls,
            tell_holder(core),
            catalogue,
            parts.calendars,
            atomic,
            now,
            new_id,
        ),
        lapse_matters=LapseMatters(ladders, matters, entries, ledger, atomic, now),
    )
