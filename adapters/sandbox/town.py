"""The sandbox town: all emulated vendors and public bodies in one process, each on a port of its own."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from adapters.sandbox.approval_documents import Seals
from adapters.sandbox.city import City, city
from adapters.sandbox.kit import Running, serve
from adapters.sandbox.kit_books import Books
from adapters.sandbox.kit_public import beijing_day
from adapters.sandbox.town_accounts import TOWN
from adapters.sandbox.town_around import Callbacks, Surroundings
from adapters.sandbox.town_vendors import create

FOUNDED, PINS = "founded.txt", "seals.json"


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
    wanted = ports or dict.fromkeys(TOWN, 0)
    running: dict[str, Running] = {}
    async with AsyncExitStack() as stack:
        for name in ("social_register", "licence_bank", *TOWN):
            if name in running:
                continue
            books = Books(folder / f"{name}.sqlite3")
            stack.callback(books.close)
            if name == "approval":
                _publish_seals(folder, Seals(books), people)
            around = Surroundings(people, callbacks, running, tempo_seconds, _now)
            app = create(name, books, around)
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
