"""The sandbox town: all emulated vendors and public bodies in one process, each on a port of its own."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from adapters.sandbox import (
    aliyun_face,
    aliyun_sms,
    approval,
    kuaidi100,
    licence_bank,
    population_register,
    rating,
    social_register,
)
from adapters.sandbox.aliyun_face import FaceSandbox
from adapters.sandbox.aliyun_face_book import Resident
from adapters.sandbox.aliyun_sms import SmsSandbox
from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sandbox.approval_documents import Seals
from adapters.sandbox.approval_office import Office
from adapters.sandbox.city import City, city
from adapters.sandbox.kit import Running, serve
from adapters.sandbox.kit_books import Books
from adapters.sandbox.kit_public import Credentials, beijing_day
from adapters.sandbox.kuaidi100 import CourierSandbox

NAMES = (
    "sms",
    "face",
    "courier",
    "approval",
    "social_register",
    "population_register",
    "licence_bank",
    "rating",
)
SIGN_NAME = "莱西政务"
INVITE = Template(
    "SMS_900000001",
    "您好，${org}的${item}即将到期，可于${day}前申请换发，全程免费。请打开掌上办，输入办理码${code}查看。"
    "本短信不含链接。如需帮助请致电12345，或回复1由工作人员联系您。",
    "notice",
    SIGN_NAME,
)
FACE_SCENE = "1000009001"
FOUNDED, PINS = "founded.txt", "seals.json"


@dataclass(frozen=True, slots=True)
class Account:
    """What the office is given to call a vendor with."""

    account: str
    secret: str


ACCOUNTS: Mapping[str, Account] = {
    name: Account(f"palm-{name}", f"sandbox-secret-of-{name}") for name in NAMES
}
PUSH = Account("approval-push", "sandbox-secret-of-approval-push")
COURIER_SECRET = "sandbox-second-secret-of-courier"  # noqa: S105 - invented, loopback only
BANK_TOKEN = "sandbox-access-token"  # noqa: S105 - likewise


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Where the office wants to be told."""

    sms_reports: str
    sms_replies: str
    pushes: str


@dataclass(frozen=True, slots=True)
class Town:
    city: City
    running: Mapping[str, Running]

    def url(self, name: str) -> str:
        return self.running[name].url


@asynccontextmanager
async def open_town(
    folder: Path, callbacks: Callbacks, *, ports: Mapping[str, int] | None = None, tempo_seconds: float = 1.0
) -> AsyncIterator[Town]:
    """All of it, open while the block runs; `ports` absent: free ones. Raises OSError for a taken port."""
    people = city(_founded(folder))
    wanted = ports or dict.fromkeys(NAMES, 0)
    running: dict[str, Running] = {}
    async with AsyncExitStack() as stack:
        for name in ("social_register", "licence_bank", *NAMES):
            if name in running:
                continue
            books = Books(folder / f"{name}.sqlite3")
            stack.callback(books.close)
            if name == "approval":
                _publish_seals(folder, Seals(books), people)
            app = _app(name, books, people, callbacks, running, tempo_seconds=tempo_seconds)
            running[name] = await serve(app, wanted[name])
            stack.push_async_callback(running[name].stop)
        yield Town(people, running)


def _publish_seals(folder: Path, seals: Seals, people: City) -> None:
    """What an operator would check by telephone and pin: each body's seal key, by fingerprint."""
    pins = {}
    for body in people.bodies:
        certificate = seals.certificate(body.uscc, body.name, _now())
        key = load_pem_public_key(certificate["publicKey"].encode())
        spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pins[body.uscc] = hashlib.sha256(spki).hexdigest()
    (folder / PINS).write_text(json.dumps(pins))


def _founded(folder: Path) -> date:
    """Today in Beijing on the first day, ever after that same day: a second start meets the same people."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / FOUNDED
    if not note.exists():
        note.write_text(beijing_day(_now()).isoformat())
    return date.fromisoformat(note.read_text().strip())


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the sandbox has a real clock


def _app(
    name: str,
    books: Books,
    people: City,
    callbacks: Callbacks,
    running: Mapping[str, Running],
    *,
    tempo_seconds: float,
) -> web.Application:
    account = ACCOUNTS[name]
    caller = Credentials(account.account, account.secret.encode())
    makers: Mapping[str, Callable[[], web.Application]] = {
        "sms": lambda: aliyun_sms.create_app(
            books,
            config=SmsSandbox(
                secrets={account.account: account.secret},
                templates=(INVITE,),
                report_url=callbacks.sms_reports,
                reply_url=callbacks.sms_replies,
            ),
            now=_now,
        ),
        "face": lambda: aliyun_face.create_app(
            books,
            config=FaceSandbox(
                secrets={account.account: account.secret},
                scenes=frozenset({FACE_SCENE}),
                residents=[Resident(person.name, person.id_number) for person in people.people],
                tries_a_day=50,
                check_callback=False,
                strict=True,
            ),
            now=_now,
        ),
        "courier": lambda: kuaidi100.create_app(
            books,
            config=CourierSandbox(
                key=account.account,
                customer="PALM",
                secret=COURIER_SECRET,
                tempo_seconds=tempo_seconds,
            ),
            now=_now,
        ),
        "approval": lambda: approval.create_app(
            books,
            caller=caller,
            office=Office(
                bodies={body.uscc: body.name for body in people.bodies},
                push_url=callbacks.pushes,
                push_as=Credentials(PUSH.account, PUSH.secret.encode()),
                licence_types=people.licence_types,
                denials=people.denials,
                licence_bank=running["licence_bank"].url if "licence_bank" in running else None,
                register=running["social_register"].url if "social_register" in running else None,
                tempo_seconds=tempo_seconds,
            ),
            now=_now,
        ),
        "social_register": lambda: social_register.create_app(
            books, caller=caller, organisations=people.organisations, now=_now
        ),
        "population_register": lambda: population_register.create_app(
            books, caller=caller, people=people.people, now=_now
        ),
        "licence_bank": lambda: licence_bank.create_app(
            books,
            caller=caller,
            access_id=account.account,
            access_token=BANK_TOKEN,
            organisations=people.organisations,
            now=_now,
        ),
        "rating": lambda: rating.create_app(books, caller=caller, now=_now),
    }
    return makers[name]()
