"""Who a server runs as: ourselves, an ordinary account, or ourselves seen as one inside a user namespace."""

import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from adapters.embedded import launch

LAUNCH = str(Path(launch.__file__))


@dataclass(frozen=True, slots=True)
class Identity:
    kind: Literal["self", "account", "namespace"]
    uid: int
    gid: int

    def command(self, task: str, *words: str | Path) -> list[str]:
        """The argument vector that does `task` of launch.py as this identity."""
        who = (self.kind, str(self.uid), str(self.gid))
        return [sys.executable, "-I", "-S", LAUNCH, *who, task, *map(str, words)]

    def may_use(self, room: Path, programs: Sequence[Path]) -> bool:
        """Tried, not guessed: a child of this identity looks for itself. Silent about why not."""
        if self.kind == "self":
            return launch.may_use(str(room), [str(program) for program in programs])
        probe = subprocess.run(  # noqa: S603 - our own interpreter and script
            self.command("probe", room, *programs), check=False, stderr=subprocess.DEVNULL, timeout=30
        )
        return probe.returncode == 0

    def running_in(self, folder: Path, program: str) -> list[int]:
        """Ids of `program` at work in `folder`. A container's root may not look at others'."""
        if self.kind != "account":
            return launch.running_in(str(folder), program)
        look = subprocess.run(  # noqa: S603 - our own interpreter and script
            self.command("find", folder, program), check=True, capture_output=True, text=True, timeout=30
        )
        return [int(word) for word in look.stdout.split()]


def ourselves() -> Identity:
    return Identity("self", os.geteuid(), os.getegid())


def account(uid: int) -> Identity:
    """Raises KeyError for a uid without an account: initdb insists on looking its name up."""
    entry = pwd.getpwuid(uid)
    return Identity("account", entry.pw_uid, entry.pw_gid)


def nobody() -> Identity:
    """An account that exists on this machine and owns as little as possible."""
    try:
        return account(pwd.getpwnam("nobody").pw_uid)
    except KeyError:
        ordinary = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0]
        return account(ordinary[0])


def namespaced() -> Identity:
    """Ourselves on disk (files below a 0700 folder stay within reach), an ordinary account to PostgreSQL."""
    stand_in = nobody()
    return Identity("namespace", stand_in.uid, stand_in.gid)
