"""`palm sandbox`: the emulated vendors and public bodies in one process, for demonstration and tests."""

import asyncio
import os
import signal
from pathlib import Path

from adapters.embedded.ports import free_port_or_fail
from adapters.sandbox.town import open_town
from adapters.sandbox.town_accounts import TOWN
from adapters.sandbox.town_around import Callbacks
from bff.cli.demo.stage import SMS_PATH

FIRST_PORT = 8101


def run_town() -> None:
    """Until SIGTERM or Ctrl-C. PALM_TOWN_PORTS and PALM_TOWN_TEMPO change ports and tempo."""
    given = dict(pair.split("=", 1) for pair in os.environ.get("PALM_TOWN_PORTS", "").split(",") if pair)
    ports = {name: int(given.get(name, FIRST_PORT + index)) for index, name in enumerate(TOWN)}
    for port in ports.values():
        free_port_or_fail(port)
    public = os.environ.get("PALM_PUBLIC_URL", "http://127.0.0.1:8000")
    callbacks = Callbacks(
        sms_reports=f"{public}/v1/callbacks/aliyun-sms/{SMS_PATH}/reports",
        sms_replies=f"{public}/v1/callbacks/aliyun-sms/{SMS_PATH}/replies",
        tencent_sms_reports=f"{public}/v1/callbacks/tencent-sms/{SMS_PATH}/reports",
        tencent_sms_replies=f"{public}/v1/callbacks/tencent-sms/{SMS_PATH}/replies",
        pushes=f"{public}/v1/callbacks/approval",
        wechat=f"{public}/v1/callbacks/wechat",
        official_account=f"{public}/v1/callbacks/official-account",
        office=public,
    )
    folder = Path(os.environ.get("PALM_FOLDER", ".palm")) / "sandbox"
    tempo = float(os.environ.get("PALM_TOWN_TEMPO", "1"))
    asyncio.run(_until_stopped(folder, callbacks, ports, tempo))


async def _until_stopped(folder: Path, callbacks: Callbacks, ports: dict[str, int], tempo: float) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with open_town(folder, callbacks, ports=ports, tempo_seconds=tempo):
        await stopped.wait()
