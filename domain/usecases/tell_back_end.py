"""Tell a back-end something (代理提交): once for each request key, whatever the client repeats."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from domain.gateway.ports import Asked, BackEnds, Call
from domain.gateway.refusals import (
    GatewayBusy,
    GatewayFailed,
    GatewayRefused,
    GatewayTimeout,
    GatewayTooLarge,
    GatewayUnavailable,
    GatewayUnsettled,
)
from domain.identity.ports import Limits
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Digests, KeptAnswers, RequestKey
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.usecases.compose_call import ComposeCall

TELLINGS, SECONDS = 20, 60  # each leaves a kept answer and an entry in the ledger
ENDS: tuple[type[Refusal], ...] = (
    NotFound,
    GatewayBusy,
    GatewayFailed,
    GatewayRefused,
    GatewayTimeout,
    GatewayTooLarge,
    GatewayUnavailable,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of it. `code`: of the refusal it ended in, if any."""

    state: Literal["sent", "ended"]
    code: str = ""
    retry_after: int = 0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class TellBackEnd:
    compose_call: ComposeCall
    back_ends: BackEnds
    limits: Limits
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    digests: Digests
    running: set["asyncio.Task[Told]"] = field(default_factory=set)

    async def __call__(self, acting: Acting, asked: Asked, request: RequestKey) -> Told:
        """The first answer for ever, a refusal too: only a new key sends anew.

        It goes on when the client goes away: who asks again under the key hears how it ended.

        Raises as ComposeCall and BackEnds.call; GatewayUnsettled while the first try has no end;
        TooManyRequests, LimitsUnavailable.
        """
        subject = self.digests.keyed("gateway-tellings", str(acting.person)).hex()
        await self.limits.spend("gateway-tell", subject, allowed=TELLINGS, seconds=SECONDS)
        call = await self.compose_call(acting, asked)
        async with self.atomic():
            before = await self.answers.recall(request, Told)
            if before is None:
                await self.answers.keep(request, Told("sent"))
        if before is not None:
            return _heard(before)
        task = asyncio.create_task(self._send(acting, call, request))
        self.running.add(task)
        task.add_done_callback(self._forget)
        return _heard(await asyncio.shield(task))

    def _forget(self, task: "asyncio.Task[Told]") -> None:
        self.running.discard(task)
        if not task.cancelled():
            task.exception()  # nobody may be left to hear it

    async def _send(self, acting: Acting, call: Call, request: RequestKey) -> Told:
        try:
            async with self.back_ends.call(call) as answer:
                body = b"".join([chunk async for chunk in answer.chunks])
                told = Told("ended", status=answer.status, headers=dict(answer.headers), body=body)
        except ENDS as refusal:
            wait = refusal.data.get("retry_after", 0)
            told = Told("ended", refusal.code, wait if isinstance(wait, int) else 0)
        facts: dict[str, Fact] = {
            "route": call.route.name,
            "status": told.status,
            "outcome": told.code or "answered",
        }
        async with self.atomic():
            await self.ledger.append(Step("back-end-told", acting=acting, facts=facts))
            await self.answers.keep(request, told)
        return told


def _heard(told: Told) -> Told:
    """Raises what the first try was refused with."""
    if told.state == "sent":
        raise GatewayUnsettled
    for kind in ENDS:
        if kind.code == told.code:
            raise kind(**({"retry_after": told.retry_after} if told.retry_after else {}))
    return told
