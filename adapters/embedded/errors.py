"""What can go wrong before the office stands; each message says what to do, and none holds a password."""

from pathlib import Path


class EmbeddedServerError(Exception):
    """Any reason why an embedded server or a child of ours is not there."""


class BinariesMissing(EmbeddedServerError):
    def __init__(self, program: str, advice: str) -> None:
        super().__init__(f"no {program} to run: {advice}")


class FolderInUse(EmbeddedServerError):
    def __init__(self, folder: Path, pid: int | None) -> None:
        self.pid = pid
        holder = f"another palm (pid {pid})" if pid else "another palm"
        super().__init__(
            f"{folder} is in use by {holder}: stop it first, or give this one a folder of its own"
        )


class FolderNotOurs(EmbeddedServerError):
    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"{folder} cannot hold the database: {why}")


class NoFooting(EmbeddedServerError):
    """Raised as root only: PostgreSQL refuses uid 0 and nobody else could be found to run it."""

    def __init__(self, folder: Path, tried: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root and {folder} could not be opened to anyone else ({tried}): "
            "run palm as an ordinary user, or set PALM_DATABASE_URL"
        )


class ServerWouldNotStart(EmbeddedServerError):
    def __init__(self, name: str, log: Path, last_lines: str) -> None:
        super().__init__(f"{name} would not start; the end of {log}:\n{last_lines}")


class PortTaken(EmbeddedServerError):
    def __init__(self, address: str, holder: str) -> None:
        self.address, self.holder = address, holder
        super().__init__(f"{address} is taken (by {holder}): stop it or set PALM_PORT")


class ChildDied(EmbeddedServerError):
    def __init__(self, name: str, code: int, log: Path, last_lines: str) -> None:
        self.name = name
        self.code = code
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        super().__init__(f"{name} {how}; the end of {log}:\n{last_lines}")
