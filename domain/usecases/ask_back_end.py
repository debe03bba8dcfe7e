"""Ask a back-end (代理查询) by an allow-listed route and hand its answer on as it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.gateway.ports import Asked, BackEnds
from domain.kernel.party import Acting
from domain.usecases.compose_call import ComposeCall


class Receiver(Protocol):
    """Who asked. Both calls wait while they cannot take more. Implemented by bff/gateway/streaming.py."""

    async def begin(self, status: int, headers: Mapping[str, str]) -> None: ...

    async def take(self, chunk: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class AskBackEnd:
    compose_call: ComposeCall
    back_ends: BackEnds

    async def __call__(self, acting: Acting, asked: Asked, receiver: Receiver) -> None:
        """One call, never repeated, nothing kept. A refusal may come after `begin`: then the answer is cut.

        Raises as ComposeCall and BackEnds.call.
        """
        call = await self.compose_call(acting, asked)
        async with self.back_ends.call(call) as answer:
            await receiver.begin(answer.status, answer.headers)
            async for chunk in answer.chunks:
                await receiver.take(chunk)
