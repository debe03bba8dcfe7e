"""Builds the desk of 今日待办: the queues of the house itself here, the others as their desks have them."""

from collections.abc import Mapping

from adapters.catalogue.item_texts import TomlTexts
from adapters.postgres.cases import PostgresCases
from adapters.postgres.item_versions import PostgresItemVersions
from adapters.postgres.job_board import PostgresJobBoard
from adapters.postgres.parties import PostgresParties
from adapters.postgres.push_lists import PostgresPushLists
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.stuck_subjects import PostgresStuckSubjects
from adapters.postgres.unknown_fates import PostgresUnknownFates
from bff.compose.core import Core
from bff.desks.today import TodayDesk
from domain.catalogue.ports import Catalogue
from domain.staff.today import Queue, QueueReader
from domain.usecases.describe_subject import DescribeSubject
from domain.usecases.list_stuck import FindAllStuck, ListStuck
from domain.usecases.note_trouble import NoteTrouble
from domain.usecases.note_waiting import NoteWaiting
from domain.usecases.queue_push_lists import QueuePushLists
from domain.usecases.queue_stuck import QueueStuck
from domain.usecases.read_stuck import FindStuck, ReadStuck
from domain.usecases.read_today import ReadQueue, ReadToday
from domain.usecases.retry_stuck import RetryStuck
from domain.usecases.versions_to_sign import VersionsToSign


def today_desk(core: Core, catalogue: Catalogue, others: Mapping[Queue, QueueReader]) -> TodayDesk:
    board, fates, subjects, cases = (
        PostgresJobBoard(),
        PostgresUnknownFates(),
        PostgresStuckSubjects(),
        PostgresCases(),
    )
    describe = DescribeSubject(
        subjects,
        cases,
        PostgresParties(core.cipher, core.digests, core.now, core.new_id),
        catalogue,
    )
    accounts, versions = PostgresAccounts(), PostgresItemVersions(core.cipher)
    find, find_all = FindStuck(board, fates, core.now), FindAllStuck(board, fates, core.now)
    readers: dict[Queue, QueueReader] = {
        Queue.PUSH_LISTS: QueuePushLists(
            PostgresPushLists(core.cipher),
            accounts,
            catalogue,
            VersionsToSign(versions, versions, TomlTexts(), accounts),
            core.now,
        ),
        Queue.STUCK: QueueStuck(find_all, versions, describe),
        **others,
    }
    read_queue = ReadQueue(readers)
    return TodayDesk(
        read_today=ReadToday(read_queue, core.now),
        read_queue=read_queue,
        list_stuck=ListStuck(find_all),
        read_stuck=ReadStuck(find, board, core.ledger, describe, accounts),
        retry_stuck=RetryStuck(find, board, core.jobs, core.ledger, core.answers, core.atomic, core.now),
        note_trouble=NoteTrouble(
            board, NoteWaiting(subjects, cases, core.ledger, core.atomic, core.now), core.atomic, core.now
        ),
    )
