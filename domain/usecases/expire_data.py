"""Expire what is kept no longer (到期清除): every rule of retention, a few rows at a time."""

from asyncio import gather
from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ports import Atomic, Clock
from domain.privacy.data_ports import Expiry
from domain.privacy.retention import Rule

AT_ONCE = 500  # rows of one transaction
MOST = 40  # such transactions of one rule in one run: the next hour goes on
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ExpireData:
    """A chore. What a rule removed stands in one row, and once a day that it looked and found nothing."""

    expiry: Expiry
    rules: tuple[Rule, ...]
    atomic: Atomic
    now: Clock

    async def __call__(self) -> dict[str, int]:
        """How many rows each rule removed; rules that removed none are left out.

        Raises ExceptionGroup once all had their turn: what failed, each with its rule's name as a note.
        """
        found, failed = dict[str, int](), list[Exception]()
        for rule in self.rules:
            # a task of its own: whatever ends it, the next rule has its turn
            [came_of_it] = await gather(self._run(rule), return_exceptions=True)
            if isinstance(came_of_it, Exception):
                came_of_it.add_note(rule.place)
                failed.append(came_of_it)
            elif isinstance(came_of_it, BaseException):
                raise came_of_it
            elif came_of_it:
                found[rule.place] = came_of_it
        if failed:
            raise ExceptionGroup("not everything that is due could be removed", failed)
        return found

    async def _run(self, rule: Rule) -> int:
        now = self.now()
        before, removed = now - rule.after, 0
        for _ in range(MOST):
            async with self.atomic():
                some = await self.expiry.expire(rule, before, size=AT_ONCE)
                if some:
                    await self.expiry.record_run(rule, at=now, before=before, removed=some)
            removed += some
            if some < AT_ONCE:
                break
        if not removed and not await self.expiry.has_run_since(rule, now - A_DAY):
            async with self.atomic():
                await self.expiry.record_run(rule, at=now, before=before, removed=0)
        return removed
