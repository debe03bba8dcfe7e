"""The third-party files sent to browsers: each is the one its lock names, and nothing unlisted is there."""

import re
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

STATIC = Path(__file__).parents[2] / "static"
VENDOR = STATIC / "vendor"
SHOWN_WITHOUT_EVAL = re.compile(r"\beval\s*\(|\bnew Function\b|\binnerHTML\s*=\s*[^=]")
ELSEWHERE = re.compile(
    r"""(?:^|[;}])\s*(?:(?:import|export)\b[^;"'`()=]*?\bfrom|import)\s*["'](?!\.{1,2}/)"""
    r"""|\bimport\s*\(\s*["'](?!\.{1,2}/)|@import|url\(["']?(?:https?:)?//""",
    re.MULTILINE,
)


class Vendored(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    file: str
    package: str
    version: str
    licence: str
    licence_file: str
    path: str
    sha256: str
    change: str = ""
    package_sha256: str = ""


class Lock(msgspec.Struct, forbid_unknown_fields=True):
    about: str
    files: list[Vendored]


@pytest.fixture(scope="module")
def lock() -> Lock:
    return msgspec.json.decode((VENDOR / "lock.json").read_bytes(), type=Lock)


def served(kind: str) -> list[Path]:
    """What browsers get; the mini-program goes to WeChat."""
    return [path for path in STATIC.rglob(f"*.{kind}") if STATIC / "miniprogram" not in path.parents]


def own_modules() -> list[Path]:
    return [path for path in served("js") if VENDOR not in path.parents]


def test_every_vendored_file_is_listed_once_and_every_listed_file_is_there(lock: Lock) -> None:
    listed = sorted(entry.file for entry in lock.files)

    present = sorted(path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file())

    assert listed == [name for name in present if name != "lock.json"]


def test_every_vendored_file_is_the_one_that_was_read_and_listed(lock: Lock) -> None:
    found = {entry.file: sha256((VENDOR / entry.file).read_bytes()).hexdigest() for entry in lock.files}

    assert found == {entry.file: entry.sha256 for entry in lock.files}


def test_every_vendored_file_names_its_package_an_exact_version_and_its_licence(lock: Lock) -> None:
    for entry in lock.files:
        assert entry.package, entry.file
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry.version), entry.file
        assert entry.licence in {"MIT", "Apache-2.0", "BSD-3-Clause", "ISC"}, entry.file
        assert (VENDOR / entry.licence_file).is_file(), entry.file


def test_one_package_stands_here_in_one_version(lock: Lock) -> None:
    versions = {(entry.package, entry.version) for entry in lock.files}

    assert len(versions) == len({package for package, _ in versions})


def test_a_changed_file_says_what_was_changed_and_what_it_was_before(lock: Lock) -> None:
    for entry in lock.files:
        assert bool(entry.change) == bool(entry.package_sha256), entry.file
        assert entry.package_sha256 != entry.sha256, entry.file


def test_the_banner_of_a_stylesheet_agrees_with_the_lock(lock: Lock) -> None:
    sheets = [entry for entry in lock.files if entry.file.endswith(".css")]

    assert sheets
    for entry in sheets:
        banner = (VENDOR / entry.file).read_text("utf-8")[:300]
        assert f"v{entry.version} " in banner, entry.file


def test_every_class_and_token_of_weui_that_a_page_names_is_in_the_sheet_that_was_cut() -> None:
    """Where one is missing, tools/cut_weui.py makes the cut anew."""
    sources = [*own_modules(), *STATIC.glob("*/*.css")]
    told = "\n".join(path.read_text("utf-8") for path in sources if VENDOR not in path.parents)
    sheet = (VENDOR / "weui.min.css").read_text("utf-8")
    made = set(re.findall(r"(--weui-[\w-]+):", sheet + (STATIC / "style" / "palm.css").read_text("utf-8")))

    classes = set(re.findall(r"(?<![\w-])weui-[a-z]\w*[a-z](?![\w-]|:)", told)) - {"weui-mode"}
    tokens = set(re.findall(r"var\((--weui-[\w-]+)\)", told))

    assert {"weui-btn", "weui-cells"} <= classes
    assert {one for one in classes if f".{one}" not in sheet} == set()
    assert tokens - made == set()


def test_no_script_makes_code_or_markup_out_of_text() -> None:
    offenders = [path.name for path in own_modules() if SHOWN_WITHOUT_EVAL.search(path.read_text("utf-8"))]

    assert offenders == []


def test_nothing_is_loaded_from_another_host_or_by_a_bare_name() -> None:
    sources = [*served("js"), *(STATIC / "style").rglob("*.css")]

    told = {path: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL) for path in sources}
    offenders = [path.name for path, said in told.items() if ELSEWHERE.search(said)]

    assert offenders == []


@pytest.mark.parametrize(
    ("told", "leads_away"),
    [
        ('import { h } from "preact";', True),
        ('export*from"preact"', True),
        ('import "https://elsewhere.test/a.js";', True),
        ("const later = () => import('preact');", True),
        ("a{b:url(//elsewhere.test/a.png)}", True),
        ('import { h } from "./preact.js";', False),
        ('import{h}from"../vendor/preact.js"', False),
        ("throw new Error(`no 'formats' read from 'Options'`)", False),
    ],
)
def test_what_leads_away_is_told_from_what_does_not(told: str, *, leads_away: bool) -> None:
    assert bool(ELSEWHERE.search(told)) is leads_away


def test_every_module_a_page_imports_is_there() -> None:
    wanted = {
        (path.parent / name).resolve()
        for path in own_modules()
        for name in re.findall(r"""(?:from|import\()\s*["'](\.[^"']+)["']""", path.read_text("utf-8"))
    }

    assert wanted
    assert [path.name for path in wanted if not path.is_file()] == []


def test_the_first_page_has_no_inline_script_or_style_and_all_it_names_is_there() -> None:
    page = (STATIC / "index.html").read_text("utf-8")

    named = re.findall(r'(?:src|href)="(/[^"]+)"', page)

    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page) == []
    assert named
    assert [name for name in named if not (STATIC / name.removeprefix("/static/")).is_file()] == []
