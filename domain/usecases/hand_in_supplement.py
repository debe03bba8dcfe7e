"""Hand a supplement in (补正提交) at the back-end: announced, each file put, the case filed again."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.decisions.outside import GivenMaterial, SupplementDesk
from domain.kernel.ids import CaseNumber, SupplementId, short
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.supplements.ports import SupplementFiles, Supplements
from domain.supplements.supplement import Supplement, SupplementState


@dataclass(frozen=True, slots=True)
class HandInSupplement:
    cases: Cases
    supplements: Supplements
    files: SupplementFiles
    back_end: SupplementDesk
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, supplement: SupplementId) -> None:
        """The back-end has every file, and the case is 已提交 again; killed anywhere, it is done again, for
        every call of it is harmless when repeated.

        Raises Unavailable and Unknown, so that the worker tries again, and Refused, so that a person looks.
        """
        known = await self.supplements.by_id(supplement)
        if known.state is not SupplementState.GIVEN:
            return
        case = await self.cases.by_id(known.case)
        if case.number is None:
            raise Unavailable("approval", "case-not-filed-yet")
        await self._claim(known)
        try:
            await self._hand_in(case.number, known)
        except Refused as refused:
            await self._note_refusal(known, refused)
            raise
        await self._record(known)

    async def _claim(self, known: Supplement) -> None:
        async with self.atomic():
            await self.cases.take(known.case)
            held = await self.supplements.by_id(known.supplement_id)
            if held.tried_at is None:
                held.tried_at = self.now()
                await self.supplements.save(held)

    async def _hand_in(self, number: CaseNumber, known: Supplement) -> None:
        given = [
            (one, GivenMaterial(one.index, one.name, file.sm3, file.content_type, file.size))
            for one in known.wanted
            if (file := one.given) is not None
        ]
        at = known.answered_at or self.now()
        answer_no = short("sup", known.supplement_id)
        await self.back_end.announce(number, answer_no, tuple(material for _, material in given), at)
        for wanted, material in given:
            content = await self.files.content(known.supplement_id, wanted.index)
            await self.back_end.put_material(number, wanted.index, content, material.digest)

    async def _record(self, known: Supplement) -> None:
        async with self.atomic():
            case = await self.cases.take(known.case)
            held = await self.supplements.by_id(known.supplement_id)
            if held.state is not SupplementState.GIVEN:
                return
            held.move(SupplementState.ANSWERED)
            held.handed_in_at = self.now()
            await self.supplements.save(held)
            facts: dict[str, Fact] = {"supplement": str(held.supplement_id), "files": len(held.wanted)}
            if case.state is CaseState.SUPPLEMENTING:  # else their push was quicker
                before, after = case.move(CaseState.FILED)
                await self.cases.save(case)
                facts |= {"from": before.value, "to": after.value}
            await self.ledger.append(Step("supplement-handed-in", case.matter, case.case_id, facts=facts))

    async def _note_refusal(self, known: Supplement, refused: Refused) -> None:
        """Its story says why, once for each reason."""
        facts: dict[str, Fact] = {"supplement": str(known.supplement_id), "reason": refused.reason}
        async with self.atomic():
            case = await self.cases.take(known.case)
            said = (entry.step for entry in await self.ledger.of_case(known.case))
            if not any(step.kind == "supplement-refused" and step.facts == facts for step in said):
                await self.ledger.append(Step("supplement-refused", case.matter, case.case_id, facts=facts))
