"""The start desk (自己办), put together; a serving process has no analysis, the worker brings one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from adapters.postgres.doubts import PostgresDoubts
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.starts import PostgresStarts
from bff.compose.core import Core
from bff.compose.telling import matter_opening
from bff.desks.starts import StartDesk
from domain.catalogue.ports import Catalogue
from domain.findings.ports import Candidate, ChangeRow, HolderAnalysis, SnapshotRow
from domain.identity.ports import Limits
from domain.kernel.refusal import Unavailable
from domain.parties.outside import HolderRegister
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.compose_rows import ComposeRows
from domain.usecases.end_start import EndStart
from domain.usecases.note_doubt import NoteDoubt
from domain.usecases.read_start import ReadStart
from domain.usecases.sense_holder import SenseHolder
from domain.usecases.start_by_oneself import StartByOneself
from domain.usecases.weigh_holder import WeighHolder


class NoAnalysis:
    """For a process that answers requests and runs no rule: a job that strayed into it is tried elsewhere."""

    async def candidates_among(
        self,
        sql: str,
        *,
        licences: Sequence[SnapshotRow],
        changes: Sequence[ChangeRow],
        as_of: datetime,
        parameters: Mapping[str, date | int | str],
    ) -> tuple[Candidate, ...]:
        _ = sql, licences, changes, as_of, parameters
        raise Unavailable("analysis", "not-in-this-process")


@dataclass(frozen=True, slots=True)
class StartParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    register: HolderRegister
    analysis: HolderAnalysis
    limits: Limits
    check_authority: CheckAuthority
    in_sandbox: bool


def start_desk(core: Core, parts: StartParts) -> StartDesk:
    now, new_id, atomic, ledger = core.now, core.new_id, core.atomic, core.ledger
    starts, doubts = PostgresStarts(), PostgresDoubts(core.cipher)
    weigh_holder = WeighHolder(
        parts.register,
        parts.analysis,
        parts.catalogue,
        doubts,
        ComposeRows(core.digests),
        now,
        new_id,
        parts.in_sandbox,
    )
    end_start = EndStart(
        starts,
        PostgresMatters(),
        PostgresInvitations(new_id),
        matter_opening(core),
        NoteDoubt(doubts, ledger, new_id),
        ledger,
    )
    parties = PostgresParties(core.cipher, core.digests, now, new_id)
    return StartDesk(
        start_by_oneself=StartByOneself(
            parts.catalogue,
            parts.limits,
            parts.check_authority,
            starts,
            core.jobs,
            ledger,
            core.answers,
            atomic,
            core.digests,
            now,
            new_id,
            parts.in_sandbox,
        ),
        read_start=ReadStart(parts.check_authority, starts),
        sense_holder=SenseHolder(starts, parties, parts.catalogue, weigh_holder, end_start, atomic, now),
    )
