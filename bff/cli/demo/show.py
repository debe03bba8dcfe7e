"""`palm demo`: sets the stage, walks the journeys, fills the office's queues, and stays up until Ctrl-C."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from rich.console import Console

from adapters.embedded.errors import PortTaken
from adapters.embedded.lock import FolderLock
from adapters.sandbox.city import JOURNEY, City, Enterprise, Organisation, city
from adapters.sandbox.town import FOUNDED
from bff.cli import data
from bff.cli.demo import bundle, screen
from bff.cli.demo.accounts import CHIEF, CLERK, PREPARER, VERIFYING, Keys, accounts
from bff.cli.demo.client import Client, StepFailed
from bff.cli.demo.mini_program import FRONT, MiniProgram
from bff.cli.demo.morning import Morning, in_hand, play
from bff.cli.demo.programme import (
    next_enterprise,
    next_organisation,
    note_met,
    note_walked,
    strangers,
)
from bff.cli.demo.stage import Ports, Stage
from bff.cli.demo.steps import BUNDLE_STEPS, STEPS
from bff.cli.demo.walk import Cast, Levers, Walk

TEMPO_SECONDS = 0.5


def run(folder: Path, port: int, *, once: bool) -> int:
    """The exit code: 0 when every step came about, 1 when one did not.

    Raises EmbeddedServerError and ValueError, in one clear line, for what is in the way.
    """
    console = Console(highlight=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stage = Stage(folder, Ports.fixed(port), tempo_seconds=TEMPO_SECONDS)
    with FolderLock(folder / "lock"):
        try:
            with screen.Waiting(console) as doing:
                keys, people = raise_curtain(stage, doing)
                doing("几位企业法定代表人先前已在小程序里认证并允许提示")
                asyncio.run(meet_strangers(stage, keys, people))
                doing("分析研判：快照登记系统，运行到期规则")
                sensed = sense(stage, keys)
            is_fine = _journeys(console, stage, keys, people, sensed) and _morning(
                console, stage, keys, people
            )
            line, is_whole = asyncio.run(data.verify_ledger(stage.settings))
            proven = "前后相连，没有改动过" if is_whole else "对不上"
            console.print(f"[bold]留痕账逐条核对：{proven}[/bold]（{line}）", soft_wrap=True)
            screen.farewell(console, stage, people)
            if not once and is_fine:
                screen.until_ctrl_c(console, stage)
        except PortTaken as taken:
            raise ValueError(_ports_wanted(taken, port)) from None
        finally:
            stage.close()
    return 0 if is_fine and is_whole else 1


def set_up(stage: Stage, doing: Callable[[str], None]) -> tuple[Keys, City]:
    """Everything stands, and the register was searched for who is due."""
    keys, people = raise_curtain(stage, doing)
    sense(stage, keys)
    return keys, people


def raise_curtain(stage: Stage, doing: Callable[[str], None]) -> tuple[Keys, City]:
    """Servers, town, accounts, worker, BFF."""
    doing("启动 PostgreSQL、Valkey，升级数据库结构，搭建沙箱城市")
    stage.open()
    doing("启动办件引擎与前端服务")
    stage.launch("worker", "serve")
    keys = accounts(stage.settings)
    stage.wait("worker", "serve")
    founded = date.fromisoformat((stage.folder / "sandbox" / FOUNDED).read_text().strip())
    return keys, city(founded)


def sense(stage: Stage, keys: Keys) -> str:
    """研判, first half: a snapshot, the rules, a list that waits for another person's signature."""
    found = asyncio.run(data.search(stage.settings, keys.preparer))
    lists = [one for one in found.prepared if one.push_list is not None and one.counts is not None]
    told = [f"{_about(one.items, found.names)}：{data.counted(one.counts)}" for one in lists if one.counts]
    return "；".join([f"读了 {found.rows} 张证书，编制清单 {len(lists)} 张，等另一个人签发", *told])


def _about(items: tuple[str, ...], names: Mapping[str, str]) -> str:
    return names[items[0]] if len(items) == 1 else f"登记信息变更（{len(items)} 个事项）"


def cast(people: City, keys: Keys, story: str = JOURNEY) -> Cast:
    """The players of one story of the sandbox city."""
    return cast_of(people.of(story), keys)


def cast_of(organisation: Organisation | Enterprise, keys: Keys) -> Cast:
    return Cast(
        name=organisation.responsible.name,
        id_number=organisation.responsible.id_number,
        phone=organisation.contact_phone or "",
        organisation=organisation.name,
        chief_key=keys.chief,
        clerk_key=keys.clerk,
        verifier_key=keys.verifier,
        purpose=VERIFYING[2],
        chief=CHIEF,
        clerk=CLERK,
        verifier=VERIFYING[0],
    )


def levers(ports: Ports) -> Levers:
    return Levers(
        sms=ports.vendor("sms"),
        face=ports.vendor("face"),
        courier=ports.vendor("courier"),
        approval=ports.vendor("approval"),
        wechat=ports.vendor("wechat"),
    )


async def walk_all(walk: Walk) -> None:
    """The eight steps, then the licence shown and rated."""
    for _, step in STEPS:
        await step(walk)


async def meet_strangers(stage: Stage, keys: Keys, people: City) -> None:
    async with Client(stage.ports.url) as client:
        for one in strangers(people, stage.folder):
            await meet(in_mini_program(client, one, cast_of(one, keys), levers(stage.ports), lambda *_: None))
            note_met(stage.folder, one)


def _journeys(console: Console, stage: Stage, keys: Keys, people: City, sensed: str) -> bool:
    today, say = screen.now().date(), screen.say_on(console)
    school = next_organisation(people, stage.folder, today)
    builder = next_enterprise(people, stage.folder, today)
    say("研判", f"{PREPARER}：{sensed}")
    if school is None and builder is None:
        console.print(f"演示单位都已办结，或已过最后申请日。要从头再看一遍：删除 {stage.folder} 再运行。")
        return True

    async def walked() -> None:
        async with Client(stage.ports.url) as client:
            at = levers(stage.ports)
            if school is not None:
                await walk_all(Walk(client, cast_of(school, keys), at, say))
                note_walked(stage.folder, school)
            if builder is not None:
                screen.title(console, f"小程序：{builder.name}，一次变更，多证联办")
                await walk_bundle(in_mini_program(client, builder, cast_of(builder, keys), at, say))
                note_walked(stage.folder, builder)

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


def _morning(console: Console, stage: Stage, keys: Keys, people: City) -> bool:
    async def played() -> tuple[int, tuple[str, ...]]:
        async with Client(stage.ports.url) as client:
            register = stage.ports.vendor("enterprise_register")
            at = levers(stage.ports)
            told = Morning(stage.folder, stage.settings, client, people, keys, at, register, cast_of)
            return await play(told), await in_hand(told)

    try:
        with screen.Waiting(console) as doing:
            doing("上午：有人回电、寄证、补正、投诉，等工作人员来办")
            scenes, certificates = asyncio.run(played())
    except StepFailed as failure:
        screen.failed(console, stage.folder, failure)
        return False
    screen.morning(console, scenes, certificates)
    return True


def in_mini_program(
    client: Client, enterprise: Enterprise, players: Cast, at: Levers, say: Callable[[str, str], None]
) -> MiniProgram:
    """The responsible person with the mini-program open; WeChat knows them by a number of its own."""
    walk = Walk(client, players, at, say, front=FRONT)
    return MiniProgram(walk, at.wechat, f"sandbox-openid-{enterprise.uscc.lower()}")


async def meet(phone: MiniProgram) -> None:
    """Before anything is due: signed in, known by face, one message allowed."""
    await phone.enter()
    await phone.prove()
    await phone.allow_notices()


async def walk_bundle(phone: MiniProgram) -> None:
    """From the message in WeChat to as many ratings as there were licences."""
    for _, step in BUNDLE_STEPS:
        await step(phone)
    await bundle.ask_department(phone.walk)


def _ports_wanted(taken: PortTaken, port: int) -> str:
    town = sorted(Ports.fixed(port).town.values())
    return (
        f"{taken.address} is taken (by {taken.holder}); the demonstration listens on {port} and "
        f"{town[0]}-{town[-1]}: stop it, or choose others with --port (make demo PORT=9000)"
    )
