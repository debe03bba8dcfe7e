"""The process tree: every child logs to a file, dies with us, and is stopped in order and by its id."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from adapters.embedded.errors import ChildDied
from adapters.embedded.identity import Identity, ourselves

LOG_KEPT_BYTES = 16 * 1024 * 1024
POLL_SECONDS = 0.01


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
    identity: Identity | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """A child in its own session (a terminal's Ctrl-C reaches us only) that gets `stop_signal` when we die.

    Raises RuntimeError off the main thread: the kernel counts the end of the *thread* that made a child as
    its parent's death (prctl(2), PR_SET_PDEATHSIG), so a pool's thread would take the child with it.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("children are started from the main thread")
    who = identity or ourselves()
    with _Log(log) as output:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and script
            who.command("run", str(os.getpid()), str(int(stop_signal)), *command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=env,
            cwd=cwd,
        )


def exit_code(child: subprocess.Popen[bytes]) -> int | None:
    """None while it runs. Does not reap: as long as a dead child is unreaped its id is nobody else's."""
    try:
        end = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:  # reaped before
        return child.returncode
    if end is None:
        return None
    return end.si_status if end.si_code == os.CLD_EXITED else -end.si_status


def stop(child: subprocess.Popen[bytes], *signals: signal.Signals, seconds: float) -> None:
    """Ask with each signal in turn, `seconds` for each, then SIGKILL; its own leftovers go too."""
    for number in (*signals, signal.SIGKILL):
        if child.returncode is None and exit_code(child) is None:
            child.send_signal(number)
            _wait(child, seconds)
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while exit_code(child) is None and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def last_lines(log: Path, count: int = 12) -> str:
    try:
        with log.open("rb") as lines:
            lines.seek(max(0, log.stat().st_size - 8192))
            return "\n".join(lines.read().decode(errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return "(nothing was written)"


class _Log:
    """A log opened for appending, 0600; one that has grown too long steps aside first and is kept once."""

    def __init__(self, path: Path) -> None:
        if path.exists() and path.stat().st_size > LOG_KEPT_BYTES:
            path.replace(path.with_suffix(path.suffix + ".1"))
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __enter__(self) -> int:
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


@dataclass(frozen=True, slots=True)
class _Child:
    name: str
    log: Path
    process: subprocess.Popen[bytes]

    def death(self) -> ChildDied | None:
        code = exit_code(self.process)
        return None if code is None else ChildDied(self.name, code, self.log, last_lines(self.log))


class ProcessTree:
    """Our own programs (BFF, worker, sandbox), started one by one and stopped in reverse order."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._children: list[_Child] = []

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> int:
        """The child's id. Its output goes to `<logs>/<name>.log`."""
        self._logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        log = self._logs / f"{name}.log"
        process = spawn(command, log=log, env=env, cwd=cwd)
        self._children.append(_Child(name, log, process))
        return process.pid

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Raises ChildDied as soon as any child of the tree has ended, TimeoutError after `seconds`."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            self.check()
            if time.monotonic() > deadline:
                raise TimeoutError(f"not ready after {seconds} seconds; the logs are in {self._logs}")
            time.sleep(POLL_SECONDS)

    def check(self) -> None:
        """Raises ChildDied, with the last lines of its log, for a child that has ended by itself."""
        for child in self._children:
            death = child.death()
            if death is not None:
                raise death

    def stop(self, *, seconds: float = 10.0) -> None:
        """The last started goes first: SIGTERM, after `seconds` SIGKILL to it and what it started itself."""
        while self._children:
            stop(self._children.pop().process, signal.SIGTERM, seconds=seconds)
