"""A PostgreSQL cluster on disk: whole or absent, with two roles that may sign in and none that rules.

The bootstrap superuser `postgres` has no password and no line in pg_hba.conf: it works in single-user mode
only, while no server runs.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from adapters.embedded.errors import ServerWouldNotStart
from adapters.embedded.footing import Footing
from adapters.embedded.passwords import make_password, read_password
from adapters.embedded.processes import POLL_SECONDS, last_lines

DATABASE = "palm"
OWNER = "palm_owner"  # owns the database, runs the migrations, may create databases (tests copy a template)
RUNTIME = "palm_runtime"  # holds what migrations grant, nothing else
SIGN_IN = "".join(f"host all {role} 127.0.0.1/32 scram-sha-256\n" for role in (OWNER, RUNTIME))
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

_RIGHTS = (
    f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
    f"REVOKE ALL ON DATABASE {DATABASE}, postgres, template1 FROM PUBLIC",
    f"GRANT CONNECT ON DATABASE {DATABASE} TO {RUNTIME}",
    f"GRANT CONNECT ON DATABASE postgres, template1 TO {OWNER}",
)


def password_file(home: Path, role: str) -> Path:
    return home / f"{role}.password"


def log_file(home: Path) -> Path:
    return home / "postgres.log"


class Cluster:
    """`home` is ours (passwords, log), `footing.room` the server's (data); often they are one folder."""

    def __init__(self, home: Path, footing: Footing) -> None:
        self._home = home
        self._footing = footing
        self.data = footing.room.resolve() / "data"  # as the kernel names it
        self.log = log_file(home)

    def prepare(self) -> None:
        """The cluster exists and its roles have the passwords of our files. Only while no server runs.

        Everything happens in a scratch folder that is renamed at the end: killed at any moment, the next
        start begins anew or finds all of it. Raises ServerWouldNotStart.
        """
        missing = [role for role in (OWNER, RUNTIME) if not password_file(self._home, role).exists()]
        for role in missing:
            make_password(password_file(self._home, role))
        if (self.data / "PG_VERSION").exists():
            if missing:
                self._as_superuser(self.data, [f"ALTER ROLE {role} {self._secret(role)}" for role in missing])
            return
        scratch = self._footing.room / "data.new"
        shutil.rmtree(scratch, ignore_errors=True)
        initdb: list[str | Path] = [
            self._footing.binaries.initdb,
            "-D",
            scratch,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        # nobody signs in until SIGN_IN is written, so there is no password to hand over
        self._run([*initdb, "-A", "reject", "--data-checksums", "--no-instructions"])
        roles = (
            f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER CREATEDB {self._secret(OWNER)}",
            f"CREATE ROLE {RUNTIME} LOGIN NOSUPERUSER {self._secret(RUNTIME)}",
            f"GRANT {RUNTIME} TO {OWNER}",  # so that it may end its sessions before it drops a database
        )
        self._as_superuser(scratch, [*roles, *_RIGHTS])
        (scratch / "pg_hba.conf").write_text(SIGN_IN, encoding="ascii")  # keeps its owner and mode
        scratch.rename(self.data)

    def clear_leftovers(self, *, seconds: float = 10.0) -> None:
        """No process of an earlier life works in the data, and no pid file speaks of one.

        A server whose palm was killed is on its way out (it got SIGINT from the kernel), so it is never
        adopted: we wait for it, and help. Backends of a killed postmaster leave by themselves.
        """
        deadline = time.monotonic() + seconds
        pid_file = self.data / "postmaster.pid"
        left = self._running()
        postmaster = _first_number(pid_file)
        if postmaster in left:
            _signal([postmaster], signal.SIGINT)
        while left:
            if time.monotonic() > deadline:
                _signal(left, signal.SIGKILL)
            time.sleep(POLL_SECONDS)
            left = self._running()
        if Path("/proc").is_dir():
            # PostgreSQL itself believes any living process with that pid, even a stranger's, and refuses
            pid_file.unlink(missing_ok=True)

    def is_ready(self, pid: int) -> bool:
        """`pid` is the postmaster and has announced that it takes connections."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return int(lines[0]) == pid and lines[7].strip() == "ready"
        except (OSError, ValueError, IndexError):  # not written yet, or half
            return False

    def _running(self) -> list[int]:
        return self._footing.identity.running_in(self.data, "postgres")

    def _secret(self, role: str) -> str:
        return f"PASSWORD '{read_password(password_file(self._home, role))}'"

    def _as_superuser(self, data: Path, statements: Sequence[str]) -> None:
        single: list[str | Path] = [
            self._footing.binaries.postgres,
            "--single",
            "-D",
            data,
            "-c",
            "exit_on_error=on",
        ]
        # the statements hold passwords: none may be written to the log when it fails
        quiet = ["-c", "log_min_error_statement=panic", "-c", "password_encryption=scram-sha-256"]
        self._run([*single, *quiet, "postgres"], told="".join(f"{line}\n" for line in statements))

    def _run(self, command: Sequence[str | Path], *, told: str = "") -> None:
        parent = (str(os.getpid()), str(int(signal.SIGTERM)))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
                self._footing.identity.command("run", *parent, *command),
                input=told.encode(),
                stdout=descriptor,
                stderr=subprocess.STDOUT,
                env=ENVIRONMENT,
                cwd=self._footing.room,
                check=False,
                timeout=300,
            )
        finally:
            os.close(descriptor)
        if done.returncode != 0:
            raise ServerWouldNotStart(Path(command[0]).name, self.log, last_lines(self.log))


def _first_number(path: Path) -> int:
    """0, which is nobody's id, when there is none."""
    try:
        return int(path.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
