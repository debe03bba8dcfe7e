"""Builds the sensing desk for the command line; a serving process never imports what it is built with."""

from adapters.postgres.doubts import PostgresDoubts
from adapters.postgres.findings import PostgresFindings
from adapters.postgres.push_lists import PostgresPushLists
from bff.compose.core import Core
from bff.desks.sensing import SensingDesk
from domain.catalogue.ports import Catalogue
from domain.findings.ports import AnalysisEngine, SnapshotQuestions, Snapshots
from domain.parties.outside import RegisterFeed
from domain.usecases.back_test import BackTest
from domain.usecases.compose_rows import ComposeRows
from domain.usecases.find_candidates import FindCandidates
from domain.usecases.find_questions import FindQuestions
from domain.usecases.judge_candidates import JudgeCandidates
from domain.usecases.note_doubt import NoteDoubt
from domain.usecases.prepare_push_list import PreparePushList
from domain.usecases.record_push_list import RecordPushList
from domain.usecases.take_snapshot import TakeSnapshot


def sensing_desk(
    core: Core,
    *,
    catalogue: Catalogue,
    register: RegisterFeed,
    snapshots: Snapshots,
    engine: AnalysisEngine,
    questions: SnapshotQuestions,
    in_sandbox: bool,
) -> SensingDesk:
    doubts = PostgresDoubts(core.cipher)
    return SensingDesk(
        take_snapshot=TakeSnapshot(
            register, snapshots, catalogue, ComposeRows(core.digests), core.atomic, core.ledger, core.now
        ),
        prepare_push_list=PreparePushList(
            FindCandidates(catalogue, snapshots, engine),
            JudgeCandidates(PostgresFindings(), doubts, core.new_id, in_sandbox),
            RecordPushList(
                PostgresPushLists(core.cipher),
                NoteDoubt(doubts, core.ledger, core.new_id),
                core.ledger,
                core.new_id,
                core.now,
            ),
            BackTest(engine),
            FindQuestions(questions),
            core.atomic,
            core.now,
        ),
    )
