"""The embedded Valkey: sessions' hot copy, one-use codes, limits and caches on a machine without an operator.

It may lose its last one or two seconds when the machine dies and, on a busy disk, when it alone is killed
(AOF everysec: while an fsync lasts, acknowledged writes wait in memory), so it is never the only copy of
anything.
"""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from adapters.embedded.binaries import find_valkey
from adapters.embedded.errors import FolderInUse, ServerWouldNotStart
from adapters.embedded.identity import ourselves
from adapters.embedded.lock import FolderLock
from adapters.embedded.passwords import make_password, read_password, write_private
from adapters.embedded.ports import LOOPBACK, unused_port
from adapters.embedded.processes import POLL_SECONDS, exit_code, last_lines, spawn, stop

START_SECONDS = 30.0
STOP_SECONDS = 10.0
ATTEMPTS = 3  # between looking for a port and taking it, another program may take it
SOCKET_PATH_BYTES = 100  # sun_path holds 108 on Linux, 104 elsewhere
PROGRAMS = ("valkey-server", "redis-server")
# What could empty, reconfigure, stop or redirect the server; the process tree stops it by signal.
SWITCHED_OFF = ("CONFIG", "DEBUG", "FLUSHALL", "MIGRATE", "MODULE", "REPLICAOF", "SHUTDOWN", "SLAVEOF")


class EmbeddedValkey:
    """One server for `folder` (such as `.palm`); its files are `<folder>/valkey`."""

    def __init__(self, folder: Path, *, binary: Path | None = None, max_memory: str = "256mb") -> None:
        self._home = folder.resolve() / "valkey"
        self._binary = binary
        self._max_memory = max_memory
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: FolderLock | None = None
        self.log = self._home / "valkey.log"

    def pid(self) -> int | None:
        server = self._server
        return server.pid if server and exit_code(server) is None else None

    def start(self) -> str:
        """The address, password in it, for redis.asyncio; a running one is restarted. Main thread only.

        Raises BinariesMissing, FolderInUse, ServerWouldNotStart.
        """
        self.stop()
        binary = find_valkey(self._binary)
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FolderLock(self._home / "lock")
        try:
            self._lock.acquire()
            self._clear_leftovers()
            return self._serve(binary)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """The append-only file is flushed; nothing runs when this returns."""
        if self._server:
            stop(self._server, signal.SIGTERM, seconds=STOP_SECONDS)
            self._server = None
        if self._lock:
            self._lock.release()
            self._lock = None

    def _serve(self, binary: Path) -> str:
        deadline = time.monotonic() + START_SECONDS
        password = self._password()
        for _ in range(ATTEMPTS):
            port = self._port()
            write_private(self._home / "valkey.conf", self._configuration(port, password))
            server = self._server = spawn(
                [binary, "valkey.conf"], log=self.log, cwd=self._home, env={"TZ": "UTC"}
            )
            while exit_code(server) is None and time.monotonic() < deadline:
                if self._answers(port, password):
                    write_private(self._home / "address", self._url(port, password))
                    return self._url(port, password)
                time.sleep(POLL_SECONDS)
            stop(server, seconds=STOP_SECONDS)
        raise ServerWouldNotStart("Valkey", self.log, last_lines(self.log))

    def _configuration(self, port: int, password: str) -> str:
        """No path stands in it: the server works in its home, whose name may hold spaces or anything else."""
        off = [f'rename-command {command} ""' for command in SWITCHED_OFF]
        lines = [
            f"bind {LOOPBACK}",
            f"port {port}",
            *(() if port else ("unixsocket valkey.sock", "unixsocketperm 700")),
            f"requirepass {password}",
            "protected-mode yes",
            "daemonize no",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            f"maxmemory {self._max_memory}",
            "maxmemory-policy noeviction",
            *off,
        ]
        return "".join(f"{line}\n" for line in lines)

    def _port(self) -> int:
        """0 means the socket in the home."""
        fits = len(os.fsencode(self._home / "valkey.sock")) <= SOCKET_PATH_BYTES
        return 0 if fits else unused_port()

    def _url(self, port: int, password: str) -> str:
        if port:
            return f"redis://:{password}@{LOOPBACK}:{port}/0"
        return f"unix://:{password}@{quote(str(self._home / 'valkey.sock'))}?db=0"

    def _password(self) -> str:
        path = self._home / "password"
        return read_password(path) if path.exists() else make_password(path)

    def _answers(self, port: int, password: str) -> bool:
        """It lets us in and has read its file: until then it answers -LOADING."""
        family = socket.AF_INET if port else socket.AF_UNIX
        with socket.socket(family) as line, suppress(OSError):
            line.settimeout(1.0)
            line.connect((LOOPBACK, port) if port else str(self._home / "valkey.sock"))
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (chunk := line.recv(256)):  # noqa: PLR2004 - one line for each
                answer += chunk
            return answer == b"+OK\r\n+PONG\r\n"
        return False

    def _clear_leftovers(self) -> None:
        """A server whose palm was killed got SIGTERM from the kernel: we wait for it to go, and help."""
        deadline = time.monotonic() + STOP_SECONDS
        number = signal.SIGTERM
        while left := [pid for program in PROGRAMS for pid in ourselves().running_in(self._home, program)]:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            time.sleep(5 * POLL_SECONDS)
            if time.monotonic() > deadline:
                number = signal.SIGKILL


def attach(folder: Path) -> str | None:
    """The address of the server that another living palm runs for `folder`, or None."""
    home = folder.resolve() / "valkey"
    try:
        with FolderLock(home / "lock"):
            return None
    except FileNotFoundError:
        return None
    except FolderInUse:
        return read_password(home / "address") if (home / "address").exists() else None
