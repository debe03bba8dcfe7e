"""The phone page inside the city's own app: told its name once a face passed, unbound on leaving."""

import copy

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

CHECK = "idc_01je7jryg7e008000000000008"
NAME = "invented-account-of-an-app-0001"
SHELL = """
window.palmShell = {
  platform: "harmony",
  bindAccount: (name) => window.boundAs(name),
  unbindAccount: () => window.boundAs(""),
};
"""


@pytest.fixture
def bound(phone: Phone) -> list[str]:
    """What the app was told to bind, the last last; empty: nothing any more."""
    told: list[str] = []

    def hear(name: str) -> None:  # the browser's bridge takes no built-in
        told.append(name)

    phone.page.expose_function("boundAs", hear)
    phone.page.add_init_script(SHELL)
    return told


def heard(phone: Phone, bound: list[str], *names: str) -> bool:
    """The bridge is asked beside the page."""
    return phone.until(lambda: bound == list(names))


def signed_in(paper: Paper, phone: Phone) -> None:
    """By the face, which passes at once."""
    paper.says["open_identity_check"] = {
        "identityCheckId": CHECK,
        "resumeToken": "invented-resume-token-0000",
        "verifyUrl": f"{phone.url}/#/identity?check={CHECK}&ticket={'0' * 64}",
        "expiresAt": "2026-11-21T02:30:00Z",
    }
    told = paper.contract["paths"]["/v1/citizen/identity-checks/{identityCheckId}/result"]["post"]
    said = told["responses"]["200"]["content"]["application/json"]["examples"]["passed"]["value"]
    paper.says["finish_identity_check"] = said
    go(phone, "/consent")
    phone.tap("agree-face")
    phone.page.get_by_test_id("name").fill("甲子安")
    phone.page.get_by_test_id("id-number").fill("999999190001010007")
    phone.tap("open-face")
    phone.on("page-matter")


def bound_here(paper: Paper) -> None:
    """The list says that this app is told."""
    told = copy.deepcopy(paper.contract["paths"]["/v1/citizen/sessions"]["get"]["responses"]["200"])
    found = told["content"]["application/json"]["example"]
    found["sessions"][0]["appBound"] = True
    paper.says["list_sessions"] = found


def test_whoever_signs_in_inside_the_app_is_told_there(phone: Phone, paper: Paper, bound: list[str]) -> None:
    signed_in(paper, phone)

    assert heard(phone, bound, NAME)
    assert paper.heard("bind_app") == [{"platform": "harmony"}]
    assert phone.complaints == []


def test_a_city_without_pushes_signs_people_in_all_the_same(
    phone: Phone, paper: Paper, bound: list[str]
) -> None:
    paper.refuses["bind_app"] = ["app-push-not-offered"]

    signed_in(paper, phone)

    assert bound == []


def test_signing_out_everywhere_unbinds_the_app(phone: Phone, paper: Paper, bound: list[str]) -> None:
    signed_in(paper, phone)
    assert heard(phone, bound, NAME)
    go(phone, "/sessions")
    phone.tap("end-all")
    phone.tap("end-all-sure")

    phone.on("page-home")  # an office made of paper lets everybody in again
    assert heard(phone, bound, NAME, "")


def test_the_list_of_devices_turns_it_on_and_off_in_the_app_alone(
    phone: Phone, paper: Paper, bound: list[str]
) -> None:
    go(phone, "/sessions")
    phone.tap("told-here")
    expect(phone.on("told-here")).to_contain_text("有事时用应用提醒我")
    bound_here(paper)
    phone.page.reload()
    expect(phone.on("session-list")).to_contain_text("应用里收提醒")
    phone.check_screen()
    phone.tap("told-here")

    expect(phone.on("told-here")).to_be_enabled()
    assert heard(phone, bound, NAME, "")
    assert len(paper.heard("unbind_app")) == 1


def test_who_signed_in_without_a_face_is_told_there_only_after_one(
    phone: Phone, paper: Paper, bound: list[str]
) -> None:
    paper.refuses["bind_app"] = ["face-needed"]
    go(phone, "/sessions")

    phone.tap("told-here")

    phone.on("agree-face")
    assert bound == []


def test_another_house_binds_no_app(phone: Phone, paper: Paper, bound: list[str]) -> None:
    url = f"{phone.url}/?way=unified-identity&ticket=TK-invented-000001&state=invented-state-0001#/signed-in"
    paper.says["begin_outside_sign_in"] = {"url": url, "expiresAt": "2026-11-21T02:10:00Z"}
    go(phone, "/sign-in")
    phone.tap("by-unified-identity")

    phone.on("page-home")
    assert (paper.bodies("bind_app"), bound) == ([], [])


def test_in_a_browser_nothing_is_asked_and_nothing_offered(phone: Phone, paper: Paper) -> None:
    signed_in(paper, phone)
    go(phone, "/sessions")

    phone.on("session-list")
    expect(phone.page.get_by_test_id("told-here")).to_have_count(0)
    assert paper.bodies("bind_app") == []
