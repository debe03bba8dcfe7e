"""A check of texts (短信): the port, and the hands that move what is behind it."""

from datetime import date
from typing import Protocol

from adapters.conformance.stage import Stage
from domain.clock.clock import beijing_date
from domain.invitations.outside import SmsCallbacks, SmsFate, SmsSender
from domain.kernel.personal import Phone

WORDS = "您的${name}将于${day}到期，办理码${code}。"
VALUES = {"name": "登记证书", "day": "3月5日", "code": "123 456 789"}
SIGN_NAME = "某市政务服务"


class World(Protocol):
    """`sms` sends «invite»; `unreachable` is a number where nothing ever arrives."""

    @property
    def stage(self) -> Stage: ...
    @property
    def sms(self) -> SmsSender: ...
    @property
    def callbacks(self) -> SmsCallbacks: ...
    @property
    def person(self) -> Phone: ...
    @property
    def unreachable(self) -> Phone: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...
    async def be_out_of_money(self) -> None: ...
    async def count(self) -> int:
        """How many messages the vendor has in its own books."""
        ...

    async def reports(self, many: int) -> list[bytes]:
        """What was posted to us about so many messages, in order."""
        ...

    async def replies(self, text: str) -> list[bytes]:
        """What is posted to us when the person answers with `text`, twice the same."""
        ...


def today(world: World) -> date:
    return beijing_date(world.stage.clock.now())


async def send(world: World, out_id: str, *, to: Phone | None = None, **values: str) -> str:
    """The vendor's own number of it."""
    told = await world.sms.send(to or world.person, "invite", VALUES | values, out_id=out_id)
    return told.reference


async def ask(world: World, out_id: str, *, to: Phone | None = None, reference: str = "") -> SmsFate | None:
    return await world.sms.ask(to or world.person, out_id=out_id, sent_on=today(world), reference=reference)
