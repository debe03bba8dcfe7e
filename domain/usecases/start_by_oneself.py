"""Start by oneself (自己办): ask whether an item is due for one's party, without waiting for a notice."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from uuid import UUID

from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.identity.ports import Limits
from domain.kernel.ids import ItemCode, StartId
from domain.kernel.jobs import SenseHolder
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Digests, Jobs, KeptAnswers, NewId, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act
from domain.starts.ports import Starts
from domain.starts.start import ItemNotOffered, Start
from domain.usecases.check_authority import CheckAuthority

GIVEN_UP = timedelta(hours=1)  # its job has had its tries long before: whoever asks again starts it again
ASKINGS, SECONDS = 30, 600  # each asks several registers, now and once more when it is worked out


@dataclass(frozen=True, slots=True)
class StartView:
    """`reason` is a code, empty while it runs and when it is ready; `words` are for the person."""

    start_id: UUID
    state: str
    words: str
    reason: str = ""
    matter: UUID | None = None

    @classmethod
    def of(cls, start: Start) -> Self:
        return cls(start.start_id, str(start.state), start.words, start.reason, start.matter)


@dataclass(frozen=True, slots=True)
class StartByOneself:
    """The asking and its job, both or neither. in_sandbox: nobody there is real, so samples and items a city
    has yet to confirm may be started."""

    catalogue: Catalogue
    limits: Limits
    check_authority: CheckAuthority
    starts: Starts
    jobs: Jobs
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    digests: Digests
    now: Clock
    new_id: NewId
    in_sandbox: bool = False

    async def __call__(self, acting: Acting, item: ItemCode, request: RequestKey) -> StartView:
        """Raises ItemUnknown, ItemNotOffered, NotRepresentative, Unavailable, TooManyRequests,
        LimitsUnavailable."""
        on = beijing_date(self.now())
        if not self.catalogue.get(item).is_offered(on, in_sandbox=self.in_sandbox):
            raise ItemNotOffered(item)
        subject = self.digests.keyed("self-starts", str(acting.person)).hex()
        await self.limits.spend("self-start", subject, allowed=ASKINGS, seconds=SECONDS)
        acting = (await self.check_authority.right(acting, fresh=True)).to(Act.APPLY, item)
        async with self.atomic():
            if before := await self.answers.recall(request, StartView):
                return before
            view = StartView.of(await self._begun(acting, item))
            await self.answers.keep(request, view)
        return view

    async def _begun(self, acting: Acting, item: ItemCode) -> Start:
        """The one that runs already, or a new one."""
        start = Start(StartId(self.new_id()), acting.person, acting.party, item, self.now())
        while not await self.starts.add(start):
            running = await self.starts.running(acting.party, item)
            if running is not None:  # else it ended between the two questions
                if self.now() - running.asked_at > GIVEN_UP:
                    await self.jobs.defer(SenseHolder(running.start_id))
                return running
        facts = {"start": str(start.start_id), "item": item}
        await self.ledger.append(Step("self-start-asked", acting=acting, facts=facts))
        await self.jobs.defer(SenseHolder(start.start_id))
        return start
