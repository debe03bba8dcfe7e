"""The files of the pages: which one is meant, how they are compressed, what the first page names."""

import asyncio
import gzip
import re
from pathlib import Path

import brotli
import pytest
import zstandard

from bff.ops.assets import Asset, Coding, Shelf, chosen, is_held
from bff.ops.first_page import first_page, imported

STATIC = Path(__file__).parents[2] / "static"
PAGE = b"""<link rel="manifest" href="/static/manifest.webmanifest">
  <link rel="modulepreload" href="/static/app.js">
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("app.js", "console/desk.js", "miniprogram/app.js", "lib/notes.md", "index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_only_files_of_known_kinds_are_served_and_none_of_the_mini_program(tree: Path) -> None:
    assert sorted(Shelf.of(tree).files) == ["app.js", "console/desk.js", "index.html"]


def test_a_file_named_by_its_release_is_for_ever_and_by_any_other_way_for_now(tree: Path) -> None:
    shelf = Shelf.of(tree)
    app = shelf.files["app.js"]

    assert shelf.find(f"{shelf.release}/app.js") == (app, True)
    assert shelf.find("app.js") == (app, False)
    assert shelf.find(f"{'0' * 16}/app.js") == (app, False)  # an open page of the release before
    assert shelf.find(f"{shelf.release}/console/desk.js")[1] is False
    assert shelf.find(f"{shelf.release}/gone.js")[0] is None
    assert shelf.find(f"{shelf.release}/../app.js")[0] is None


def test_a_release_is_another_with_every_change_but_the_staffs(tree: Path) -> None:
    before = Shelf.of(tree).release
    (tree / "console" / "desk.js").write_text("changed")
    assert Shelf.of(tree).release == before

    (tree / "app.js").rename(tree / "main.js")

    assert Shelf.of(tree).release != before


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("zstd;q=1.0, br;q=0.5", "zstd"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "zstd"),
        ("*;q=0", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("br;q=much, gzip;q=2, zstd;q=0.5", "zstd"),
        ("deflate", "identity"),
        (",;,;q=1,", "identity"),
        ("x," * 5000 + "br", "identity"),
    ],
)
def test_the_coding_is_the_one_the_browser_prefers_then_the_smallest(accepted: str, coding: str) -> None:
    assert chosen(accepted) == coding


async def test_each_coding_says_the_same_and_is_made_once() -> None:
    body = (STATIC / "lib" / "api.js").read_bytes()
    asset = Asset.of("api.js", body)

    made = {coding: await asyncio.gather(*(asset.coded(coding) for _ in range(5))) for coding in Coding}

    assert all(len({id(one) for one in five}) == 1 for five in made.values())
    assert brotli.decompress(made[Coding.BR][0]) == body
    assert zstandard.ZstdDecompressor().decompress(made[Coding.ZSTD][0]) == body
    assert gzip.decompress(made[Coding.GZIP][0]) == body
    assert made[Coding.IDENTITY][0] == body
    sizes = [len(made[one][0]) for one in (Coding.BR, Coding.ZSTD, Coding.GZIP, Coding.IDENTITY)]
    assert sizes == sorted(sizes)


async def test_who_hangs_up_takes_the_file_from_nobody_else() -> None:
    asset = Asset.of("app.js", b"const one = 1;\n" * 20_000)
    gone, stays = (asyncio.create_task(asset.coded(Coding.BR)) for _ in range(2))
    await asyncio.sleep(0)

    gone.cancel()

    assert brotli.decompress(await stays) == asset.body


def test_each_coding_has_a_tag_of_its_own() -> None:
    asset = Asset.of("app.js", b"one")

    tags = {asset.etag(coding) for coding in Coding}

    assert len(tags) == len(Coding)
    assert all(re.fullmatch(r'"[0-9a-f]{16}(-\w+)?"', one) for one in tags)


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ('"a"', True),
        ('"b", "a"', True),
        ('W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
        ("a", False),
    ],
)
def test_what_is_held_already_is_told_by_its_tag(wanted: str, *, held: bool) -> None:
    assert is_held(wanted, '"a"') is held


def test_the_modules_a_page_needs_before_it_runs_are_found_by_their_imports() -> None:
    files = {
        "app.js": b'import { a } from "./lib/a.js";\nb = () => import("./late.js");\nimport "./side.js";',
        "lib/a.js": b'// or import "./said.js"\nexport { b } from\n  "../vendor/b.js";export*from"./c.js"',
        "lib/c.js": b"export const c = `from './text.js'`;",
        "vendor/b.js": b'import{a as b}from"../lib/a.js";',
        "side.js": b"",
        "late.js": b"",
    }

    assert imported(files) == ["app.js", "lib/a.js", "side.js", "vendor/b.js", "lib/c.js"]


def test_the_first_page_names_its_files_by_the_release_and_every_module_once() -> None:
    told = first_page(PAGE, {"app.js": b'import "./b.js";', "b.js": b""}, "0123456789abcdef").decode()

    assert 'href="/static/manifest.webmanifest"' in told
    assert re.findall(r'modulepreload" href="([^"]+)"', told) == [
        "/static/0123456789abcdef/app.js",
        "/static/0123456789abcdef/b.js",
    ]


def test_our_first_page_names_exactly_what_its_modules_import() -> None:
    """By another reading than the server's: line by line, as an import is written here."""
    wanted, known = ["app.js"], set[str]()
    while wanted:
        name = wanted.pop()
        known.add(name)
        told = re.sub(r"//[^\n]*", "", (STATIC / name).read_text("utf-8"))
        for target in re.findall(r"""\bfrom\s*["'](\.[^"']+)["']""", told):
            path = (STATIC / name).parent.joinpath(target).resolve().relative_to(STATIC).as_posix()
            if path not in known:
                wanted.append(path)
    shelf = Shelf.of(STATIC)
    files = {name: asset.body for name, asset in shelf.files.items()}

    page = first_page((STATIC / "index.html").read_bytes(), files, shelf.release).decode()

    named = re.findall(rf'modulepreload" href="/static/{shelf.release}/([^"]+)"', page)
    assert sorted(named) == sorted(known)
    assert len(named) > 10
    assert f'src="/static/{shelf.release}/app.js"' in page
