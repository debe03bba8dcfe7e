"""Settings: all problems at once, by name and never by value; production refuses what a sandbox may have."""

from decimal import Decimal

import pytest

from bff.settings import OPTIONAL, VENDORS, Mode, SettingsProblems
from bff.settings_environment import read

GOOD_SECRET = "9f4c1b7e22d84a06b5"
PRODUCTION = {
    "PALM_MODE": "production",
    "PALM_FOLDER": "/var/lib/palm",
    "PALM_DATABASE_URL": "postgresql://palm_runtime@db.example/palm",
    "PALM_REDIS_URL": "rediss://cache.example/0",
    "PALM_KEYS_FILE": "/etc/palm/keys.json",
    "PALM_CHECKPOINTS_FILE": "/srv/checkpoints/palm.jsonl",
    "PALM_PUBLIC_URL": "https://palm.example",
    **{f"PALM_{name.upper()}_URL": f"https://{name.replace('_', '-')}.example" for name in VENDORS},
    **{f"PALM_{name.upper()}_ACCOUNT": f"account-{name}" for name in VENDORS},
    **{f"PALM_{name.upper()}_SECRET": GOOD_SECRET for name in VENDORS},
    "PALM_SMS_SIGN_NAME": "莱西政务",
    "PALM_SMS_INVITE_CODE": "SMS_1",
    "PALM_SMS_INVITE_TEXT": "${org}的证照即将到期，如需帮助请致电12345。",
    "PALM_SMS_CHANGE_CODE": "SMS_2",
    "PALM_SMS_CHANGE_TEXT": "${org}有证照手续待办，如需帮助请致电12345。",
    "PALM_SMS_CASE_CODE": "SMS_3",
    "PALM_SMS_CASE_TEXT": "${item}有新的办理通知，如需帮助请致电12345。",
    "PALM_SMS_CODE_CODE": "SMS_4",
    "PALM_SMS_CODE_TEXT": "验证码是${code}。",
    "PALM_SMS_ALERT_CODE": "SMS_5",
    "PALM_SMS_ALERT_TEXT": "安全提醒：${what}。如需帮助请致电12345。",
    "PALM_SMS_CALLBACK_SECRET": GOOD_SECRET,
    "PALM_FACE_SCENE": "1",
    "PALM_COURIER_CUSTOMER": "C",
    "PALM_COURIER_SECOND_SECRET": GOOD_SECRET,
    "PALM_SF_MONTHLY_CARD": "7551234567",
    "PALM_SF_CALLBACK_SECRET": GOOD_SECRET,
    "PALM_EMS_SECRET": "Wm1JcUpkOHlLcDNSdkw1Qg==",
    "PALM_EMS_AUTHORIZATION": GOOD_SECRET,
    "PALM_EMS_CALLBACK_SECRET": GOOD_SECRET,
    "PALM_REGULATOR_PUSH_ACCOUNT": "push",
    "PALM_REGULATOR_PUSH_SECRET": GOOD_SECRET,
    "PALM_ARCHIVE_FOLDER": "/var/lib/palm-archive",
    "PALM_APPROVAL_PUSH_ACCOUNT": "push",
    "PALM_APPROVAL_PUSH_SECRET": GOOD_SECRET,
    "PALM_SEALS": "11370285MB9990012C=ab",
    "PALM_LICENCE_BANK_TOKEN": GOOD_SECRET,
    "PALM_WECHAT_PUSH_TOKEN": GOOD_SECRET,
    "PALM_WECHAT_PUSH_KEY": "Z4kq" * 10 + "Z4k",
    "PALM_WECHAT_TEMPLATE": "template-1",
    "PALM_OFFICIAL_ACCOUNT_PUSH_TOKEN": GOOD_SECRET,
    "PALM_OFFICIAL_ACCOUNT_PUSH_KEY": "Z4kr" * 10 + "Z4k",
    "PALM_OFFICIAL_ACCOUNT_TEMPLATE": "template-2",
}


def _problems(**changed: str | None) -> list[str]:
    environment = {**PRODUCTION, **{key: value for key, value in changed.items() if value is not None}}
    for key, value in changed.items():
        if value is None:
            del environment[key]
    with pytest.raises(SettingsProblems) as found:
        read(environment)
    return found.value.problems


def test_a_whole_production_configuration_is_read() -> None:
    settings = read(PRODUCTION)

    assert settings.mode is Mode.PRODUCTION
    assert settings.seals == {"11370285MB9990012C": "ab"}
    assert GOOD_SECRET not in repr(settings.sms)


def test_all_problems_are_told_at_once() -> None:
    problems = _problems(PALM_MODE=None, PALM_PUBLIC_URL=None, PALM_PORT="eighty")

    assert [line.partition(":")[0] for line in problems] == ["PALM_MODE", "PALM_PUBLIC_URL", "PALM_PORT"]


def test_a_setting_we_do_not_know_is_a_problem() -> None:
    assert _problems(PALM_DATABSE_URL="x") == ["PALM_DATABSE_URL: no such setting"]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PALM_SMS_URL", "http://sms.example", "https"),
        ("PALM_FACE_URL", "https://127.0.0.1:8102", "sandbox vendor"),
        ("PALM_RATING_SECRET", "x9", "shorter"),
        ("PALM_APPROVAL_SECRET", "sandbox-secret-of-approval", "default"),
        ("PALM_APPROVAL_PUSH_SECRET", "changeme-changeme-changeme", "default"),
        ("PALM_WECHAT_PUSH_TOKEN", "sandboxPushToken00000", "default"),
        ("PALM_WECHAT_PUSH_KEY", "Z4kqZ4k", "shorter"),
        ("PALM_WECHAT_PUSH_KEY", "Z4kq" * 10 + "Z4!", "EncodingAESKey"),
        ("PALM_GATEWAY_SECRETS", "bureau=ak:changeme-changeme-changeme", "default"),
        ("PALM_ENTERPRISE_REGISTER_URL", "http://register.example", "https"),
        ("PALM_WECHAT_URL", "https://localhost:8111", "sandbox vendor"),
        ("PALM_WECHAT_TEMPLATE", None, "is not set"),
        ("PALM_SMS_CHANGE_TEXT", None, "is not set"),
        ("PALM_GATEWAY_FILE", "/nowhere/gateway.toml", "is not a file"),
        ("PALM_GATEWAY_SECRETS", "construction", "name=key:secret"),
        ("PALM_PUBLIC_URL", "http://palm.example", "https"),
        ("PALM_QUIET_HOURS", "off", "night"),
        ("PALM_CHECKPOINTS_FILE", "/var/lib/palm/checkpoints.jsonl", "away"),
        ("PALM_DATABASE_URL", None, "is not set"),
        ("PALM_REDIS_URL", None, "is not set"),
        ("PALM_KEYS_FILE", None, "is not set"),
        ("PALM_SEALS", "body-without-a-fingerprint", "fingerprint"),
    ],
)
def test_production_refuses_by_name_and_never_by_value(name: str, value: str | None, word: str) -> None:
    problems = _problems(**{name: value})

    assert any(line.startswith(name) and word in line for line in problems)
    assert not any(value and value in line for line in problems)


def test_a_sandbox_needs_no_servers_of_its_own() -> None:
    settings = read({**PRODUCTION, "PALM_MODE": "sandbox", "PALM_DATABASE_URL": "", "PALM_REDIS_URL": ""})

    assert (settings.database_url, settings.redis_url) == ("", "")


def test_pages_that_may_read_us_are_named_whole() -> None:
    told = "https://city.example, https://city.example:8443,http://localhost:5173"

    settings = read({**PRODUCTION, "PALM_CORS_ORIGINS": told})

    assert settings.cors_origins == {
        "https://city.example",
        "https://city.example:8443",
        "http://localhost:5173",
    }
    assert read(PRODUCTION).cors_origins == frozenset()


@pytest.mark.parametrize(
    "told",
    [
        *("*", "null", "https://*.example", "https://city.example/", "https://city.example/path"),
        *(
            "http://city.example",
            "https://City.example",
            "city.example",
            "https://a.example https://b.example",
        ),
        *("https://user@city.example", "https://city.example:0", "https://-a.example", "https://"),
    ],
)
def test_whatever_is_no_address_of_a_page_is_no_setting(told: str) -> None:
    [problem] = _problems(PALM_CORS_ORIGINS=told)

    assert problem.startswith("PALM_CORS_ORIGINS: ")


def test_the_oldest_client_of_each_kind_is_named() -> None:
    settings = read({**PRODUCTION, "PALM_CLIENT_MINIMUM": "h5=1.2, miniprogram=2.0.1"})

    assert settings.client_minimum == {"h5": (1, 2, 0, 0), "miniprogram": (2, 0, 1, 0)}
    assert set(read(PRODUCTION).client_minimum) == {"h5", "miniprogram"}


@pytest.mark.parametrize("told", ["1.2", "h5", "h5=", "h5=one", "desk=1.0", "h5=1.0,h5=1.1", "h5=1.0.0.0.0"])
def test_whatever_is_no_version_of_a_client_is_no_setting(told: str) -> None:
    [problem] = _problems(PALM_CLIENT_MINIMUM=told)

    assert problem.startswith("PALM_CLIENT_MINIMUM: ")


@pytest.mark.parametrize("told", ["0", "-1", "many", "1.5"])
def test_a_process_answers_at_least_one_at_once(told: str) -> None:
    [problem] = _problems(PALM_AT_ONCE=told)

    assert problem == "PALM_AT_ONCE: is no whole number above 0"


@pytest.mark.parametrize("told", ["-1", "721", "a day", "1.5"])
def test_how_old_a_checkpoint_may_be_is_a_number_of_hours(told: str) -> None:
    [problem] = _problems(PALM_ANCHOR_HOURS=told)

    assert problem == "PALM_ANCHOR_HOURS: is not a number of hours, 0 to 720"


def test_production_asks_for_a_checkpoint_a_day_and_the_sandbox_for_none() -> None:
    assert read(PRODUCTION).anchor_hours == 24
    assert (
        read(
            {"PALM_MODE": "sandbox"} | {k: v for k, v in PRODUCTION.items() if k != "PALM_MODE"}
        ).anchor_hours
        == 0
    )


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_city_may_do_without_the_houses_it_has_not_joined(name: str) -> None:
    parts = {f"PALM_{name.upper()}_{part}" for part in ("URL", "ACCOUNT", "SECRET")}

    settings = read({key: value for key, value in PRODUCTION.items() if key not in parts})

    assert not getattr(settings, name).is_set
    assert getattr(read(PRODUCTION), name).is_set


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("part", ["URL", "ACCOUNT", "SECRET"])
def test_a_house_is_joined_whole_or_not_at_all(name: str, part: str) -> None:
    problems = _problems(**{f"PALM_{name.upper()}_{part}": None})

    assert problems == [f"PALM_{name.upper()}_URL, _ACCOUNT, _SECRET: set all three, or none"]


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_house_that_may_be_missing_is_held_to_the_same_rules_when_it_is_there(name: str) -> None:
    variable = f"PALM_{name.upper()}"

    assert _problems(**{f"{variable}_URL": "http://house.example"}) == [
        f"{variable}_URL: production speaks https only"
    ]
    told = f"{variable}_SECRET: a default from the sandbox or a hand-book"
    assert told in _problems(**{f"{variable}_SECRET": "changeme-changeme"})


@pytest.mark.parametrize("part", ["PUSH_TOKEN", "PUSH_KEY", "TEMPLATE"])
def test_an_official_account_is_there_with_what_seals_its_pushes_and_what_it_writes(part: str) -> None:
    variable = f"PALM_OFFICIAL_ACCOUNT_{part}"

    assert _problems(**{variable: None}) == [f"{variable}: is not set, and PALM_OFFICIAL_ACCOUNT_URL is"]


def test_an_official_accounts_key_is_an_encoding_key() -> None:
    assert _problems(PALM_OFFICIAL_ACCOUNT_PUSH_KEY="A" * 42) == [
        "PALM_OFFICIAL_ACCOUNT_PUSH_KEY: is no EncodingAESKey (43 letters, digits, + and /)"
    ]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PALM_SMS_VENDORS", "aliyun,huawei", "names of aliyun, tencent, each once"),
        ("PALM_SMS_VENDORS", "aliyun,aliyun", "each once"),
        ("PALM_SMS_PRICE_FEN", "a few", "is no price in fen"),
        ("PALM_SMS_PRICE_FEN", "NaN", "is no price in fen"),
        ("PALM_SMS_INVITE_TEXT", "${org}请点 http://a.cn，如需帮助请致电12345。", "link"),
        ("PALM_SMS_ALERT_TEXT", "${what}", "telephone number"),
        ("PALM_SMS_CODE_TEXT", "验证码", "${code}"),
    ],
)
def test_texts_and_their_operators_are_looked_at_before_the_office_starts(
    name: str, value: str, word: str
) -> None:
    assert any(line.startswith(f"{name}: ") and word in line for line in _problems(**{name: value}))


def test_an_operator_that_is_chosen_is_there_whole() -> None:
    chosen = {"PALM_SMS_VENDORS": "tencent,aliyun"}
    chosen |= dict.fromkeys((f"PALM_SMS_TENCENT_{part}" for part in ("URL", "ACCOUNT", "SECRET")), "")
    chosen["PALM_SMS_TENCENT_TEMPLATES"] = "invite=1,strange=2"

    told = _problems(**chosen)

    assert told == [
        "PALM_SMS_VENDORS: names tencent, and PALM_SMS_TENCENT_URL is not set",
        "PALM_SMS_TENCENT_APP: is not set",
        "PALM_SMS_TENCENT_TEMPLATES: has no alert, case, change, code; say invite=1110,change=1111,…",
        "PALM_SMS_TENCENT_TEMPLATES: no such text: strange",
    ]


def test_operators_are_read_in_their_order() -> None:
    templates = "invite=1,change=2,case=3,code=4,alert=5"
    chosen = {"PALM_SMS_VENDORS": "tencent,aliyun", "PALM_SMS_TENCENT_APP": "1400006666"}

    settings = read({**PRODUCTION, **chosen, "PALM_SMS_TENCENT_TEMPLATES": templates})

    assert settings.sms_vendors == ("tencent", "aliyun")
    assert settings.sms_price_fen == Decimal("4.5")
