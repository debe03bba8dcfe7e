"""What a journey needs standing: servers, the sandbox town, worker and BFF, each a process of ours."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from adapters.approval.proposal_seal import ProposalSeal
from adapters.embedded.errors import EmbeddedServerError
from adapters.embedded.ports import free_port_or_fail, unused_port
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.embedded.processes import exit_code, last_lines, spawn, stop
from adapters.embedded.valkey import EmbeddedValkey
from adapters.keys.ring import KeyRing
from adapters.keys.sm2 import Sm2Key
from adapters.postgres.migrate import migrate
from adapters.sandbox.department import gateway_file
from adapters.sandbox.town import PINS
from adapters.sandbox.town_accounts import (
    ACCOUNT_KEY,
    ACCOUNT_TEMPLATE,
    ACCOUNT_TOKEN,
    ACCOUNTS,
    BANK_TOKEN,
    DEPARTMENT_KEYS,
    NAMES,
    PUSH,
    REGULATOR,
    TOWN,
    WECHAT_KEY,
    WECHAT_TEMPLATE,
    WECHAT_TOKEN,
)
from adapters.sandbox.town_couriers import SETTINGS as COURIERS
from adapters.sandbox.town_faces import SETTINGS as FACES
from adapters.sandbox.town_pushing import SETTINGS as PUSHING
from adapters.sandbox.town_texts import SETTINGS as TEXTS
from bff import settings_environment as configuration
from bff.cli.demo.client import PROXY_SECRET
from bff.settings import Settings

SMS_PATH = "sandbox-path-of-sms-callbacks"
READY_SECONDS = 60.0


class DidNotStart(EmbeddedServerError):
    """A process ended or stayed silent; the text holds the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where everything listens on 127.0.0.1."""

    bff: int
    town: Mapping[str, int]

    @classmethod
    def fixed(cls, bff: int) -> "Ports":
        """The BFF where people expect it, the town on the hundred above."""
        return cls(bff, {name: bff + 101 + index for index, name in enumerate(TOWN)})

    @classmethod
    def free(cls) -> "Ports":
        return cls(unused_port(), {name: unused_port() for name in TOWN})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.bff}"

    def vendor(self, name: str) -> str:
        return f"http://127.0.0.1:{self.town[name]}"


class Stage:
    """Starts, kills and restarts. The embedded servers are children of this process. Main thread only."""

    def __init__(self, folder: Path, ports: Ports, *, tempo_seconds: float) -> None:
        self.folder, self.ports, self._tempo = folder, ports, tempo_seconds
        self._postgres, self._valkey = EmbeddedPostgres(folder), EmbeddedValkey(folder)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.runtime_url = ""  # of the database, once it is open

    def open(self) -> None:
        """Everything but worker and BFF. Raises, in one clear line, what is in the way."""
        for port in (self.ports.bff, *self.ports.town.values()):
            free_port_or_fail(port)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys = self.folder / "keys.json"
        if not keys.exists():
            KeyRing.fresh("1").write(keys)
        endpoint = self._postgres.start()
        self.runtime_url = endpoint.runtime_url
        self._valkey.start()
        asyncio.run(migrate(endpoint.owner_url))
        self.start("sandbox")
        self._publish_keys(KeyRing.read(keys))

    def _publish_keys(self, ring: KeyRing) -> None:
        """What an operator would hand over: what proves our proposals, and what the bank encrypts to."""
        self._hand_over("approval", "/__proposal_key", {"pem": ProposalSeal(ring.proposal_key).public_pem})
        self._hand_over("licence_bank", "/__key", {"publicKey": Sm2Key(ring.bank_keys[0]).public})

    def _hand_over(self, vendor: str, path: str, key: Mapping[str, str]) -> None:
        told, address = json.dumps(key).encode(), f"{self.ports.vendor(vendor)}{path}"
        request = urllib.request.Request(address, told, {"Content-Type": "application/json"})  # noqa: S310 - our own loopback address
        urllib.request.urlopen(request, timeout=5).close()  # noqa: S310 - likewise

    def start(self, *names: str) -> None:
        """`sandbox`, `serve`, `worker`: started, and waited for where they answer."""
        self.launch(*names)
        self.wait(*names)

    def launch(self, *names: str) -> None:
        """Started and left alone; there is something to do meanwhile."""
        for name in names:
            log = self.folder / "log" / f"{name}.log"
            log.parent.mkdir(mode=0o700, exist_ok=True)
            command = [sys.executable, "-m", "bff", name]
            self._running[name] = spawn(command, log=log, env=self.environment(name))

    def wait(self, *names: str) -> None:
        """Until each answers. Raises DidNotStart."""
        for name in names:
            self._wait(name)

    def kill(self, *names: str) -> None:
        """kill -9, as a fault would."""
        for name in names:
            child = self._running.pop(name)
            child.send_signal(signal.SIGKILL)
            child.wait()

    def run(self, *arguments: str) -> str:
        """A command of `palm` to its end: what it printed. Raises DidNotStart when it fails."""
        ended = subprocess.run(  # noqa: S603 - our own interpreter and command
            [sys.executable, "-m", "bff", *arguments],
            env=self.environment("command"),
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise DidNotStart(f"palm {' '.join(arguments)}: {ended.stderr.strip() or ended.stdout.strip()}")
        return ended.stdout

    def check(self) -> None:
        """Raises DidNotStart for a process that ended by itself."""
        for name, child in self._running.items():
            if exit_code(child) is not None:
                raise DidNotStart(f"{name} ended:\n{last_lines(self.folder / 'log' / f'{name}.log')}")

    def close(self) -> None:
        """In order: who serves first, who keeps last."""
        for name in ("serve", "worker", "sandbox"):
            if name in self._running:
                stop(self._running.pop(name), signal.SIGTERM, seconds=10.0)
        self._valkey.stop()
        self._postgres.stop()

    @property
    def settings(self) -> Settings:
        """What a command of `palm` beside these processes would read."""
        return configuration.read(self.environment("command"))

    def environment(self, name: str) -> dict[str, str]:
        """The machine's, less whatever PALM_ it has, and the settings of this stage."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PALM_")}
        clean |= {"PALM_MODE": "sandbox", "PALM_FOLDER": str(self.folder), "PALM_PUBLIC_URL": self.ports.url}
        town = ",".join(f"{vendor}={port}" for vendor, port in self.ports.town.items())
        if name == "sandbox":
            return clean | {"PALM_TOWN_PORTS": town, "PALM_TOWN_TEMPO": str(self._tempo)}
        clean |= {"PALM_PORT": str(self.ports.bff), "PALM_FORWARDED_SECRET": PROXY_SECRET}
        clean |= {"PALM_QUIET_HOURS": "off", **self._vendors()}
        return clean

    def _vendors(self) -> dict[str, str]:
        settings = {
            **TEXTS,
            "PALM_SMS_CALLBACK_SECRET": SMS_PATH,
            **FACES,
            **COURIERS,
            **PUSHING,
            "PALM_APPROVAL_PUSH_ACCOUNT": PUSH.account,
            "PALM_APPROVAL_PUSH_SECRET": PUSH.secret,
            "PALM_REGULATOR_PUSH_ACCOUNT": REGULATOR.account,
            "PALM_REGULATOR_PUSH_SECRET": REGULATOR.secret,
            "PALM_LICENCE_BANK_TOKEN": BANK_TOKEN,
            "PALM_WECHAT_PUSH_TOKEN": WECHAT_TOKEN,
            "PALM_WECHAT_PUSH_KEY": WECHAT_KEY,
            "PALM_WECHAT_TEMPLATE": WECHAT_TEMPLATE,
            "PALM_OFFICIAL_ACCOUNT_PUSH_TOKEN": ACCOUNT_TOKEN,
            "PALM_OFFICIAL_ACCOUNT_PUSH_KEY": ACCOUNT_KEY,
            "PALM_OFFICIAL_ACCOUNT_TEMPLATE": ACCOUNT_TEMPLATE,
            "PALM_GATEWAY_FILE": str(self._gateway_plan()),
            "PALM_GATEWAY_SECRETS": ",".join(
                f"{name}={key.account}:{key.secret}" for name, key in DEPARTMENT_KEYS.items()
            ),
            "PALM_SEALS": self._seals(),
        }
        for name in NAMES:
            settings[f"PALM_{name.upper()}_URL"] = self.ports.vendor(name)
            settings[f"PALM_{name.upper()}_ACCOUNT"] = ACCOUNTS[name].account
            settings[f"PALM_{name.upper()}_SECRET"] = ACCOUNTS[name].secret
        return settings

    def _gateway_plan(self) -> Path:
        """The department listens where this stage put it."""
        plan = self.folder / "gateway.toml"
        plan.write_text(gateway_file(self.ports.vendor("department")), encoding="utf-8")
        return plan

    def _seals(self) -> str:
        pins: dict[str, str] = json.loads((self.folder / "sandbox" / PINS).read_text())
        return ",".join(f"{body}={fingerprint}" for body, fingerprint in pins.items())

    def _wait(self, name: str) -> None:
        address = {
            "serve": f"{self.ports.url}/ready",
            "sandbox": f"{self.ports.vendor(TOWN[-1])}/__log",
        }.get(name)
        deadline = time.monotonic() + READY_SECONDS
        while address and not _answers(address):
            self.check()
            if time.monotonic() > deadline:
                raise DidNotStart(f"{name} does not answer at {address}")
            time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own number
    except (URLError, OSError):
        return False
