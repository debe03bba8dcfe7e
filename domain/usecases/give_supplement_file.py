"""Give one file for a supplement (补正材料): kept sealed, replaced by another one until the answer."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Act
from domain.supplements.ports import SupplementFiles, Supplements
from domain.supplements.supplement import GivenFile, SupplementOver, content_type_of
from domain.usecases.find_case import FindCase
from domain.usecases.read_supplement import newest_owed
from domain.usecases.supplement_clock import supplement_due
from domain.usecases.supplement_view import ShowSupplement, SupplementView

Sm3 = Callable[[bytes], str]
"""GB/T 32905 digest, lower-case hex. Adapter: adapters/envelope/signature.py."""


@dataclass(frozen=True, slots=True)
class KeepSupplementFile:
    """Who may give it was found out before."""

    cases: Cases
    supplements: Supplements
    files: SupplementFiles
    calendars: Calendars
    show_supplement: ShowSupplement
    sm3: Sm3
    atomic: Atomic
    now: Clock

    async def __call__(
        self, case: CaseId, index: int, content: bytes, content_type: str, *, from_wallet: bool
    ) -> SupplementView:
        """Raises NotFound, SupplementOver."""
        file = GivenFile(content_type, len(content), self.sm3(content), from_wallet)
        async with self.atomic():
            await self.cases.take(case)
            held = await newest_owed(self.supplements, case)
            due = supplement_due(held, self.calendars.current())
            if due is not None and beijing_date(self.now()) > due:
                raise SupplementOver(str(held.supplement_id))
            if held.wanted_at(index) is None:
                raise NotFound(f"{held.supplement_id}: material {index}")
            held.give(index, file)
            await self.files.keep_file(held.supplement_id, index, file, content)
            return await self.show_supplement(held)


@dataclass(frozen=True, slots=True)
class GiveSupplementFile:
    find_case: FindCase
    keep_file: KeepSupplementFile

    async def __call__(self, acting: Acting, case: CaseId, index: int, content: bytes) -> SupplementView:
        """What the file is, its first bytes say.

        Raises MaterialUnreadable, NotFound, NotRepresentative, SupplementOver, Unavailable.
        """
        content_type = content_type_of(content)
        acting, found = await self.find_case.to_change(acting, case, Act.FOLLOW)
        return await self.keep_file(found.case_id, index, content, content_type, from_wallet=False)
