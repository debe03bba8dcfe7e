"""The journeys walked in front of the audience, whoever of the city is next, each under its heading."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from rich.console import Console

from adapters.sandbox.city import City, Enterprise, Organisation, Person
from bff.cli.demo import agent, citizen, keypad, screen
from bff.cli.demo.accounts import PREPARER, Keys
from bff.cli.demo.casting import (
    agent_in_mini_program,
    cast_as,
    cast_of,
    in_mini_program,
    levers,
    walk_all,
)
from bff.cli.demo.client import Client, StepFailed
from bff.cli.demo.programme import (
    helper_of,
    next_citizen,
    next_enterprise,
    next_organisation,
    next_shop,
    note_case,
    note_citizen,
    note_walked,
)
from bff.cli.demo.stage import Stage
from bff.cli.demo.walk import Walk


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks on, and what stands behind the people they see."""

    console: Console
    stage: Stage
    keys: Keys
    people: City
    client: Client

    def say(self, step: str, text: str) -> None:
        screen.say_on(self.console)(step, text)

    async def of_school(self, school: Organisation) -> None:
        walk = Walk(self.client, cast_of(school, self.keys), levers(self.stage.ports), self.say)
        await walk_all(walk)
        note_walked(self.stage.folder, school)
        note_case(self.stage.folder, walk.case)

    async def of_builder(self, builder: Enterprise) -> None:
        at, players = levers(self.stage.ports), cast_of(builder, self.keys)
        giver, helper = (
            in_mini_program(self.client, builder, players, at, self.say),
            helper_of(self.people, builder),
        )
        errand = agent.Errand(giver, agent_in_mini_program(giver, helper), helper, screen.now().date())
        await agent.walk_all(errand)
        note_walked(self.stage.folder, builder)

    async def of_shop(self, shop: Enterprise) -> None:
        note_walked(self.stage.folder, shop)  # before: half of it cannot be walked again
        walk = Walk(self.client, cast_of(shop, self.keys), levers(self.stage.ports), self.say)
        await keypad.walk_all(walk, shop)

    async def of_citizen(self, person: Person) -> None:
        players = cast_as(person, self.people, self.keys)
        walk = Walk(self.client, players, levers(self.stage.ports), self.say)
        for _, step in citizen.STEPS:
            await step(walk)
        note_citizen(self.stage.folder, person)


Scene = tuple[str, Callable[[Audience], Awaitable[None]]]
"""A heading, and what is walked under it."""


def perform(console: Console, stage: Stage, keys: Keys, people: City, sensed: str) -> bool:
    """Whether every step came about; what did not is on the screen."""
    screen.say_on(console)("研判", f"{PREPARER}：{sensed}")
    scenes = _scenes(people, stage)
    if not scenes:
        console.print(f"演示单位都已办结，或已过最后申请日。要从头再看一遍：删除 {stage.folder} 再运行。")
        return True

    async def walked() -> None:
        async with Client(stage.ports.url) as client:
            audience = Audience(console, stage, keys, people, client)
            for heading, scene in scenes:
                screen.title(console, heading)
                await scene(audience)

    began = time.monotonic()
    try:
        asyncio.run(walked())
    except StepFailed as failure:
        screen.failed(console, stage.folder, failure)
        return False
    console.print(
        f"[dim]全程 {time.monotonic() - began:.0f} 秒：沙箱里快递和审批几秒走完，真实的要几天。[/dim]"
    )
    return True


def _scenes(people: City, stage: Stage) -> list[Scene]:
    today, folder = screen.now().date(), stage.folder
    found: list[Scene] = []
    school, builder = next_organisation(people, folder, today), next_enterprise(people, folder, today)
    shop, person = next_shop(people, folder, today), next_citizen(people, folder, today)
    if school is not None:
        heading = f"手机网页：{school.name}，证书到期换发"
        found.append((heading, partial(Audience.of_school, school=school)))
    if builder is not None:
        heading = f"小程序：{builder.name}，经办人凭授权办，一次变更，多证联办"
        found.append((heading, partial(Audience.of_builder, builder=builder)))
    if shop is not None:
        heading = f"按键手机：{shop.name}，一条短信、一个电话、一趟窗口"
        found.append((heading, partial(Audience.of_shop, shop=shop)))
    if person is not None:  # last: a number is sent one code a minute
        heading = f"手机验证码登录：{person.name}，为本人办"
        found.append((heading, partial(Audience.of_citizen, person=person)))
    return found
