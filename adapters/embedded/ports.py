"""Ports on loopback: one that is free, and a clear word about who holds the one that is not."""

import errno
import random
import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path

from adapters.embedded.errors import PortTaken

LOOPBACK = "127.0.0.1"
LISTENING = "0A"  # proc(5), /proc/net/tcp
KEPT = range(10_240, 32_000)  # Linux takes outgoing connections' ports from 32768 on: ip(7)


def unused_port() -> int:
    """One that nobody has, and that this process was not told before: who was may not listen on it yet.

    Not of those the kernel gives to outgoing connections: they go while one waits.
    """
    return next(port for port in _in_turn() if is_free(port))


@cache
def _in_turn() -> Iterator[int]:
    """Every port once before any comes again, in an order of this process's own."""
    return cycle(random.sample(KEPT, len(KEPT)))


def is_free(port: int) -> bool:
    """Raises OSError for anything but a taken port, for instance one below 1024 without the right to it."""
    with socket.socket() as probe:
        # connections of yesterday's listener that linger in TIME_WAIT do not count as taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as refusal:
            if refusal.errno == errno.EADDRINUSE:
                return False
            raise
        return True


def free_port_or_fail(port: int) -> None:
    """Raises PortTaken, whose words name the holder where the kernel tells us."""
    if not is_free(port):
        raise PortTaken(f"{LOOPBACK}:{port}", _holder(port))


def _holder(port: int) -> str:
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    proc = Path("/proc")
    for process in proc.iterdir() if inodes else ():
        if not process.name.isdigit():
            continue
        try:
            if any(str(handle.readlink()) in inodes for handle in (process / "fd").iterdir()):
                return f"pid {process.name}, {(process / 'comm').read_text().strip()}"
        except OSError:  # gone meanwhile, or a stranger's
            continue
    return "another program"


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes
