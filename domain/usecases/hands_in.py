"""Whose hands a case went through (经办人): they neither recheck it nor answer a complaint about it."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.refusal import Refusal
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount

# what is done about a case afterwards is no handling of it
AFTERWARDS = ("grievance-", "recheck-", "rating-", "revocation-")
LOOKED = "-shown"  # nor is to have read what stands in it
REMINDED = "supplement-called"  # nor to have rung the person about what is wanted of them


class HandledTheCase(Refusal):
    code, title = "handled-the-case", "本人经手过这个办件，须由他人处理"
    advice = "请转交另一位同事或科长"


@dataclass(frozen=True, slots=True)
class HandsIn:
    """Read off the ledger, which names the clerk of every step at a counter, too."""

    ledger: Ledger

    async def __call__(self, staff: StaffAccount, case: CaseId | None) -> bool:
        """Whether that colleague had a hand in the case. Our own rows only."""
        if case is None:
            return False
        entries = await self.ledger.of_case(case)
        return any(
            entry.step.staff == staff.login
            and not entry.step.kind.startswith(AFTERWARDS)
            and not entry.step.kind.endswith(LOOKED)
            and entry.step.kind != REMINDED
            for entry in entries
        )

    async def refuse(self, staff: StaffAccount, case: CaseId | None) -> None:
        """Raises HandledTheCase."""
        if await self(staff, case):
            raise HandledTheCase(str(case))
