"""`palm demo`: sets the stage, walks one journey, says what happened, and stays up until Ctrl-C."""

import asyncio
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console

from adapters.embedded.errors import PortTaken
from adapters.embedded.lock import FolderLock
from adapters.sandbox.city import JOURNEY, City, Organisation, city
from adapters.sandbox.town import FOUNDED
from bff.cli import data
from bff.cli.demo import screen
from bff.cli.demo.accounts import CHIEF, CLERK, PREPARER, VERIFYING, Keys, accounts
from bff.cli.demo.client import Client, StepFailed
from bff.cli.demo.programme import next_organisation, note_walked
from bff.cli.demo.stage import Ports, Stage
from bff.cli.demo.steps import STEPS
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
                doing("分析研判：快照登记系统，运行到期规则")
                sensed = sense(stage, keys)
            is_fine = _journey(console, stage, keys, people, sensed)
            line, is_whole = asyncio.run(data.verify_ledger(stage.settings))
            console.print(f"[bold]{line}[/bold]", soft_wrap=True)
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
    return asyncio.run(data.sense(stage.settings, keys.preparer))


def cast(people: City, keys: Keys, story: str = JOURNEY) -> Cast:
    """The players of one story of the sandbox city."""
    return cast_of(people.of(story), keys)


def cast_of(organisation: Organisation, keys: Keys) -> Cast:
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
    )


async def walk_all(walk: Walk) -> None:
    """The eight steps, then the licence shown and rated."""
    for _, step in STEPS:
        await step(walk)


def _journey(console: Console, stage: Stage, keys: Keys, people: City, sensed: str) -> bool:
    chosen, say = next_organisation(people, stage.folder, screen.now().date()), screen.say_on(console)
    say("研判", f"{PREPARER}：{sensed}")
    if chosen is None:
        console.print(f"演示单位都已办结，或已过最后申请日。要从头再看一遍：删除 {stage.folder} 再运行。")
        return True

    async def walked() -> None:
        async with Client(stage.ports.url) as client:
            await walk_all(Walk(client, cast_of(chosen, keys), levers(stage.ports), say))

    began = time.monotonic()
    try:
        asyncio.run(walked())
    except StepFailed as failure:
        screen.failed(console, stage.folder, failure)
        return False
    note_walked(stage.folder, chosen)
    console.print(
        f"[dim]全程 {time.monotonic() - began:.0f} 秒：沙箱里快递和审批几秒走完，真实的要几天。[/dim]"
    )
    return True


def _ports_wanted(taken: PortTaken, port: int) -> str:
    town = sorted(Ports.fixed(port).town.values())
    return (
        f"{taken.address} is taken (by {taken.holder}); the demonstration listens on {port} and "
        f"{town[0]}-{town[-1]}: stop it, or choose others with --port (make demo PORT=9000)"
    )
