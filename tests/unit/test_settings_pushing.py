"""The push service and the ways of notices, as settings say them."""

import pytest

from bff.settings import SettingsProblems
from bff.settings_environment import read
from domain.kernel.party import Channel
from tests.unit.test_settings import GOOD_SECRET, PRODUCTION

VENDOR = {"PALM_PUSH_URL": "https://push.example", "PALM_PUSH_ACCOUNT": "a", "PALM_PUSH_SECRET": GOOD_SECRET}
WHOLE = VENDOR | {
    "PALM_PUSH_VENDOR": "emas",
    "PALM_PUSH_APPS": "android=24800001,ios=24800002",
    "PALM_PUSH_ACTIVITY": "cn.example.Popup",
}


def test_a_push_service_is_chosen_by_name() -> None:
    settings = read(PRODUCTION | WHOLE)

    assert (settings.push_vendor, settings.push_apps["ios"]) == ("emas", "24800002")


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ({"PALM_PUSH_VENDOR": "pigeon"}, "PALM_PUSH_VENDOR: names emas, or nobody"),
        ({"PALM_PUSH_APPS": ""}, "PALM_PUSH_APPS is not set"),
        ({"PALM_PUSH_APPS": "android=x1"}, "PALM_PUSH_APPS: say android=AppKey"),
        ({"PALM_PUSH_APPS": "symbian=1"}, "PALM_PUSH_APPS: say android=AppKey"),
        ({"PALM_PUSH_ACTIVITY": ""}, "PALM_PUSH_ACTIVITY is not set"),
        (dict.fromkeys(VENDOR, ""), "PALM_PUSH_URL is not set"),
        ({"PALM_NOTICE_WAYS": "app"}, "PALM_NOTICE_WAYS: names mini-program"),
    ],
)
def test_what_is_missing_or_unknown_is_said_at_start(without: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsProblems) as raised:
        read(PRODUCTION | WHOLE | without)

    assert said in str(raised.value)


def test_without_a_word_people_are_told_in_wechat_first_and_by_text_last() -> None:
    ways = read(PRODUCTION).notice_ways

    assert (ways[0], ways[-1], len(ways)) == (Channel.MINI_PROGRAM, Channel.SMS, 4)


def test_the_order_is_the_citys() -> None:
    settings = read(PRODUCTION | {"PALM_NOTICE_WAYS": "app,sms"})

    assert settings.notice_ways == (Channel.APP, Channel.SMS)
