"""The application without an office, a process of its own: it serves the pages' files, of any release."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from bff.ops.assets import Shelf

STATIC = Path(__file__).parents[3] / "static"
START_SECONDS = 30.0
SERVE = """
import socket, sys
from pathlib import Path
from bff.app import create_app
from bff.http.answers import Meters
app = create_app(static=Path(sys.argv[1]), meters=Meters(), name="files")
taken = socket.socket(fileno=int(sys.argv[2]))
app.run(sock=taken, single_process=True, motd=False, access_log=False)
"""


class Files:
    """One address, where what is served may change."""

    def __init__(self, folder: Path) -> None:
        self.static = folder / "static"
        shutil.copytree(STATIC, self.static, ignore=shutil.ignore_patterns("miniprogram"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def release(self) -> str:
        return Shelf.of(self.static).release

    def open(self) -> None:
        if self._running:
            return
        with socket.create_server(("127.0.0.1", self._port)) as taken:
            command = [sys.executable, "-c", SERVE, str(self.static), str(taken.fileno())]
            self._running = subprocess.Popen(command, pass_fds=[taken.fileno()])  # noqa: S603 - our own
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                assert time.monotonic() < deadline, "the files are not served"
            else:
                return

    def close(self) -> None:
        """Nobody answers at the address any more."""
        if self._running:
            self._running.kill()
            self._running.wait()
        self._running = None

    def release_anew(self, name: str, before: str, after: str) -> None:
        """An upgrade: one file is another, and the process is started again."""
        self.close()
        file = self.static / name
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")
        self.open()
