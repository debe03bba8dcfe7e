"""A licence verified: its code read from a photo, before a camera, or typed; what stands in the way."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect

from domain.licences.presentation import qr_text
from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

CODE = "QH7K2M9XW4T8R3V6Y5ZBCDFGJN"
PHOTO_SIZE = (1600, 1200)


def photo(text: str = "") -> bytes:
    """Taken slantwise, with things around the code; without a text there is no code in it."""
    table = Image.new("RGB", PHOTO_SIZE, (92, 80, 70))
    if text:
        drawn = io.BytesIO()
        segno.make_qr(text, error="m").save(drawn, kind="png", scale=12, border=4)
        code = Image.open(drawn).convert("RGB").rotate(11, expand=True, fillcolor=(92, 80, 70))
        table.paste(code, (500, 300))
    taken = io.BytesIO()
    table.save(taken, "JPEG", quality=80)
    return taken.getvalue()


@pytest.fixture
def counter(phone: Phone) -> Phone:
    """Somebody whose key is known."""
    go(phone, "/verify")
    phone.type("verify-key", "an invented key")
    phone.tap("verify-open")
    return phone


def give(phone: Phone, content: bytes, kind: str = "image/jpeg") -> None:
    name = "photo.jpg" if kind == "image/jpeg" else "notes.txt"
    file: Any = {"name": name, "mimeType": kind, "buffer": content}
    phone.page.get_by_test_id("scan-photo").set_input_files(file)


def test_a_photo_of_the_code_is_read_and_asked_about_at_once(counter: Phone, paper: Paper) -> None:
    give(counter, photo(qr_text(CODE)))

    expect(counter.on("verify-result")).to_contain_text("证照有效")
    [body] = paper.heard("verify_presentation")
    assert body["code"] == qr_text(CODE)
    assert counter.complaints == []


@pytest.mark.parametrize(
    ("file", "trouble", "said"),
    [
        ((photo(), "image/jpeg"), "noCode", "照片里没有认出二维码"),
        ((b"no picture at all", "text/plain"), "noPicture", "这个文件打不开"),
    ],
)
def test_a_photo_without_a_code_is_said_to_be_one(
    counter: Phone, file: tuple[bytes, str], trouble: str, said: str
) -> None:
    give(counter, *file)

    told = counter.on("scan-trouble")
    expect(told).to_contain_text(said)
    expect(told.locator("[data-kind]")).to_have_attribute("data-kind", trouble)
    assert counter.asked("/verifications") == 0
    counter.check_screen()


def test_who_cannot_scan_types_the_code(counter: Phone, paper: Paper) -> None:
    counter.tap("verify-send")
    expect(counter.page.locator(".palm-field__slip")).to_contain_text("请输入二维码下面的编码")

    counter.type("verify-code", CODE)
    counter.tap("verify-send")

    counter.on("verify-result")
    assert [body["code"] for body in paper.heard("verify_presentation")] == [CODE]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("NotAllowedError", "没有允许使用相机"),
        ("NotFoundError", "没有找到相机"),
        ("NotReadableError", "相机正被别的应用使用"),
    ],
)
def test_a_camera_that_does_not_come_is_said_with_what_to_do(counter: Phone, error: str, said: str) -> None:
    counter.page.evaluate(
        """(name) => {
          navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", name); };
        }""",
        error,
    )

    counter.tap("scan-open")

    expect(counter.on("scan-trouble")).to_contain_text(said)
    counter.on("scan-open")  # another try
    counter.on("verify-code")  # and the other way


@pytest.fixture
def before_a_camera(playwright: Playwright, chromium: str, paper: Paper, tmp_path: Path) -> Iterator[Phone]:
    """A phone whose camera sees a code that is shown, and nothing else."""
    seen = tmp_path / "seen.mjpeg"
    seen.write_bytes(photo(qr_text(CODE)))
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser: Browser = playwright.chromium.launch(
        executable_path=chromium, args=[*camera, f"--use-file-for-fake-video-capture={seen}"]
    )
    held = Phone.new(playwright, browser, paper.url)
    yield held
    held.put_away()
    browser.close()


def test_a_code_before_the_camera_is_read_and_the_camera_goes_off(
    before_a_camera: Phone, paper: Paper
) -> None:
    phone = before_a_camera
    phone.page.add_init_script(
        """const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (...told) => (window.given = await ask(...told));"""
    )
    go(phone, "/verify")
    phone.type("verify-key", "an invented key")
    phone.tap("verify-open")

    phone.tap("scan-open")

    expect(phone.on("verify-result")).to_contain_text("证照有效")
    assert [body["code"] for body in paper.heard("verify_presentation")] == [qr_text(CODE)]
    assert phone.page.evaluate("window.given.getTracks().map((one) => one.readyState)") == ["ended"]
    assert phone.page.get_by_test_id("scan-camera").count() == 0
    assert phone.complaints == []
