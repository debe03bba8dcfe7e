"""Builds the desk of item versions; only the worker brings the bench on which rules are run."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from adapters.catalogue.item_texts import TomlTexts
from adapters.postgres.forms import PostgresForms
from adapters.postgres.item_history import PostgresItemHistory
from adapters.postgres.item_versions import PostgresItemVersions
from adapters.postgres.proposals import PostgresProposals
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.desks.item_versions import ItemVersionDesk
from domain.catalogue.ports import RuleLint
from domain.catalogue.usable import CatalogueInUse
from domain.findings.ports import (
    AnalysisEngine,
    Candidate,
    ChangeRow,
    SnapshotRef,
    SnapshotRow,
    Snapshots,
)
from domain.kernel.refusal import Unavailable
from domain.usecases.ask_item_check import AskItemCheck
from domain.usecases.check_item_version import CheckItemVersion
from domain.usecases.compare_item_versions import CompareItemVersions
from domain.usecases.decide_item_version import DecideItemVersion
from domain.usecases.describe_item_version import DescribeItemVersion
from domain.usecases.draft_item_version import DraftItemVersion
from domain.usecases.edit_item_version import EditItemVersion
from domain.usecases.end_item_version import EndItemVersion
from domain.usecases.keep_shipped_versions import KeepShippedVersions
from domain.usecases.list_item_versions import ListItems, ListItemVersions, ReadItemVersion
from domain.usecases.look_over_item_text import LookOverItemText
from domain.usecases.refresh_catalogue import RefreshCatalogue
from domain.usecases.try_item_version import TryItemVersion
from domain.usecases.try_past_cases import TryPastCases
from domain.usecases.try_rule import TryRule


@dataclass(frozen=True, slots=True)
class RuleBench:
    """What looks over and runs rules; a process that answers requests has none."""

    lint: RuleLint
    snapshots: Snapshots
    engine: AnalysisEngine


class NoSnapshots:
    """For a process that runs no rule: a job that strayed into it is tried elsewhere."""

    async def write(
        self,
        licences: AsyncIterator[Sequence[SnapshotRow]],
        changes: AsyncIterator[Sequence[ChangeRow]],
        *,
        as_of: datetime,
        source: str,
    ) -> SnapshotRef:
        _ = licences, changes, as_of, source
        raise Unavailable("analysis", "not-in-this-process")

    async def latest(self) -> SnapshotRef | None:
        raise Unavailable("analysis", "not-in-this-process")


class NoEngine:
    """Likewise."""

    async def candidates(
        self, sql: str, *, snapshot: SnapshotRef, parameters: Mapping[str, date | int | str]
    ) -> tuple[Candidate, ...]:
        _ = sql, snapshot, parameters
        raise Unavailable("analysis", "not-in-this-process")


def item_version_desk(
    core: Core,
    catalogue: CatalogueInUse,
    restock: Callable[[], None],
    *,
    bench: RuleBench | None,
    in_sandbox: bool,
) -> ItemVersionDesk:
    """`restock`: has the search follow what people are served by."""
    now, atomic, ledger, answers, jobs = core.now, core.atomic, core.ledger, core.answers, core.jobs
    versions, texts, history = PostgresItemVersions(core.cipher), TomlTexts(), PostgresItemHistory()
    look_over = LookOverItemText(texts, catalogue)
    describe = DescribeItemVersion(PostgresAccounts(), texts, look_over, now)
    keep_shipped = KeepShippedVersions(catalogue, versions, versions, atomic, now, core.new_id)
    refresh = RefreshCatalogue(versions, texts, catalogue, restock, now)
    try_rule = TryRule(
        bench.snapshots if bench else NoSnapshots(),
        bench.engine if bench else NoEngine(),
        history,
        now,
        in_sandbox,
    )
    forms, proposals = PostgresForms(core.cipher, core.new_id), PostgresProposals(core.cipher)
    return ItemVersionDesk(
        list_items=ListItems(versions, catalogue, now),
        list_item_versions=ListItemVersions(versions, catalogue, describe),
        read_item_version=ReadItemVersion(versions, describe),
        compare_item_versions=CompareItemVersions(versions, texts, now),
        draft_item_version=DraftItemVersion(
            versions, texts, catalogue, keep_shipped, describe, ledger, answers, atomic, now, core.new_id
        ),
        edit_item_version=EditItemVersion(versions, texts, describe, ledger, jobs, answers, atomic, now),
        ask_item_check=AskItemCheck(versions, describe, ledger, jobs, answers, atomic, now),
        check_item_version=CheckItemVersion(
            versions, versions, look_over, bench.lint if bench else None, ledger, atomic, now
        ),
        try_item_version=TryItemVersion(
            versions,
            versions,
            texts,
            try_rule,
            TryPastCases(history, catalogue, forms, proposals),
            ledger,
            atomic,
            now,
        ),
        decide_item_version=DecideItemVersion(
            versions, look_over, describe, refresh, ledger, answers, atomic, now
        ),
        end_item_version=EndItemVersion(versions, describe, refresh, ledger, answers, atomic, now),
        keep_shipped_versions=keep_shipped,
        refresh_catalogue=refresh,
        lookup=versions,
    )
