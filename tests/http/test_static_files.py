"""The files of the pages over HTTP: for ever by their release, asked about else, compressed as is taken."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import brotli
import httpx
import pytest
from asgi_lifespan import LifespanManager
from sanic import Sanic

from bff.app import create_app
from bff.http.answers import Meters
from bff.http.request import App
from bff.ops.assets import Shelf
from bff.ops.first_page import ENTRY, imported
from tests.http.caller import ALWAYS, BASE, differences

STATIC = Path(__file__).parents[2] / "static"
FOR_EVER = "public, max-age=31536000, immutable"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    """The application without an office: files need none."""
    Sanic.test_mode = True  # it starts again for each test
    made = create_app(static=STATIC, meters=Meters(), name="files")
    made.config.TOUCHUP = False
    yield made
    Sanic.unregister_app(made)


@pytest.fixture
async def page(app: App) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=transport, base_url=BASE, headers=PLAIN) as http,
    ):
        yield http


async def named(page: httpx.AsyncClient) -> list[str]:
    """What the first page loads."""
    told = (await page.get("/")).text
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', told)


async def test_the_first_page_names_its_files_by_the_release_and_each_is_there_for_ever(
    page: httpx.AsyncClient,
) -> None:
    paths = [path for path in await named(page) if not re.search("/icons/|manifest", path)]

    answers = [await page.get(path) for path in paths]

    assert len(paths) > 10
    assert {re.sub(r"[0-9a-f]{16}", "*", path).split("/")[2] for path in paths} == {"*"}
    assert {(one.status_code, one.headers["cache-control"]) for one in answers} == {(200, FOR_EVER)}
    assert [difference for one in answers for difference in differences(one)] == []


async def test_a_file_of_another_release_is_the_one_there_is_now_and_is_not_kept(
    page: httpx.AsyncClient,
) -> None:
    answer = await page.get(f"/static/{'0' * 16}/app.js")

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.content == (STATIC / "app.js").read_bytes()


@pytest.mark.parametrize(
    "path", ["/", "/console", "/sw.js", "/static/app.js", "/static/manifest.webmanifest"]
)
async def test_what_has_an_address_of_its_own_is_asked_about_and_costs_nothing_unchanged(
    page: httpx.AsyncClient, path: str
) -> None:
    first = await page.get(path)
    again = await page.get(path, headers={"If-None-Match": first.headers["etag"]})
    changed = await page.get(path, headers={"If-None-Match": '"0000000000000000"'})

    assert [one.status_code for one in (first, again, changed)] == [200, 304, 200]
    assert again.content == b""
    for one in (first, again):
        assert one.headers["cache-control"] == "no-cache"
        assert one.headers["etag"] == first.headers["etag"]
        assert one.headers["vary"] == "Accept-Encoding"
        assert {name: one.headers.get(name) for name in ALWAYS} == ALWAYS
        assert differences(one) == []


async def test_a_browser_gets_the_coding_it_takes_and_a_tag_for_it(page: httpx.AsyncClient) -> None:
    path, whole = "/static/lib/words.js", (STATIC / "lib" / "words.js").read_bytes()

    answers = {
        coding: await page.get(path, headers={"Accept-Encoding": coding})
        for coding in ("br", "zstd", "gzip", "identity")
    }

    assert {name: one.headers.get("content-encoding", "identity") for name, one in answers.items()} == {
        name: name for name in answers
    }
    assert {one.content for one in answers.values()} == {whole}  # httpx takes each apart
    assert len({one.headers["etag"] for one in answers.values()}) == len(answers)
    held = answers["gzip"].headers["etag"]
    other = await page.get(path, headers={"Accept-Encoding": "br", "If-None-Match": held})
    assert other.status_code == 200


async def test_what_is_compressed_by_its_own_format_is_sent_as_it_is(page: httpx.AsyncClient) -> None:
    answer = await page.get("/static/icons/palm-192.png", headers={"Accept-Encoding": "br"})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers


async def test_whoever_asks_for_the_head_alone_is_told_the_same_of_the_file(page: httpx.AsyncClient) -> None:
    for path in ("/", "/console", "/sw.js", "/static/app.js"):
        whole, head = await page.get(path), await page.head(path)

        assert head.status_code == 200
        for name in ("etag", "cache-control", "content-type", "vary"):
            assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    "path",
    [
        "/static/miniprogram/app.js",
        "/static/miniprogram/project.config.json",
        "/static/{release}/miniprogram/app.js",
        "/static/{release}/",
        "/static/{release}",
        "/static/{release}/{release}/app.js",
        "/static/{release}/../../pyproject.toml",
        "/static/{release}/%2e%2e/pyproject.toml",
        "/static/{release}//etc/passwd",
        "/static/{upper}/app.js",
        "/{release}/app.js",
    ],
)
async def test_nothing_else_is_there_behind_a_release_either(page: httpx.AsyncClient, path: str) -> None:
    release = (await named(page))[-1].split("/")[2]

    answer = await page.get(path.format(release=release, upper="ABCDEF0123456789"))

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


async def test_the_staffs_page_never_stands_under_a_citizens_release(page: httpx.AsyncClient) -> None:
    release = (await named(page))[-1].split("/")[2]

    answer = await page.get(f"/static/{release}/console/app.js")

    assert answer.headers["cache-control"] == "no-cache"
    assert release not in (await page.get("/console")).text


async def test_the_first_page_on_the_wire_is_the_one_in_the_repository_but_for_its_addresses(
    page: httpx.AsyncClient,
) -> None:
    sent = (await page.get("/", headers={"Accept-Encoding": "br"})).text
    lying = (STATIC / "index.html").read_text("utf-8")

    without = re.sub(r"/static/[0-9a-f]{16}/", "/static/", sent)
    kept = [line for line in without.splitlines() if "modulepreload" not in line]

    assert kept == [line for line in lying.splitlines() if "modulepreload" not in line]
    assert len(brotli.compress(sent.encode())) < 1500


# the way through the whole of it; what is loaded only when asked for (scanner, pad, English) is no part
JOURNEY = (
    *("sign-in", "signed-in", "consent", "person", "identity", "home", "matter"),
    *("forms", "form", "case", "wallet", "licence"),
)
FIRST_LOAD, WHOLE_JOURNEY = 60 * 1024, 120 * 1024


def on_the_wire(answer: httpx.Response) -> int:
    """Head and body as HTTP/1.1 sends them; HTTP/2 before us makes the head smaller still."""
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    return head + len("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n") + answer.num_bytes_downloaded


async def test_before_anything_is_tapped_sixty_kilobytes_have_come(page: httpx.AsyncClient) -> None:
    release = (await named(page))[-1].split("/")[2]
    paths = ["/", *await named(page), f"/static/{release}/lib/kept-shell.js"]
    assert f"/static/{release}/pages/start.js" in paths

    answers = [await page.get(path, headers={"Accept-Encoding": "br"}) for path in dict.fromkeys(paths)]

    assert sum(map(on_the_wire, answers)) <= FIRST_LOAD


async def test_the_code_of_a_whole_journey_is_a_hundred_and_twenty_kilobytes(page: httpx.AsyncClient) -> None:
    files = {name: asset.body for name, asset in Shelf.of(STATIC).files.items()}
    modules = [
        module for name in ("", *JOURNEY) for module in imported(files, f"pages/{name}.js" if name else ENTRY)
    ]
    sheets = [
        path.partition("/static/")[2].partition("/")[2] for path in await named(page) if path.endswith(".css")
    ]
    assert {"lib/language.js", "pages/form-check.js", "pages/licence-code.js"} <= set(modules)

    answers = [
        await page.get(f"/static/{name}", headers={"Accept-Encoding": "br"})
        for name in dict.fromkeys(["index.html", *modules, *sheets])
    ]

    assert sum(answer.num_bytes_downloaded for answer in answers) <= WHOLE_JOURNEY


@pytest.mark.parametrize("name", ["vendor/qr/decode.js", "lib/read-qr.js", "words/en.js"])
def test_what_few_need_is_loaded_by_nobody_else(name: str) -> None:
    files = {path: asset.body for path, asset in Shelf.of(STATIC).files.items()}
    pages = [ENTRY, *(path for path in files if path.startswith("pages/"))]

    assert name in files
    assert [path for path in pages if name in imported(files, path)] == []
