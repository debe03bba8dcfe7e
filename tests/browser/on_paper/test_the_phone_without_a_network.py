"""The page's own files are kept on the phone, of one release, and nothing else: it opens offline."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.on_paper.files import Files
from tests.browser.phone import Phone

KEPT = """async () => {
  const names = await caches.keys();
  const each = names.map(async (name) => (await caches.open(name)).keys());
  const urls = (await Promise.all(each)).flat().map((one) => new URL(one.url));
  return { names, paths: urls.map((url) => url.pathname + url.search) };
}"""
ACTIVE = """async (release) => {
  const found = await navigator.serviceWorker.getRegistration("/");
  return Boolean(found?.active?.state === "activated" && found.active.scriptURL.endsWith(release));
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    held = Files(tmp_path_factory.mktemp("files"))
    yield held
    held.close()


@pytest.fixture
def phone(playwright: Playwright, browser: Browser, files: Files) -> Iterator[Phone]:
    files.open()
    held = Phone.new(playwright, browser, files.url)
    yield held
    held.put_away()


def settled(phone: Phone, release: str) -> dict[str, Any]:
    """What is kept, once the worker of this release is at work."""
    phone.until(lambda: phone.page.evaluate(ACTIVE, release))
    kept: dict[str, Any] = phone.page.evaluate(KEPT)
    return kept


def cut_off(phone: Phone, files: Files) -> None:
    files.close()
    phone.context.set_offline(True)


def test_the_page_opens_without_a_network_and_says_so(phone: Phone, files: Files) -> None:
    phone.open()
    phone.on("page-start")
    settled(phone, files.release)
    cut_off(phone, files)

    phone.page.reload()

    phone.on("page-start")
    expect(phone.on("offline")).to_contain_text("现在没有网络")
    phone.on("code")


def test_only_files_of_this_release_are_kept_and_no_answer_of_the_office(phone: Phone, files: Files) -> None:
    phone.open()
    settled(phone, files.release)
    phone.page.goto(f"{files.url}/#/message")
    phone.on("page-message")
    phone.page.evaluate("fetch('/live').then((answer) => answer.text())")
    phone.page.evaluate("fetch('/v1/citizen/items').then((answer) => answer.text(), () => '')")

    kept = settled(phone, files.release)

    assert kept["names"] == [f"palm-{files.release}"]
    assert all(path == "/" or path.startswith(f"/static/{files.release}/") for path in kept["paths"])
    assert {"/", f"/static/{files.release}/app.js", f"/static/{files.release}/pages/message.js"} <= set(
        kept["paths"]
    )
    assert not any("console" in path or "/v1" in path for path in kept["paths"])


def test_a_new_release_comes_at_once_and_leaves_nothing_of_the_old(phone: Phone, files: Files) -> None:
    phone.open()
    old = files.release
    settled(phone, old)

    files.release_anew("pages/start.js", "请输入短信里的九位办理码", "请输入新的九位办理码")
    phone.page.reload()
    expect(phone.on("page-start")).to_contain_text("请输入新的九位办理码")
    kept = settled(phone, files.release)

    assert files.release != old
    assert kept["names"] == [f"palm-{files.release}"]
    assert not any(old in path for path in kept["paths"])
    cut_off(phone, files)
    phone.page.reload()
    expect(phone.on("page-start")).to_contain_text("请输入新的九位办理码")


def test_a_page_of_the_release_before_never_meets_files_of_another_in_what_is_kept(phone: Phone) -> None:
    """Between the page and its worker an upgrade came: nothing is kept rather than a mix."""
    phone.open()
    refused = phone.page.evaluate(
        """navigator.serviceWorker.getRegistration("/").then((found) => found?.unregister())
        .then(() => caches.keys()).then((names) => Promise.all(names.map((name) => caches.delete(name))))
        .then(() => navigator.serviceWorker.register("/sw.js?release=0123456789abcdef"))
        .then((made) => new Promise((done) => {
          const worker = made.installing;
          worker.addEventListener("statechange", () => done(worker.state));
        }))"""
    )

    assert refused == "redundant"
    assert not any("0123456789abcdef" in name for name in phone.page.evaluate("caches.keys()"))


def test_the_staffs_page_is_none_of_its_business(phone: Phone, files: Files) -> None:
    phone.open()
    before = settled(phone, files.release)
    phone.page.goto(f"{files.url}/console")
    phone.page.locator("#app").wait_for()

    assert phone.page.evaluate(KEPT) == before
    cut_off(phone, files)
    with pytest.raises(Exception, match=re.compile("ERR_", re.ASCII)):
        phone.page.goto(f"{files.url}/console", timeout=5000)
