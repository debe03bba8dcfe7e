"""Settings of the face vendors: an order of known and whole ones, and at most one more endpoint."""

import pytest

from bff.settings import SettingsProblems
from bff.settings_environment import read
from bff.settings_faces import endpoints, hosts, verifiers
from tests.unit.test_settings import PRODUCTION

WHOLE = PRODUCTION | {"PALM_FACE_VENDORS": "tencent, aliyun", "PALM_FACE_TENCENT_RULE": "1"}


def problems(**changed: str) -> list[str]:
    with pytest.raises(SettingsProblems) as found:
        read(WHOLE | changed)
    return [one for one in found.value.problems if "FACE" in one]


def test_the_order_of_the_vendors_is_the_settings() -> None:
    assert verifiers("tencent, aliyun") == ("tencent", "aliyun")
    assert verifiers("aliyun") == ("aliyun",)


@pytest.mark.parametrize("names", ["baidu", "aliyun,aliyun", "aliyun,", ","])
def test_a_vendor_nobody_knows_or_named_twice_is_a_problem(names: str) -> None:
    assert problems(PALM_FACE_VENDORS=names) == ["PALM_FACE_VENDORS: names of aliyun, tencent, each once"]


def test_a_vendor_that_is_named_is_set_up_whole() -> None:
    missing = {f"PALM_FACE_TENCENT_{part}": "" for part in ("URL", "ACCOUNT", "SECRET", "RULE")}

    assert problems(**missing) == [
        "PALM_FACE_VENDORS: names tencent, and PALM_FACE_TENCENT_URL is not set",
        "PALM_FACE_TENCENT_RULE: is not set",
    ]


def test_there_is_one_backup_endpoint_and_production_reaches_both_by_https() -> None:
    two = "https://cloudauth.example, https://cloudauth.cn-beijing.example"

    assert endpoints(two) == ("https://cloudauth.example", "https://cloudauth.cn-beijing.example")
    assert problems(PALM_FACE_URL=f"{two}, https://third.example") == [
        "PALM_FACE_URL: names more than an endpoint and its backup"
    ]
    assert problems(PALM_FACE_URL="https://a.example,http://b.example") == [
        "PALM_FACE_URL: production speaks https only"
    ]


def test_pages_of_a_vendor_we_do_not_know_are_named_by_their_hosts() -> None:
    assert hosts("Page.example, b.example") == ("page.example", "b.example")
    assert hosts("") == ()


@pytest.mark.parametrize("names", ["https://page.example", "com", "a.example,", "*.example", "a.example/x"])
def test_what_is_no_name_of_a_host_is_a_problem(names: str) -> None:
    assert problems(PALM_FACE_PAGES=names) == ["PALM_FACE_PAGES: say host.example,other.example"]
