"""Ask the house in which mandates (授权委托) were given whether they stand there: all of them at once."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.identity.outside_sign_in import SYSTEMS, Way
from domain.kernel.ids import MandateId
from domain.kernel.look import Look, this_look
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refused, Unavailable
from domain.mandates.mandate import Mandate
from domain.mandates.ports import OutsideAuthorisations

PATIENCE = timedelta(seconds=2)
SYSTEM, LATE = SYSTEMS[Way.BUSINESS_LICENCE], "timeout"


@dataclass(frozen=True, slots=True)
class Question:
    """`organisation`: the principal's number."""

    mandate: Mandate
    organisation: DocumentNumber


@dataclass(frozen=True, slots=True)
class AskHouse:
    """`patience`: how long one look (domain/kernel/look.py) waits for the house, whatever it asks there."""

    house: OutsideAuthorisations
    patience: timedelta = PATIENCE

    async def __call__(
        self, questions: Collection[Question], *, fresh: bool
    ) -> Mapping[MandateId, bool | Refused | Unavailable]:
        """By mandate, whether it stands; or why that is not known, which is raised by nobody here.

        `fresh`, for what binds: asked in any case, and waited for. Else what this look was told already is
        not asked again, and who has not answered in time is away for all of it. Outside atomic.
        """
        look = Look() if fresh else this_look()
        new = [one for one in questions if one.mandate.mandate_id not in look.told]
        if new:
            try:
                async with (
                    asyncio.timeout_at(None if fresh else look.until(self.patience)),
                    asyncio.TaskGroup() as asking,
                ):
                    for one in new:
                        asking.create_task(self._ask(one, look))
            except TimeoutError:
                for one in new:
                    look.told.setdefault(one.mandate.mandate_id, Unavailable(SYSTEM, LATE))
        return {one.mandate.mandate_id: look.told[one.mandate.mandate_id] for one in questions}

    async def _ask(self, question: Question, look: Look) -> None:
        mandate = question.mandate
        try:
            stands = await self.house.authorised(question.organisation, mandate.agent.number, mandate.told())
        except (Refused, Unavailable) as error:
            look.told[mandate.mandate_id] = error
        else:
            look.told[mandate.mandate_id] = stands
