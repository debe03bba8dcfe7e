"""The embedded PostgreSQL: a real server on loopback, a child of this process, started with one call.

For demonstration, development and tests; production names its own (docs/adr/0004-embedded-servers.md).
"""

import logging
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.embedded.binaries import find_postgres
from adapters.embedded.cluster import DATABASE, ENVIRONMENT, OWNER, RUNTIME, Cluster, log_file, password_file
from adapters.embedded.errors import FolderInUse, ServerWouldNotStart
from adapters.embedded.footing import Footing, Footings
from adapters.embedded.lock import FolderLock
from adapters.embedded.passwords import read_password
from adapters.embedded.ports import LOOPBACK, is_free, unused_port
from adapters.embedded.processes import POLL_SECONDS, exit_code, last_lines, spawn, stop

START_SECONDS = 60.0  # a crash recovery may have much to read
ATTEMPTS = 3  # between looking for a port and taking it, another program may take it
STOP_SECONDS = 20.0

OURS = frozenset({"data_directory", "listen_addresses", "port", "unix_socket_directories"})


@dataclass(frozen=True, slots=True)
class PostgresEndpoint:
    """`postgresql://role:password@127.0.0.1:port/palm`; the addresses stay out of `repr`."""

    owner_url: str = field(repr=False)
    runtime_url: str = field(repr=False)
    port: int
    log: Path


class EmbeddedPostgres:
    """One server for `folder` (such as `.palm`); its files are `<folder>/pg<major>`.

    `bin_dir` replaces the search for binaries; `settings` are server parameters and win over ours.
    """

    def __init__(
        self,
        folder: Path,
        *,
        bin_dir: Path | None = None,
        settings: Mapping[str, str] | None = None,
        footings: Footings | None = None,
    ) -> None:
        """Raises ValueError for a setting that would make the server reachable from outside."""
        self._folder = folder.resolve()
        self._bin_dir = bin_dir
        self._settings = dict(settings or {})
        self._footings = footings or Footings()
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: FolderLock | None = None
        if taken := OURS & self._settings.keys():
            raise ValueError(f"the launcher decides about {', '.join(sorted(taken))}")

    def pid(self) -> int | None:
        """The postmaster's id; None when it does not run."""
        server = self._server
        return server.pid if server and exit_code(server) is None else None

    def start(self) -> PostgresEndpoint:
        """Takes connections when this returns; one that runs already is restarted. On the main thread only.

        Raises BinariesMissing, FolderInUse (another palm, or a second handle in this one; `attach` finds its
        server), FolderNotOurs, NoFooting, ServerWouldNotStart.
        """
        self.stop()
        binaries = find_postgres(self._bin_dir)
        home = self._folder / f"pg{binaries.major}"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _mention_other_majors(self._folder, home)
        self._lock = FolderLock(home / "lock")
        try:
            self._lock.acquire()
            footing = self._footings.choose(home, binaries)
            cluster = Cluster(home, footing)
            cluster.clear_leftovers()
            cluster.prepare()
            return self._serve(home, footing, cluster)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, the rest is on disk. Nothing keeps running."""
        if self._server:
            stop(self._server, signal.SIGINT, signal.SIGQUIT, seconds=STOP_SECONDS)
            self._server = None
        if self._lock:
            self._lock.release()
            self._lock = None

    def _serve(self, home: Path, footing: Footing, cluster: Cluster) -> PostgresEndpoint:
        deadline = time.monotonic() + START_SECONDS
        port = _first_port(home)
        for _ in range(ATTEMPTS):
            server = self._server = spawn(
                [footing.binaries.postgres, "-D", cluster.data, *self._parameters(port)],
                log=cluster.log,
                stop_signal=signal.SIGINT,
                identity=footing.identity,
                env=ENVIRONMENT,
                cwd=footing.room,
            )
            while exit_code(server) is None and time.monotonic() < deadline:
                if cluster.is_ready(server.pid):
                    (home / "port").write_text(f"{port}\n", encoding="ascii")
                    return _endpoint(home, port)
                time.sleep(POLL_SECONDS)
            stop(server, seconds=STOP_SECONDS)
            port = unused_port()
        raise ServerWouldNotStart("PostgreSQL", cluster.log, last_lines(cluster.log))

    def _parameters(self, port: int) -> list[str]:
        parameters = {
            # TCP only: a socket's path is limited to 107 bytes, and a clone may lie deeper
            "unix_socket_directories": "",
            "listen_addresses": LOOPBACK,
            "port": str(port),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
            "cluster_name": DATABASE,
            # what people entered does not belong into a log: no statements, no DETAIL lines, no parameters
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length": "0",
            "log_parameter_max_length_on_error": "0",
            **self._settings,
        }
        return [word for name, value in parameters.items() for word in ("-c", f"{name}={value}")]


def attach(folder: Path, *, bin_dir: Path | None = None) -> PostgresEndpoint | None:
    """The server that another living palm runs for `folder`, for a second command beside `palm serve`."""
    home = folder.resolve() / f"pg{find_postgres(bin_dir).major}"
    try:
        with FolderLock(home / "lock"):
            return None
    except FileNotFoundError:
        return None
    except FolderInUse:
        port = _noted_port(home)
        return _endpoint(home, port) if port and not is_free(port) else None


def _endpoint(home: Path, port: int) -> PostgresEndpoint:
    def url(role: str) -> str:
        return f"postgresql://{role}:{read_password(password_file(home, role))}@{LOOPBACK}:{port}/{DATABASE}"

    return PostgresEndpoint(url(OWNER), url(RUNTIME), port, log_file(home))


def _noted_port(home: Path) -> int:
    """0 when no server has been ready here yet."""
    try:
        return int((home / "port").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _first_port(home: Path) -> int:
    """Yesterday's when it is free, so that an address somebody noted still works."""
    port = _noted_port(home)
    return port if port and is_free(port) else unused_port()


def _mention_other_majors(folder: Path, home: Path) -> None:
    for other in sorted(folder.glob("pg[0-9]*")):
        if other != home:
            logging.getLogger(__name__).warning("%s holds data of another PostgreSQL and is not used", other)
