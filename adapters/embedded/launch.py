"""The first breath of every child: ties it to its parent's life, takes an identity, then becomes the program.

Run by path as a script of its own (`python -I -S launch.py …`), so that nothing of ours runs between fork and
exec of a process that may have threads. Standard library only; it must not import the rest of the house.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
CLONE_NEWUSER = 0x10000000  # linux/sched.h
NOT_POSSIBLE = 126  # the shell's "found but cannot be run"


def take_identity(kind: str, uid: int, gid: int) -> None:
    """`self` stays who it is; `account` becomes that account; `namespace` only looks like it to itself."""
    if kind == "account":
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if kind == "namespace":
        outer_uid, outer_gid = os.geteuid(), os.getegid()
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "this kernel gives us no user namespace")
        # user_namespaces(7): setgroups must be denied before a gid may be mapped
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1", encoding="ascii")


def die_with(parent: int, number: int) -> None:
    """The kernel sends us `number` however the parent ends. Linux only; elsewhere a child may stay."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it went before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def running_in(folder: str, program: str) -> list[int]:
    """Ids of the processes that are this program and work in this folder; a zombie is not running.

    Both are asked of the kernel: a pid in a file proves nothing, it may by now be another program's.
    """
    found = []
    proc = Path("/proc")
    for entry in proc.iterdir() if proc.is_dir() else ():
        if not entry.name.isdigit():
            continue
        try:
            # a binary that was replaced while running reads "… (deleted)"
            name = (entry / "exe").readlink().name.removesuffix(" (deleted)")
            if name == program and str((entry / "cwd").readlink()) == folder:
                found.append(int(entry.name))
        except OSError:  # gone meanwhile, a zombie, or a stranger's
            continue
    return found


def may_use(room: str, programs: list[str]) -> bool:
    """True when a server of this identity could keep files in `room` and run `programs`."""
    return (
        os.geteuid() != 0
        and os.access(room, os.R_OK | os.W_OK | os.X_OK)
        and all(os.access(program, os.X_OK) for program in programs)
    )


def main(words: list[str]) -> int:
    """`run PARENT SIGNAL PROGRAM…`, `probe ROOM PROGRAM…` or `find FOLDER PROGRAM`, after KIND UID GID."""
    kind, uid, gid, task, *rest = words
    try:
        take_identity(kind, int(uid), int(gid))
        if task == "probe":
            return 0 if may_use(rest[0], rest[1:]) else NOT_POSSIBLE
        if task == "find":
            sys.stdout.write(" ".join(map(str, running_in(rest[0], rest[1]))))
            return 0
        parent, number, *command = rest
        die_with(int(parent), int(number))
        os.execvp(command[0], command)  # noqa: S606 - becoming the program without a shell is the point
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return NOT_POSSIBLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
