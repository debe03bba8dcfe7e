"""Builds the sensing desk for the command line; a serving process never imports what it is built with."""

from adapters.postgres.findings import PostgresFindings
from adapters.postgres.push_lists import PostgresPushLists
from bff.compose.core import Core
from bff.desks.sensing import SensingDesk
from domain.catalogue.ports import Catalogue
from domain.findings.ports import AnalysisEngine, Snapshots
from domain.parties.outside import SocialRegister
from domain.usecases.find_candidates import FindCandidates
from domain.usecases.prepare_push_list import PreparePushList
from domain.usecases.take_snapshot import TakeSnapshot


def sensing_desk(
    core: Core,
    *,
    catalogue: Catalogue,
    register: SocialRegister,
    snapshots: Snapshots,
    engine: AnalysisEngine,
    in_sandbox: bool,
) -> SensingDesk:
    return SensingDesk(
        take_snapshot=TakeSnapshot(register, snapshots, core.digests, core.atomic, core.ledger, core.now),
        prepare_push_list=PreparePushList(
            FindCandidates(catalogue, snapshots, engine),
            PostgresFindings(),
            PostgresPushLists(core.cipher),
            core.ledger,
            core.atomic,
            core.now,
            core.new_id,
            in_sandbox,
        ),
    )
