"""`palm`, run as an operator runs it: a process of its own, told by its environment."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog
from typer.testing import CliRunner, Result

import bff.cli.main
from bff.settings import VENDORS

ROOT = Path(__file__).resolve().parents[2]
SECRET = "9f4c1b7e22d84a06b5"


def palm(*words: str, environment: Mapping[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The command to its end. Nothing of the machine's own PALM_ reaches it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PALM_")}
    return subprocess.run(  # noqa: S603 - our own interpreter and command
        [sys.executable, "-m", "bff", *words],
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def palm_here(*words: str, environment: Mapping[str, str]) -> Result:
    """The same in this process, which has everything imported: where one of its own would tell no more."""
    strays = dict.fromkeys(name for name in os.environ if name.startswith("PALM_"))
    try:
        return CliRunner().invoke(bff.cli.main.palm, words, env={**strays, **environment}, prog_name="palm")
    finally:
        structlog.reset_defaults()  # its logs were for its own process


def production(folder: Path, database_url: str) -> dict[str, str]:
    """A configuration with nothing wrong in it but, perhaps, the database."""
    configured = {
        "PALM_MODE": "production",
        "PALM_FOLDER": str(folder),
        "PALM_DATABASE_URL": database_url,
        "PALM_REDIS_URL": "redis://127.0.0.1:1/0",  # nobody listens there; the database is asked first
        "PALM_KEYS_FILE": str(folder / "keys.json"),
        "PALM_CHECKPOINTS_FILE": str(folder.parent / "checkpoints.jsonl"),
        "PALM_PUBLIC_URL": "https://palm.example",
        "PALM_PORT": str(_free_port()),  # somebody's own office may run on the usual one
        "PALM_SMS_SIGN_NAME": "莱西政务",
        "PALM_SMS_INVITE_CODE": "SMS_1",
        "PALM_SMS_INVITE_TEXT": "${org}的证照即将到期，如需帮助请致电12345。",
        "PALM_SMS_CHANGE_CODE": "SMS_2",
        "PALM_SMS_CHANGE_TEXT": "${org}有证照手续待办，如需帮助请致电12345。",
        "PALM_SMS_CASE_CODE": "SMS_3",
        "PALM_SMS_CASE_TEXT": "${item}有新的办理通知，如需帮助请致电12345。",
        "PALM_SMS_CODE_CODE": "SMS_4",
        "PALM_SMS_CODE_TEXT": "验证码是${code}。",
        "PALM_SMS_ALERT_CODE": "SMS_5",
        "PALM_SMS_ALERT_TEXT": "安全提醒：${what}。如需帮助请致电12345。",
        "PALM_SMS_CALLBACK_SECRET": SECRET,
        "PALM_FACE_SCENE": "1",
        "PALM_COURIER_CUSTOMER": "C",
        "PALM_COURIER_SECOND_SECRET": SECRET,
        "PALM_SF_MONTHLY_CARD": "7551234567",
        "PALM_SF_CALLBACK_SECRET": SECRET,
        "PALM_EMS_AUTHORIZATION": SECRET,
        "PALM_EMS_CALLBACK_SECRET": SECRET,
        "PALM_REGULATOR_PUSH_ACCOUNT": "push",
        "PALM_REGULATOR_PUSH_SECRET": SECRET,
        "PALM_ARCHIVE_FOLDER": str(folder / "archive"),
        "PALM_APPROVAL_PUSH_ACCOUNT": "push",
        "PALM_APPROVAL_PUSH_SECRET": SECRET,
        "PALM_SEALS": "11370285MB9990012C=ab",
        "PALM_LICENCE_BANK_TOKEN": SECRET,
        "PALM_WECHAT_PUSH_TOKEN": SECRET,
        "PALM_WECHAT_PUSH_KEY": "Z4kq" * 10 + "Z4k",
        "PALM_WECHAT_TEMPLATE": "template-1",
        "PALM_OFFICIAL_ACCOUNT_PUSH_TOKEN": SECRET,
        "PALM_OFFICIAL_ACCOUNT_PUSH_KEY": "Z4kr" * 10 + "Z4k",
        "PALM_OFFICIAL_ACCOUNT_TEMPLATE": "template-2",
    }
    for name in VENDORS:
        variable = f"PALM_{name.upper()}"
        configured |= {
            f"{variable}_URL": f"https://{name.replace('_', '-')}.example",
            f"{variable}_ACCOUNT": f"account-{name}",
            f"{variable}_SECRET": SECRET,
        }
    return configured


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
