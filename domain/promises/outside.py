"""What promises need from outside: the approval back-end (审批系统), which alone says what follows."""

from datetime import datetime
from typing import Literal, Protocol

from domain.kernel.ids import CaseNumber
from domain.promises.promise import Brought

Outcome = Literal["kept", "late", "withdrawn", "untrue"]


class PromiseDesk(Protocol):
    """Adapter: adapters/approval/promises.py. Fake: tests/fakes/promises.py."""

    async def tell(
        self,
        number: CaseNumber,
        index: int,
        outcome: Outcome,
        at: datetime,
        *,
        brought: Brought | None = None,
    ) -> None:
        """How one promise ended. `index`: of its material in the filing; `brought` with «kept» of a deferral,
        whose bytes follow by `put_material`. Harmless when repeated. Raises Refused, Unavailable, Unknown."""
        ...

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        """As CaseFiling has it, for a material that was told of as kept."""
        ...
