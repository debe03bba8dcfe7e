"""What `palm ledger` does: the ledger (留痕账) verified, made fast outside, proved case by case."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from tortoise.functions import Sum

from adapters.postgres.cases import PostgresCases
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.rows.core import LedgerChainRow, LedgerHeadRow
from adapters.postgres.staff import PostgresAccounts
from bff.cli.data import opened
from bff.cli.findings_desk import Proof, proved
from bff.desks.wallet import WalletDesk
from bff.settings import Settings
from domain.kernel.ids import CaseId, MatterId, short, unshort
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Chain, Fault
from domain.privacy.access import About, Look, Purpose, Shown, Sight, Thing
from domain.staff.account import Role
from domain.usecases.export_ledger import Exported
from domain.usecases.note_access import NoteAccess

EXPORTERS = frozenset({Role.CHIEF, Role.AUDIT})
Told = Callable[[int, int], None]
"""How many entries were read, of how many there are."""


@dataclass(frozen=True, slots=True)
class Request:
    """Whose bundle, who asks for it and what for; `with_evidence` puts in what was shown, in clear."""

    case: str
    login: str
    why: str
    with_evidence: bool = False


async def verify(
    settings: Settings, *, case: str = "", contents: bool = False, told: Told = lambda _, __: None
) -> tuple[str, bool]:
    """One line, and whether all is well. Raises ValueError for what is no case of ours."""
    only = None if not case else case_id(case)
    async with opened(settings) as house:
        return await verified(house.office.wallet, only, told, contents=contents)


async def verified(
    desk: WalletDesk, only: CaseId | None, told: Told, *, contents: bool = False
) -> tuple[str, bool]:
    whole = await _how_many()
    try:
        report = await desk.verify_ledger(only, contents=contents, told=lambda read: told(read, whole))
    except NotFound:
        raise ValueError("no such case") from None
    if not report.faults:
        anchored = f"{report.checkpointed} of them under a checkpoint kept outside the database"
        return f"ledger verify: ok, {report.entries} entries, {anchored}", True
    faults = "; ".join([await in_words(fault) for fault in report.faults])
    return f"ledger verify: NOT ok, {report.entries} entries read: {faults}", False


async def anchor(settings: Settings) -> str:
    async with opened(settings) as house:
        anchored = await house.office.wallet.anchor_ledger()
    return f"checkpoint {anchored.line} holds {anchored.entries} entries: {settings.checkpoints_file}"


async def export(settings: Settings, asked: Request, proof: Proof) -> Exported:
    """Raises ValueError for a login and a case of nobody's, and for a role that may not; SignInFailed,
    TooManyRequests, LimitsUnavailable; LedgerRewritten, CheckpointForged."""
    case = case_id(asked.case)
    async with opened(settings) as house, proved(house.office.staff, asked.login, proof):
        return await exported(house.office.wallet, house.office.privacy.note_access, asked, case)


async def exported(desk: WalletDesk, note: NoteAccess, asked: Request, case: CaseId) -> Exported:
    """Likewise, for somebody who has proved who they are. Raises AccessNotNoted, too."""
    try:
        staff = await PostgresAccounts().staff_by_login(asked.login)
    except NotFound:
        raise ValueError(f"{asked.login}: no such login") from None
    if not EXPORTERS & staff.roles:
        raise ValueError(f"{asked.login}: only {', '.join(sorted(EXPORTERS))} may do this")
    try:
        made = await desk.export_ledger(
            case, staff=staff.login, why=asked.why, with_evidence=asked.with_evidence
        )
    except NotFound:
        raise ValueError(f"{asked.case}: no such case") from None
    sight = Sight(Purpose.ARCHIVE, Shown.CASE)
    look = Look(staff.login, sight, "palm ledger export", f"terminal-{uuid4().hex}")
    await note(staff, look, [About(Thing.CASE, case)])
    return made


def case_id(text: str) -> CaseId:
    """Raises ValueError."""
    found = unshort("case", text)
    if found is None:
        raise ValueError(f"{text}: not a case number (case_…)")
    return CaseId(found)


async def in_words(fault: Fault) -> str:
    return f"{await _named(fault.chain)} #{fault.number}: {fault.what}"


async def _named(chain: Chain) -> str:
    """As an operator may look it up: a chain of format 2 bears its subject's number."""
    if isinstance(chain, int):
        return f"chain {chain}"
    try:
        return short("case", (await PostgresCases().by_id(CaseId(chain))).case_id)
    except NotFound:
        pass
    try:
        return short("mtr", (await PostgresMatters().by_id(MatterId(chain))).matter_id)
    except NotFound:
        return f"chain {chain}"


async def _how_many() -> int:
    found = [
        await chains.all().annotate(entries=Sum("number")).values("entries")
        for chains in (LedgerChainRow, LedgerHeadRow)
    ]
    return sum(int(row["entries"] or 0) for [row] in found)
