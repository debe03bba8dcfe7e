"""The settings of one process: one frozen value, read once from PALM_*; constructs nothing.

All problems are told at once, each naming its variable and never its value. Production refuses what only a
sandbox may have.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bff.settings_reader import Reader, directory, file, flag, pairs


class Mode(StrEnum):
    SANDBOX = "sandbox"
    PRODUCTION = "production"


class SettingsProblems(ValueError):
    """Every problem of the configuration, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Vendor:
    """One outside system: where it is, and the two halves of our account with it."""

    url: str
    account: str
    secret: str

    def __repr__(self) -> str:
        return f"Vendor({self.url})"


@dataclass(frozen=True, slots=True)
class Settings:
    """What `palm serve` and `palm worker` need. Every field's variable is PALM_ and its name in capitals."""

    mode: Mode
    folder: Path  # .palm: embedded servers, snapshots, checkpoints
    database_url: str  # of the runtime role; empty: embedded
    owner_url: str  # of the owner, for migrations only
    redis_url: str  # empty: embedded
    pg_bin: Path | None  # where the embedded PostgreSQL's programs are, when not in the wheel
    keys_file: Path
    checkpoints_file: Path
    calendar_file: Path  # 工作日历; need not exist, then the shipped one counts
    archive_folder: Path  # the sealed bundles of ended cases
    public_url: str
    host: str
    port: int
    sms: Vendor
    face: Vendor
    courier: Vendor
    approval: Vendor
    social_register: Vendor
    population_register: Vendor
    licence_bank: Vendor
    rating: Vendor
    enterprise_register: Vendor
    wechat: Vendor  # account: appid
    regulator: Vendor
    sms_sign_name: str
    sms_invite_code: str  # the vendor's code of the approved text
    sms_invite_text: str
    sms_change_code: str
    sms_change_text: str
    sms_case_code: str
    sms_case_text: str
    sms_callback_secret: str
    face_scene: str
    courier_customer: str
    courier_second_secret: str
    approval_push_account: str
    approval_push_secret: str
    regulator_push_account: str  # theirs: receipts and calls are signed with it
    regulator_push_secret: str
    seals: Mapping[str, str]  # issuing body's USCC → fingerprint of its seal key
    licence_bank_token: str
    wechat_push_token: str  # 消息推送 Token
    wechat_push_key: str  # EncodingAESKey, 43 characters
    wechat_template: str  # 订阅消息模板 of the notice
    gateway_file: Path | None  # routes to approval back-ends; none: nothing passes
    gateway_secrets: Mapping[str, str]  # back-end → access key and secret, «a=ak:sk»
    quiet_hours: bool
    forwarded_secret: str
    share_port: bool  # several `palm serve` on one port, by SO_REUSEPORT
    log_level: str

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION


VENDORS = (
    "sms",
    "face",
    "courier",
    "approval",
    "social_register",
    "population_register",
    "licence_bank",
    "rating",
    "enterprise_register",
    "wechat",
    "regulator",
)
SECRET_LENGTH = 16
ENCODING_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
DEFAULT_SECRETS = ("sandbox", "test", "changeme", "secret", "password", "demo")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def read(environment: Mapping[str, str]) -> Settings:
    """The settings, or SettingsProblems with all that is wrong."""
    reader = Reader(environment)
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
        archive_folder=Path(
            reader.text("archive_folder", None if is_production else str(folder / "archive"))
        ),
        public_url=reader.text("public_url"),
        host=reader.text("host", "127.0.0.1"),
        port=reader.as_(int, "port", "8000", "is not a port number", 8000),
        **{name: _vendor(reader, name) for name in VENDORS},
        sms_sign_name=reader.text("sms_sign_name"),
        sms_invite_code=reader.text("sms_invite_code"),
        sms_invite_text=reader.text("sms_invite_text"),
        sms_change_code=reader.text("sms_change_code"),
        sms_change_text=reader.text("sms_change_text"),
        sms_case_code=reader.text("sms_case_code"),
        sms_case_text=reader.text("sms_case_text"),
        sms_callback_secret=reader.text("sms_callback_secret"),
        face_scene=reader.text("face_scene"),
        courier_customer=reader.text("courier_customer"),
        courier_second_secret=reader.text("courier_second_secret"),
        approval_push_account=reader.text("approval_push_account"),
        approval_push_secret=reader.text("approval_push_secret"),
        regulator_push_account=reader.text("regulator_push_account"),
        regulator_push_secret=reader.text("regulator_push_secret"),
        seals=reader.as_(pairs, "seals", "", "say body=fingerprint,body=fingerprint", {}),
        licence_bank_token=reader.text("licence_bank_token"),
        wechat_push_token=reader.text("wechat_push_token"),
        wechat_push_key=reader.text("wechat_push_key"),
        wechat_template=reader.text("wechat_template"),
        gateway_file=reader.as_(file, "gateway_file", "", "is not a file", None),
        gateway_secrets=reader.as_(pairs, "gateway_secrets", "", "say name=key:secret,name=key:secret", {}),
        quiet_hours=reader.as_(flag, "quiet_hours", "on", "say on or off", fallback=True),
        forwarded_secret=reader.text("forwarded_secret", ""),
        share_port=reader.as_(flag, "share_port", "off", "say on or off", fallback=False),
        log_level=reader.text("log_level", "info"),
    )
    problems = [*reader.problems, *_unknown(reader, environment)]
    if settings.wechat_push_key and not ENCODING_KEY.fullmatch(settings.wechat_push_key):
        problems.append("PALM_WECHAT_PUSH_KEY: is no EncodingAESKey (43 letters, digits, + and /)")
    if is_production:
        problems += _unfit_for_production(settings)
    if problems:
        raise SettingsProblems(problems)
    return settings


def _vendor(reader: Reader, name: str) -> Vendor:
    return Vendor(reader.text(f"{name}_url"), reader.text(f"{name}_account"), reader.text(f"{name}_secret"))


def _unknown(reader: Reader, environment: Mapping[str, str]) -> list[str]:
    stray = sorted(name for name in environment if name.startswith("PALM_") and name not in reader.known)
    return [f"{name}: no such setting" for name in stray]


def _unfit_for_production(settings: Settings) -> list[str]:
    problems = []
    for name in VENDORS:
        vendor: Vendor = getattr(settings, name)
        variable = f"PALM_{name.upper()}"
        parts = urlsplit(vendor.url)
        if vendor.url and parts.scheme != "https":
            problems.append(f"{variable}_URL: production speaks https only")
        if parts.hostname in LOOPBACK:
            problems.append(f"{variable}_URL: a sandbox vendor in production")
        problems += _weak(f"{variable}_SECRET", vendor.secret)
    for name in (
        "sms_callback_secret",
        "approval_push_secret",
        "regulator_push_secret",
        "courier_second_secret",
        "licence_bank_token",
        "wechat_push_token",
        "wechat_push_key",
    ):
        problems += _weak(f"PALM_{name.upper()}", getattr(settings, name))
    for pair in settings.gateway_secrets.values():
        problems += _weak("PALM_GATEWAY_SECRETS", pair.partition(":")[2])
    if settings.public_url and urlsplit(settings.public_url).scheme != "https":
        problems.append("PALM_PUBLIC_URL: production is reached by https only")
    if not settings.quiet_hours:
        problems.append("PALM_QUIET_HOURS: nobody is woken at night; say on")
    if settings.folder.resolve() in settings.checkpoints_file.resolve().parents:
        problems.append("PALM_CHECKPOINTS_FILE: keep checkpoints away from the office's own folder")
    return problems


def _weak(variable: str, secret: str) -> list[str]:
    if secret and len(secret) < SECRET_LENGTH:
        return [f"{variable}: shorter than {SECRET_LENGTH} characters"]
    if any(word in secret.lower() for word in DEFAULT_SECRETS):
        return [f"{variable}: a default from the sandbox or a hand-book"]
    return []
