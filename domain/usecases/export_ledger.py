"""Export the ledger (留痕账证明包) of one case: what proves every entry to somebody without our database."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from heapq import merge
from uuid import UUID

from domain.archives.bundle import BundleFile, pack
from domain.archives.ports import ArchiveSeal
from domain.cases.ports import Cases
from domain.kernel.ids import CaseId, MatterId, short
from domain.kernel.ports import Atomic, Clock
from domain.ledger.anchor import LedgerRewritten, Proof
from domain.ledger.bundle import About, Shown, files_of, manifest_of
from domain.ledger.digest import digest_after, genesis, statement_of
from domain.ledger.entry import Chain, Entry, Fact, Step, leaf_chain
from domain.ledger.ports import Checkpoints, Evidence, Ledger
from domain.usecases.anchor_ledger import AnchorLedger

EXPORTED = "ledger-exported"


@dataclass(frozen=True, slots=True)
class Exported:
    """`line`: the checkpoint that the bundle is cut at."""

    content: bytes
    entries: int
    line: int

    def __repr__(self) -> str:
        return f"Exported({self.entries} entries)"


@dataclass(frozen=True, slots=True)
class ExportLedger:
    cases: Cases
    ledger: Ledger
    evidence: Evidence
    checkpoints: Checkpoints
    anchor_ledger: AnchorLedger
    seal: ArchiveSeal
    atomic: Atomic
    now: Clock

    async def __call__(self, case: CaseId, *, staff: str, why: str, with_evidence: bool = False) -> Exported:
        """Written down first, so that the bundle's last entry says who asked for it; then made fast outside.

        Raises NotFound, LedgerRewritten, CheckpointForged.
        """
        held = await self.cases.by_id(case)
        async with self.atomic():
            facts: dict[str, Fact] = {"why": why, "evidence": with_evidence}
            await self.ledger.append(Step(EXPORTED, held.matter, case, staff=staff, facts=facts))
        with suppress(LedgerRewritten):  # another chain's fault; this case's own shows below
            await self.anchor_ledger()
        chains: dict[UUID, str] = {case: "case", held.matter: "matter"}
        proofs = await asyncio.to_thread(self._proofs, frozenset(chains))
        entries, earlier = await self._entries(case, held.matter, proofs)
        proven = [proofs[leaf_chain(entry.chain), entry.number] for entry in entries]
        lines = await asyncio.to_thread(self.checkpoints.lines, frozenset(one.line for one in proven))
        shown = await self._shown(entries) if with_evidence else {}
        files = files_of(entries, proven, lines, shown)
        about = About(short("case", case), self.now(), chains, earlier)
        manifest = manifest_of(about, entries, proven, files)
        packed = pack(
            (BundleFile(path, content) for path, content in files.items()), manifest, self.seal.sign(manifest)
        )
        return Exported(packed, len(entries), max(one.line for one in proven))

    def _proofs(self, chains: frozenset[UUID]) -> Mapping[tuple[UUID, int], Proof]:
        """A leaf that stands twice is proved where it stood first."""
        found: dict[tuple[UUID, int], Proof] = {}
        for proof in self.checkpoints.prove(chains):
            found.setdefault((proof.leaf.chain, proof.leaf.number), proof)
        return found

    async def _entries(
        self, case: CaseId, matter: MatterId, proofs: Mapping[tuple[UUID, int], Proof]
    ) -> tuple[Sequence[Entry], int]:
        """As far as checkpoints hold them, for the office goes on writing; and how many are of format 1.

        Raises LedgerRewritten: a bundle is made of a whole ledger or not at all.
        """
        chains = [await self.ledger.of_chain(matter), await self.ledger.of_chain(case)]  # what began first
        asked = max(one.number for one in chains[1] if one.step.kind == EXPORTED)
        entries = [
            one
            for one in merge(*chains, key=lambda one: one.at)
            if (leaf_chain(one.chain), one.number) in proofs
        ]
        before: dict[Chain, bytes] = {case: genesis(case), matter: genesis(matter)}
        for one in entries:
            before[one.chain] = digest_after(before[one.chain], statement_of(one))
            if not before[one.chain] == one.digest == proofs[leaf_chain(one.chain), one.number].leaf.digest:
                raise LedgerRewritten(
                    f"{one.chain} #{one.number} is not what it was: run `palm ledger verify`"
                )
        if len(entries) != len(proofs) or (case, asked) not in proofs:
            raise LedgerRewritten(f"{short('case', case)} has lost entries: run `palm ledger verify`")
        every = {
            one.entry_id: one
            for one in (*await self.ledger.of_matter(matter), *await self.ledger.of_case(case))
        }
        return entries, sum(one.format == 1 and one.step.case in (None, case) for one in every.values())

    async def _shown(self, entries: Sequence[Entry]) -> Mapping[UUID, Shown]:
        """What the entries quote and the law has not erased."""
        shown: dict[UUID, Shown] = {}
        for evidence in dict.fromkeys(one.step.evidence for one in entries):
            content = None if evidence is None else await self.evidence.read(evidence)
            if evidence is not None and content is not None:
                shown[evidence] = Shown(await self.evidence.salt_of(evidence), content)
        return shown
