"""The gateway's file: everything that is wrong is told at once, and only a file without a fault is used."""

from pathlib import Path

import pytest

from adapters.gateway.plan_file import GatewayProblems, load_plan
from adapters.sandbox.department import gateway_file
from domain.gateway.plan import GatewayPlan

GOOD = gateway_file("http://127.0.0.1:18099")
PAY = 'address = "http://127.0.0.1:18099/page/pay"'
TARGET = 'target = "/prod/progress/{caseNo}"'
NAME = 'name = "X-Operator-Name"'
PATTERN = '"[A-Z0-9-]{1,64}"'
JSON = '["application/json"]'
SECRETS = {"construction": "ak:sk", "national": "rid:key", "construction-bureau": "ak2:sk2"}


def problems(
    folder: Path, text: str, secrets: dict[str, str] | None = None, *, loopback: bool = True
) -> list[str]:
    file = folder / "gateway.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load_plan(file, SECRETS if secrets is None else secrets, loopback=loopback)
    except GatewayProblems as told:
        return [str(problem) for problem in told.problems]
    return []


def test_the_file_of_the_sandbox_is_without_a_fault(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


def test_without_a_file_the_gateway_offers_nothing() -> None:
    assert load_plan(None, {}, loopback=False) == (GatewayPlan(), {})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('path = "/{caseNo}"', 'path = "/../{caseNo}"', "routes[1].path: is not /plain/parts"),
        ('path = "/{caseNo}"', 'path = "/x"', "routes[1].path: does not name each of its parameters once"),
        (TARGET, 'target = "/prod/{other}"', "routes[1].target: names a parameter"),
        (TARGET, 'target = "//evil"', "routes[1].target: is not /plain/parts"),
        (PATTERN, '".*"', "routes[1].parameters[1].pattern: is not classes"),
        (PATTERN, '"(a+)+"', "routes[1].parameters[1].pattern: is not classes"),
        (PATTERN, '"[Z-A]"', "routes[1].parameters[1].pattern: is not classes"),
        (f"answers = {JSON}", 'answers = ["text/html"]', "routes[1].answers: is not one or more of"),
        ('name = "progress"', 'name = "sso"', "routes[1].name: is reserved"),
        ('name = "urge"', 'name = "Urge"', "routes[3].name: Urge is not lower-case"),
        (f"bodies = {JSON}", 'bodies = ["image/svg+xml"]', "routes[3].bodies: is not among"),
        ("most_body_bytes = 4096", "most_body_bytes = 9999999", "routes[3].most_body_bytes: is not 1 to"),
        (NAME, 'name = "Host"', "routes[3].along[2].name: is no header a route may write"),
        (NAME, 'name = "x-applicant-code"', "routes[3].along[1].name: stands twice"),
        (NAME, 'name = "X-A\\r\\nB"', "routes[3].along[2].name: is no header"),
        ('back_end = "national"', 'back_end = "nobody"', "routes[4].back_end: nobody is not among"),
        ('scheme = "gateway-hmac"', 'scheme = "md5"', "back_ends[1].scheme: "),
        ('sid = "s_370200000000_8001"\n', "", "back_ends[2].sid: goes with scheme"),
        ("deadline_seconds = 5.0", "deadline_seconds = 600.0", "back_ends[1].deadline_seconds: is not"),
        ("at_once = 4", "at_once = 0", "back_ends[1].at_once: is not"),
        ("rest_seconds = 2.0", "rest_seconds = 0.1", "back_ends[1].breaker.rest_seconds: is not"),
        ('level = "face"\nanswers', 'level = "none"\nanswers', "routes[2].level: "),
        (PAY, 'address = "javascript:alert(1)"', "pages[2].address: is not https"),
        (PAY, 'address = "https://{caseNo}.test/"', "pages[2].address: is not a plain"),
        (PAY, 'address = "https://a@b.test/"', "pages[2].address: is not https"),
        (PAY, 'address = "https://b.test/?ticket=1"', "the ticket is ours to add"),
        ('name = "construction-pay"', 'name = "construction-progress"', "construction-progress stands twice"),
        ('title = "住房和城乡建设局（虚构）"', 'title = "x"\ncolour = "r"', "departments[1].colour: is not"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD

    assert any(told in one for one in problems(tmp_path, GOOD.replace(old, new, 1))), problems(
        tmp_path, GOOD.replace(old, new, 1)
    )


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("at_once = 4", "at_once = 0").replace('name = "progress"', 'name = "sso"')

    told = problems(tmp_path, text, {"construction": "nocolon", "stranger": "a:b"})

    assert {one.partition(": ")[2].partition(":")[0] for one in told} == {
        "construction", "back_ends[1].at_once", "routes[1].name", "back_ends.national",
        "departments.construction-bureau", "stranger",
    }  # fmt: skip


def test_production_speaks_https_only_and_keeps_no_short_secret(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD, loopback=False)

    assert any("back_ends[1].base_url" in one and "https" in one for one in told)
    assert any("back_ends[2].secret_url" in one for one in told)
    assert any("pages[1].address" in one for one in told)
    assert sum("shorter than 16" in one for one in told) == 3
    assert not any("sk2" in one for one in told)


def test_what_is_no_toml_is_told_as_such(tmp_path: Path) -> None:
    [told] = [one for one in problems(tmp_path, "[[back_ends") if "TOML" in one]

    assert told.startswith("gateway.toml: file: is not TOML")
