"""Passwords and configurations nobody types: files of mode 0600 in a folder of mode 0700."""

import os
import secrets
from pathlib import Path


def make_password(path: Path) -> str:
    """Random, in letters, digits, `-` and `_` only: needs quoting in no URL, no SQL and no configuration."""
    password = secrets.token_urlsafe(24)
    write_private(path, password)
    return password


def read_password(path: Path) -> str:
    return path.read_text(encoding="ascii")


def write_private(path: Path, text: str) -> None:
    """0600 from its first moment, and whole or absent whenever we are killed."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    with os.fdopen(
        os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
