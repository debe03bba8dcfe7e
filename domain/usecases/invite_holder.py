"""Invite a holder (邀约) whose findings were signed: looked at once more in the register, then told once."""

from dataclasses import dataclass
from typing import Self

from domain.catalogue.item import Item
from domain.findings.finding import Finding, Reason, set_aside
from domain.findings.store import Findings
from domain.kernel.ids import FindingId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.records import HolderRecord
from domain.usecases.look_again import LookAgain, Looked
from domain.usecases.open_matter import OpenMatter

TO_BE_TOLD = (None, Reason.NO_CONTACT)  # who cannot be reached is called by a clerk


@dataclass(frozen=True, slots=True)
class InviteHolder:
    """Party, matter, invitation, code and queued notice for all that one event makes due; whatever no longer
    stands is set aside with its reason. A second run finds the matter there and changes nothing."""

    findings: Findings
    look_again: LookAgain
    open_matter: OpenMatter
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, finding_id: FindingId) -> None:
        """`finding_id`: any finding of the bundle. Raises NotFound; Refused, Unavailable of the register:
        nothing has changed then."""
        bundle = await self.findings.of_bundle(finding_id)
        if not bundle or not await self.findings.may_be_told(finding_id):
            return
        looked = _each_item_once(await self.look_again(bundle))
        async with self.atomic():
            held = {one.finding_id for one in await self.findings.take_bundle(finding_id)}
            if not await self.findings.may_be_told(finding_id):
                return  # stopped while the register was asked
            looked = tuple(one for one in looked if one.finding.finding_id in held)
            offered = _Offered.of(looked)
            if offered.findings and not await self.open_matter(
                offered.findings, offered.items, offered.records, at=self.now()
            ):
                return
            for one in looked:
                if one.finding.reason is not None:
                    await self._set_aside(one.finding)

    async def _set_aside(self, finding: Finding) -> None:
        await self.findings.save(finding)
        facts = {"finding": str(finding.finding_id), "item": finding.item, "reason": str(finding.reason)}
        await self.ledger.append(Step("finding-set-aside", facts=facts))


@dataclass(frozen=True, slots=True)
class _Offered:
    findings: tuple[Finding, ...]
    items: tuple[Item, ...]
    records: tuple[HolderRecord, ...]

    @classmethod
    def of(cls, looked: tuple[Looked, ...]) -> Self:
        told = [one for one in looked if one.finding.reason in TO_BE_TOLD]
        return cls(
            tuple(one.finding for one in told),
            tuple(one.item for one in told),
            tuple(one.record for one in told if one.record is not None),  # without a record nobody is due
        )


def _each_item_once(looked: tuple[Looked, ...]) -> tuple[Looked, ...]:
    """A holder with two licences of one item has one in hand first and is told of the other after."""
    seen: set[str] = set()
    kept = []
    for one in looked:
        finding = one.finding
        if finding.reason in TO_BE_TOLD:
            if finding.item in seen:
                finding = set_aside(finding, Reason.OPEN_MATTER)
            seen.add(finding.item)
        kept.append(Looked(finding, one.item, one.record))
    return tuple(kept)
