"""A case with a ledger of its own, and whoever hands out the bundle that proves it."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from adapters.files.checkpoints import CheckpointKeys
from adapters.postgres.cases import PostgresCases
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId, EvidenceId, IdentityCheckId, MatterId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.ledger.entry import Step
from tests.support import bundles
from tests.support.house import RING, HandClock
from tests.support.server import Urls
from tests.usecases.wallet_world import World, wallet_world

SHOWN, WHY = "本单位的证书有效期至2027年2月28日，是否继续办理？", "行政复议"
ENTRIES = 7  # of the case: six and the export's own
DEVICE = bytes(range(16))


@dataclass
class Desk:
    """A case with something in its ledger, and whoever hands out what proves it."""

    world: World
    case: CaseId
    matter: MatterId
    shown: EvidenceId
    folder: Path
    owner: str

    async def export(self, name: str = "case.zip", *, with_evidence: bool = False) -> Path:
        made = await self.world.desk.export_ledger(
            self.case, staff="chief-1", why=WHY, with_evidence=with_evidence
        )
        out = self.folder / name
        out.write_bytes(made.content)
        return out

    def check(self, bundle: Path, *words: str) -> tuple[int, str]:
        return bundles.checked(bundle, "--key", str(self.folder / "checkpoint.pem"), *words)

    def check_files(self, files: bundles.Files, *words: str) -> tuple[int, str]:
        return self.check(bundles.write(self.folder / "forged.zip", files), *words)

    @property
    def copies(self) -> tuple[str, ...]:
        """Of the checkpoints and their leaves, as somebody else keeps them."""
        kept = self.folder / "checkpoints.jsonl"
        return "--checkpoints", str(kept), "--leaves", f"{kept}.leaves"

    async def append(self, *steps: Step) -> None:
        for step in steps:
            async with self.world.core.atomic():
                await self.world.core.ledger.append(step)

    def tamper(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.owner, autocommit=True) as connection:
            assert connection.execute(statement.encode(), values).rowcount


async def a_desk(core: Core, clock: HandClock, tmp_path: Path, urls: Urls) -> Desk:
    """Eight entries of a case and its matter, with what was shown for one of them."""
    world = await wallet_world(core, clock, tmp_path)
    case = await world.case(CaseState.FILED)
    matter = (await PostgresCases().by_id(case)).matter
    (tmp_path / "checkpoint.pem").write_text(CheckpointKeys(RING.checkpoint_key).public_pem)
    async with core.atomic():
        shown = await core.evidence.keep("intent", SHOWN.encode(), matter=matter)
    made = Desk(world, case, matter, shown, tmp_path, urls.owner)
    person, party = world.director.party_id, world.school.party_id
    check, session = IdentityCheckId(core.new_id()), SessionId(core.new_id())
    by_phone = Acting(person, party, Level.FACE, Channel.H5, session, device=DEVICE, check=check)
    at_counter = Acting(person, party, Level.COUNTER, Channel.COUNTER, session, "clerk-1")
    await made.append(
        Step("matter-found", matter),
        Step("invitation-issued", matter),
        Step("intent-given", matter, case, by_phone, evidence=shown, facts={"answer": "yes"}),
        Step("form-prefilled", matter, case, facts={"asOf": "2026-11-20T16:00:00+00:00"}),
        Step("form-confirmed", matter, case, at_counter, facts={"desk": "A-07"}),
        Step("case-filed", matter, case, facts={"number": "N-1\u2028\u001b[2J"}),
        Step("case-accepted", matter, case),
        Step("document-kept", matter, case, facts={"kind": "accepted"}),
    )
    return made
