"""Settings read once from PALM_* (读取配置): all problems at once, by variable and never by value."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from bff.settings import OPTIONAL, SECRETS, VENDORS, Mode, Settings, SettingsProblems, Vendor
from bff.settings_couriers import DIGESTS, courier_problems, couriers, digest
from bff.settings_couriers import VENDORS as COURIERS
from bff.settings_faces import VENDORS as FACES
from bff.settings_faces import face_problems, hosts, verifiers
from bff.settings_production import unfit_for_production
from bff.settings_pushing import APPS, WAYS, push_apps, push_problems, push_vendor
from bff.settings_reader import (
    CLIENTS,
    NOT_THE_OWNER,
    ORIGINS,
    Reader,
    allows,
    directory,
    file,
    flag,
    hours,
    origins,
    pairs,
    positive,
)
from bff.settings_texts import OPERATORS, fen, operators, text_problems
from bff.settings_wechat import ENCODING_KEY, official_account_problems
from domain.invitations.ways import NAMES, USUAL, order
from domain.kernel.client import oldest_in
from domain.ratings.outside import scale_named


def read(environment: Mapping[str, str]) -> Settings:
    """The settings, or SettingsProblems with all that is wrong."""
    reader = Reader(environment, SECRETS)
    mode = reader.as_(
        Mode, "mode", environment.get("PALM_MODE", "?"), "say sandbox or production", Mode.PRODUCTION
    )
    folder = Path(reader.text("folder", ".palm"))
    is_production = mode is Mode.PRODUCTION
    needed = None if is_production else ""
    settings = Settings(
        mode=mode,
        folder=folder,
        database_url=reader.text("database_url", needed),
        owner_url=reader.text("owner_url", ""),
        redis_url=reader.text("redis_url", needed),
        pg_bin=reader.as_(directory, "pg_bin", "", "is not a folder", None),
        keys_file=Path(reader.text("keys_file", None if is_production else str(folder / "keys.json"))),
        calendar_file=Path(reader.text("calendar_file", str(folder / "calendar.csv"))),
        checkpoints_file=Path(
            reader.text("checkpoints_file", None if is_production else str(folder / "checkpoints.jsonl"))
        ),
        checkpoint_key=reader.text("checkpoint_key", ""),
        anchor_hours=reader.as_(
            hours, "anchor_hours", "24" if is_production else "0", "is not a number of hours, 0 to 720", 24
        ),
        archive_folder=Path(
            reader.text("archive_folder", None if is_production else str(folder / "archive"))
        ),
        public_url=reader.text("public_url"),
        host=reader.text("host", "127.0.0.1"),
        port=reader.as_(int, "port", "8000", "is not a port number", 8000),
        **{name: _vendor(reader, name) for name in VENDORS},
        sms_vendors=reader.as_(
            operators, "sms_vendors", "aliyun", f"names of {', '.join(OPERATORS)}, each once", ("aliyun",)
        ),
        face_vendors=reader.as_(
            verifiers, "face_vendors", "aliyun", f"names of {', '.join(FACES)}, each once", ("aliyun",)
        ),
        face_tencent_rule=reader.text("face_tencent_rule", ""),
        face_pages=reader.as_(hosts, "face_pages", "", "say host.example,other.example", ()),
        sms_tencent_app=reader.text("sms_tencent_app", ""),
        sms_tencent_templates=reader.as_(
            pairs, "sms_tencent_templates", "", "say invite=1110,change=1111,…", {}
        ),
        sms_price_fen=reader.as_(fen, "sms_price_fen", "4.5", "is no price in fen, 0 to 100", Decimal()),
        sms_sign_name=reader.text("sms_sign_name"),
        sms_invite_code=reader.text("sms_invite_code"),
        sms_invite_text=reader.text("sms_invite_text"),
        sms_change_code=reader.text("sms_change_code"),
        sms_change_text=reader.text("sms_change_text"),
        sms_case_code=reader.text("sms_case_code"),
        sms_case_text=reader.text("sms_case_text"),
        sms_code_code=reader.text("sms_code_code"),
        sms_code_text=reader.text("sms_code_text"),
        sms_proof_code=reader.text("sms_proof_code", ""),
        sms_proof_text=reader.text("sms_proof_text", ""),
        sms_code_budget=reader.as_(int, "sms_code_budget", "2000", "is not a number of messages", 2000),
        sms_alert_code=reader.text("sms_alert_code"),
        sms_alert_text=reader.text("sms_alert_text"),
        sms_callback_secret=reader.text("sms_callback_secret"),
        face_scene=reader.text("face_scene"),
        courier_vendors=reader.as_(
            couriers, "courier_vendors", "kuaidi100", f"names of {', '.join(COURIERS)}, each once", ()
        ),
        sf_monthly_card=reader.text("sf_monthly_card", ""),
        sf_digest=reader.as_(digest, "sf_digest", "sm3", f"is none of {', '.join(DIGESTS)}", "sm3"),
        sf_callback_secret=reader.text("sf_callback_secret", ""),
        ems_authorization=reader.text("ems_authorization", ""),
        ems_callback_secret=reader.text("ems_callback_secret", ""),
        courier_customer=reader.text("courier_customer"),
        courier_second_secret=reader.text("courier_second_secret"),
        approval_push_account=reader.text("approval_push_account"),
        approval_push_secret=reader.text("approval_push_secret"),
        regulator_push_account=reader.text("regulator_push_account"),
        regulator_push_secret=reader.text("regulator_push_secret"),
        seals=reader.as_(pairs, "seals", "", "say body=fingerprint,body=fingerprint", {}),
        rating_scale=reader.as_(
            scale_named, "rating_scale", "exchange", "say exchange or gbt39046", "exchange"
        ),
        licence_bank_token=reader.text("licence_bank_token"),
        wechat_push_token=reader.text("wechat_push_token"),
        wechat_push_key=reader.text("wechat_push_key"),
        wechat_template=reader.text("wechat_template"),
        official_account_push_token=reader.text("official_account_push_token", ""),
        official_account_push_key=reader.text("official_account_push_key", ""),
        official_account_template=reader.text("official_account_template", ""),
        push_vendor=reader.as_(push_vendor, "push_vendor", "", "names emas, or nobody", ""),
        push_apps=reader.as_(push_apps, "push_apps", "", APPS, {}),
        push_activity=reader.text("push_activity", ""),
        push_xiaomi_channel=reader.text("push_xiaomi_channel", ""),
        notice_ways=reader.as_(order, "notice_ways", ",".join(NAMES), WAYS, USUAL),
        gateway_file=reader.as_(file, "gateway_file", "", "is not a file", None),
        gateway_secrets=reader.as_(pairs, "gateway_secrets", "", "say name=key:secret,name=key:secret", {}),
        quiet_hours=reader.as_(flag, "quiet_hours", "on", "say on or off", fallback=True),
        forwarded_secret=reader.text("forwarded_secret", ""),
        cors_origins=reader.as_(origins, "cors_origins", "", ORIGINS, frozenset()),
        client_minimum=reader.as_(oldest_in, "client_minimum", "h5=1.0,miniprogram=1.0", CLIENTS, {}),
        at_once=reader.as_(positive, "at_once", "100", "is no whole number above 0", 100),
        share_port=reader.as_(flag, "share_port", "off", "say on or off", fallback=False),
        log_level=reader.text("log_level", "info"),
        log_folder=reader.as_(directory, "log_folder", "", "is not a folder", None),
        log_days=reader.as_(positive, "log_days", "183", "is no whole number of days above 0", 183),
        evidence_years=reader.as_(
            positive, "evidence_years", "10", "is no whole number of years above 0", 10
        ),
    )
    problems = [*reader.problems, *_halves(settings), *_unknown(reader, environment)]
    if settings.wechat_push_key and not ENCODING_KEY.fullmatch(settings.wechat_push_key):
        problems.append("PALM_WECHAT_PUSH_KEY: is no EncodingAESKey (43 letters, digits, + and /)")
    problems += courier_problems(settings)
    problems += official_account_problems(settings)
    problems += text_problems(settings)
    problems += face_problems(settings)
    problems += push_problems(settings)
    if allows(settings.keys_file, NOT_THE_OWNER):
        problems.append("PALM_KEYS_FILE: others may read it; run chmod 600 on it")
    if is_production:
        problems += unfit_for_production(settings)
    if problems:
        raise SettingsProblems(problems)
    return settings


def _vendor(reader: Reader, name: str) -> Vendor:
    default = "" if name in OPTIONAL else None
    return Vendor(*(reader.text(f"{name}_{part}", default) for part in ("url", "account", "secret")))


def _halves(settings: Settings) -> list[str]:
    """A system that may be missing is there whole, or not at all."""
    problems = []
    for name in OPTIONAL:
        vendor: Vendor = getattr(settings, name)
        parts = (vendor.url, vendor.account, vendor.secret)
        if any(parts) and not all(parts):
            problems.append(f"PALM_{name.upper()}_URL, _ACCOUNT, _SECRET: set all three, or none")
    return problems


def _unknown(reader: Reader, environment: Mapping[str, str]) -> list[str]:
    stray = sorted(name for name in environment if name.startswith("PALM_") and name not in reader.known)
    return [f"{name}: no such setting" for name in stray]
