"""The screen of whoever verifies a licence: the key, the ways to its code, and what the code is worth."""

from typing import Any

from playwright.sync_api import FilePayload

from tests.browser.phone import Phone
from tests.browser.screens.kinds import Change, State, asking, filled, tapped

NO_CAMERA = """
  () => {
    navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError"); };
  }
"""
NO_PICTURE = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"no picture at all")
SHOWN = "QH7K2M9XW4T8R3V6Y5ZBCDFGJN"
KNOWN = (filled("verify-key", "an invented key"), *tapped("verify-open"))  # in the verifiers' register
ASKED = (*KNOWN, filled("verify-code", SHOWN), *tapped("verify-send"))


def _answered(result: str, **licence: str) -> dict[str, Change]:
    """What a verifier is told of the code."""
    return {
        "verify_presentation": lambda body: body | {"result": result, "licence": body["licence"] | licence}
    }


def _told_no(body: Any) -> Any:
    """Of a code that is no use nothing is told."""
    return {name: value for name, value in body.items() if name != "licence"} | {"result": "used"}


def _without_camera(phone: Phone) -> None:
    phone.page.evaluate(NO_CAMERA)
    phone.tap("scan-open")


def _with_a_file(phone: Phone) -> None:
    phone.page.get_by_test_id("scan-photo").set_input_files(NO_PICTURE)


VERIFY = asking(
    "verify",
    "/verify",
    "verify-code",
    acts=KNOWN,
    elsewhere=State(shows="verify-result", says={"verify_presentation": _told_no}, acts=ASKED),
    faces={
        "valid": State(shows="verify-licence", says=_answered("valid"), acts=ASKED),
        "not-valid": State(
            shows="verify-licence",
            says=_answered("not_valid", status="revoked", statusText="已撤销"),
            acts=ASKED,
        ),
        "no-camera": State(shows="scan-trouble", acts=(*KNOWN, _without_camera)),
        "no-picture": State(shows="scan-trouble", acts=(*KNOWN, _with_a_file)),
    },
    operation="read_verifier",
    problem="key-unknown",
    sends=State(shows="", acts=KNOWN),
)
