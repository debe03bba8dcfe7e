"""Settings about couriers: whom they name is there, whole, and on the office's own account."""

import pytest

from bff.settings import SettingsProblems
from bff.settings_environment import read
from tests.unit.test_settings import PRODUCTION

SF = ("PALM_SF_URL", "PALM_SF_ACCOUNT", "PALM_SF_SECRET")
EMS = ("PALM_EMS_URL", "PALM_EMS_ACCOUNT", "PALM_EMS_SECRET")


def _problems(*missing: str, **changed: str) -> list[str]:
    kept = {key: value for key, value in {**PRODUCTION, **changed}.items() if key not in missing}
    try:
        read(kept)
    except SettingsProblems as found:
        return [
            problem
            for problem in found.problems
            if "COURIER" in problem or "SF" in problem or "EMS" in problem
        ]
    return []


def test_one_vendor_orders_when_nothing_is_said() -> None:
    assert _problems() == []


def test_vendors_are_named_in_the_order_of_preference() -> None:
    assert _problems(PALM_COURIER_VENDORS="ems, sf,kuaidi100") == []


@pytest.mark.parametrize("named", ["pigeon", "sf,sf", "sf,"])
def test_a_vendor_nobody_knows_or_one_named_twice_is_a_problem(named: str) -> None:
    assert _problems(PALM_COURIER_VENDORS=named) == [
        "PALM_COURIER_VENDORS: names of kuaidi100, sf, ems, each once"
    ]


@pytest.mark.parametrize(("name", "parts"), [("sf", SF), ("ems", EMS)])
def test_a_vendor_named_without_its_account_is_a_problem(name: str, parts: tuple[str, ...]) -> None:
    assert _problems(*parts, PALM_COURIER_VENDORS=name) == [
        f"PALM_COURIER_VENDORS: names {name}, and PALM_{name.upper()}_URL is not set"
    ]


@pytest.mark.parametrize(
    "needed",
    ["PALM_SF_MONTHLY_CARD", "PALM_SF_CALLBACK_SECRET", "PALM_EMS_AUTHORIZATION", "PALM_EMS_CALLBACK_SECRET"],
)
def test_a_vendor_without_the_offices_account_or_the_address_of_its_news_is_a_problem(needed: str) -> None:
    assert _problems(needed) == [f"{needed}: is not set"]


def test_a_way_of_signing_nobody_knows_is_a_problem() -> None:
    assert _problems(PALM_SF_DIGEST="md4") == ["PALM_SF_DIGEST: is none of sm3, standard-md5, simple-md5"]


@pytest.mark.parametrize("key", ["not base64 at all!", "c2hvcnQ="])
def test_an_ems_key_is_sixteen_bytes_in_base64(key: str) -> None:
    assert "PALM_EMS_SECRET: is no SM4 key (base64 of 16 bytes)" in _problems(
        PALM_EMS_SECRET=key, PALM_COURIER_VENDORS="ems"
    )
