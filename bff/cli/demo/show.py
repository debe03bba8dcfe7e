"""`palm demo`: sets the stage, walks the journeys, fills the queues, proves a case, stays up until Ctrl-C."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from rich.console import Console

from adapters.embedded.errors import PortTaken
from adapters.embedded.lock import FolderLock
from adapters.sandbox.city import City, city
from adapters.sandbox.town import FOUNDED
from bff.cli import data, ledger_desk
from bff.cli.demo import citizen, forgeries, journeys, screen
from bff.cli.demo.accounts import HANDING_OUT, Keys, accounts, roster
from bff.cli.demo.casting import cast_as, cast_of, in_mini_program, levers, meet
from bff.cli.demo.client import Client, StepFailed
from bff.cli.demo.morning import Morning, in_hand, play
from bff.cli.demo.programme import case_to_prove, next_citizen, note_met, strangers
from bff.cli.demo.stage import Ports, Stage
from bff.cli.demo.walk import Walk

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
                doing("一位从业人员先前已用手机验证码登录，刷过一次脸")
                asyncio.run(meet_citizen(stage, keys, people))
                doing("分析研判：快照登记系统，运行到期规则")
                sensed = sense(stage, keys)
            is_fine = (
                journeys.perform(console, stage, keys, people, sensed)
                and _morning(console, stage, keys, people)
                and _proof(console, stage)
            )
            line, is_whole = asyncio.run(ledger_desk.verify(stage.settings))
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


async def meet_strangers(stage: Stage, keys: Keys, people: City) -> None:
    async with Client(stage.ports.url) as client:
        for one in strangers(people, stage.folder):
            await meet(in_mini_program(client, one, cast_of(one, keys), levers(stage.ports), lambda *_: None))
            note_met(stage.folder, one)


async def meet_citizen(stage: Stage, keys: Keys, people: City) -> None:
    person = next_citizen(people, stage.folder, screen.now().date())
    if person is not None:
        async with Client(stage.ports.url) as client:
            players = cast_as(person, people, keys)
            await citizen.first_time(Walk(client, players, levers(stage.ports), lambda *_: None))


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


def _proof(console: Console, stage: Stage) -> bool:
    """One case proved to a stranger, and five forgeries found; nothing is left of them."""
    case = case_to_prove(stage.folder)
    if not case:
        return True
    [hand] = [one for one in roster(stage.folder) if one.name == HANDING_OUT]
    screen.title(console, "留痕账：交给别人核对，再动五次手脚")
    try:
        asyncio.run(forgeries.prove(stage, case, hand, screen.say_on(console)))
    except forgeries.NotProved as failure:
        screen.failed(console, stage.folder, failure)
        return False
    return True


def _ports_wanted(taken: PortTaken, port: int) -> str:
    town = sorted(Ports.fixed(port).town.values())
    return (
        f"{taken.address} is taken (by {taken.holder}); the demonstration listens on {port} and "
        f"{town[0]}-{town[-1]}: stop it, or choose others with --port (make demo PORT=9000)"
    )
