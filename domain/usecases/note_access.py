"""Note an access (记录查阅): who is about to see whose data, and what for."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from domain.kernel.ports import Clock, NewId
from domain.privacy.access import AGAIN, About, Look, Purpose, Subject
from domain.privacy.ports import Accesses
from domain.staff.account import Role, StaffAccount


@dataclass(frozen=True, slots=True)
class NoteAccess:
    """Called when the answer is made and before it leaves, in a transaction of its own."""

    accesses: Accesses
    now: Clock
    new_id: NewId

    async def __call__(self, staff: StaffAccount, look: Look, about: Collection[About]) -> None:
        """Who audits looks for that, whatever the page is for. Raises AccessNotNoted."""
        subjects = _finest(await self.accesses.whose(about)) if about else ()
        if not subjects:
            return
        if Role.AUDIT in staff.roles:
            look = replace(look, sight=look.sight._replace(purpose=Purpose.AUDIT))
        at = self.now()
        since = at - AGAIN if look.is_list else None
        rows = [(self.new_id(), subject) for subject in subjects]
        await self.accesses.note(look, rows, at=at, since=since)


def _finest(subjects: Collection[Subject]) -> tuple[Subject, ...]:
    """Without the coarser of two: a case says of which matter it is, and a matter whose."""
    cased = {(one.party, one.matter) for one in subjects if one.case}
    known = {one.party for one in subjects if one.matter}
    return tuple(
        one
        for one in subjects
        if one.case or (one.matter and (one.party, one.matter) not in cased) or one.party not in known
    )
