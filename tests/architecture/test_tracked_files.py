"""What is tracked says nothing of the machine it was written on, nor where packages come from."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# in brackets, lest this file be found by its own search
REGISTRIES = (
    r"pypi[.]org",
    r"pythonhosted[.]org",
    r"npmjs[.]org",
    r"npmmirror[.]com",
    r"registry[.]yarn",
    r"(deb|security)[.]debian[.]org",
    r"archive[.]ubuntu[.]com",
    r"crates[.]io",
    r"proxy[.]golang[.]org",
    r"docker[.]io",
    r"unpkg[.]com",
    r"jsdelivr[.]net",
    r"--(extra-)?index[-]url|--find[-]links|--trusted[-]host",
)
PLACES = (
    r"(?<![\w./~-])/(home|Users|root|work|workspace|mnt|media|tmp)/\w",
    r"[.]{2}/shared",
    r"\bfile:[/]{2}",
)
PRIVATE_KEY = r"BEGIN (\w+ )?PRIVATE KEY[-]{5}\s*[A-Za-z0-9+/=]{40}"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every tracked text by its path. A tree without Git (an archive) has no tracked files."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a Git checkout")
    listed = subprocess.run(  # noqa: S603 - Git, with words of ours
        # the clone may belong to somebody else than who runs the tests
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],  # noqa: S607 - Git, wherever it is
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = [path for path in listed.stdout.decode().split("\0") if path and (ROOT / path).is_file()]
    bodies = {path: (ROOT / path).read_bytes() for path in paths}
    return {path: body.decode("utf-8") for path, body in bodies.items() if b"\0" not in body}


def _found(texts: dict[str, str], patterns: tuple[str, ...]) -> list[str]:
    wanted = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    return [
        f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for path, text in texts.items()
        for hit in wanted.finditer(text)
    ]


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert _found(texts, REGISTRIES) == []


def test_no_file_knows_a_path_of_somebodys_machine(texts: dict[str, str]) -> None:
    assert _found(texts, PLACES) == []


def test_no_file_holds_a_private_key(texts: dict[str, str]) -> None:
    assert _found(texts, (PRIVATE_KEY,)) == []


def test_nothing_a_tool_or_a_run_leaves_behind_is_tracked(texts: dict[str, str]) -> None:
    left = re.compile(
        r"(^|/)(\.venv|\.palm|__pycache__|\.[a-z_]+_cache|\.hypothesis|node_modules|[^/]+\.egg-info)/"
    )

    assert [path for path in texts if left.search(path) or path.endswith((".pyc", ".log", ".orig"))] == []


@pytest.mark.parametrize(
    ("line", "patterns"),
    [
        ("https:§§files.pythonhosted¤org§x", REGISTRIES),
        ("pip install -i https:§§pypi¤org§simple", REGISTRIES),
        ("cd §home§somebody§palm", PLACES),
        ("'§work§main'", PLACES),
        ("see ¤¤§shared§design.md", PLACES),
    ],
)
def test_the_search_finds_what_it_looks_for(line: str, patterns: tuple[str, ...]) -> None:
    assert _found({"a": line.replace("§", "/").replace("¤", ".")}, patterns) != []
