"""What the demonstration shows on a terminal: what is waited for, each step, and where to go on."""

import signal
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from adapters.sandbox.city import City
from bff.cli.demo.accounts import KEPT, roster
from bff.cli.demo.stage import Stage
from bff.cli.demo.window import opened
from domain.staff.account import Role

BEIJING = timezone(timedelta(hours=8))
DEFAULT = Path(".palm")


def now() -> datetime:
    """What a person's watch says."""
    return datetime.now(UTC).astimezone(BEIJING)  # noqa: TID251 - shown to people, decides nothing


def say_on(console: Console) -> Callable[[str, str], None]:
    def say(step: str, text: str) -> None:
        console.print(
            f"[dim]{now():%H:%M:%S}[/dim] [bold cyan]{step:　<4}[/bold cyan] {text}", soft_wrap=True
        )

    return say


def title(console: Console, text: str) -> None:
    console.print(f"[bold]{text}[/bold]", soft_wrap=True)


def farewell(console: Console, stage: Stage, people: City) -> None:
    """Where to go on by oneself."""
    lines = [f"手机页面：{stage.ports.url}/", "", "可登录的演示人物（均为虚构）："]
    lines += [f"  {one.person.name}  {one.person.id_number}  {one.note}" for one in people.sign_ins]
    lines += ["", f"他们收到的短信：{stage.ports.vendor('sms')}/__outbox"]
    lines += [f"核验方的演示钥匙：{stage.folder / KEPT}", "接口约定：/openapi.yaml"]
    lines += [f"数据留在 {stage.folder}；再运行一次，走下一家还没办的单位"]
    console.print(Panel("\n".join(lines), title="掌上办", expand=False))
    title(console, f"工作台：{stage.ports.url}/console/")
    console.print(_staff(stage), soft_wrap=True)
    folder = "" if stage.folder == DEFAULT else f" --folder {stage.folder}"
    console.print(
        f"六位动态码：palm staff code 登录名{folder}，或 make code LOGIN=登录名；每个码只能用一次",
        soft_wrap=True,
    )


def _staff(stage: Stage) -> Table:
    """Everybody of the office, with what they sign in with: people who do not exist."""
    table = Table("登录名", "姓名", "角色", "密码", box=SIMPLE_HEAD)
    for one in roster(stage.folder):
        table.add_row(one.login, one.name, Role(one.role).words, one.password)
    return table


def morning(console: Console, scenes: int, certificates: Iterable[str]) -> None:
    """What waits for the office, and what is printed on the certificates that lie on its desk."""
    told = "今日待办八个队列里都有等着办的事" if scenes else "今日待办还是上次离开时的样子，另有一份待签清单"
    console.print(f"[bold]上午：{told}[/bold]", soft_wrap=True)
    for one in certificates:
        console.print(f"等着扫描的旧证，纸上印的证号：{one}", soft_wrap=True)


def until_ctrl_c(console: Console, stage: Stage) -> None:
    """Raises DidNotStart when a process ends by itself."""
    with opened(f"{stage.ports.url}/", stage.folder) as told:
        console.print(told, soft_wrap=True)
        console.print("按 Ctrl-C 结束。")
        _wait(stage)
    console.print("正在依次停止……")


def _wait(stage: Stage) -> None:
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopped:
        stage.check()
        signal.sigtimedwait([], 0.3)


def failed(console: Console, folder: Path, why: object) -> None:
    console.print(f"[bold red]这一步没有完成：[/bold red]{why}", soft_wrap=True)
    console.print(f"日志在 {folder / 'log'}", soft_wrap=True)


class Waiting:
    """A spinner where people look, a plain line elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )

    def __enter__(self) -> Callable[[str], None]:
        if sys.stdout.isatty():
            self._progress.start()
            task = self._progress.add_task("")
            return lambda text: self._progress.update(task, description=text)
        return lambda text: self._console.print(f"[dim]{text}[/dim]", soft_wrap=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._progress.stop()
