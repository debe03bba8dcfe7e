"""Under which names the sandbox town's vendors know the office: accounts, texts, scenes; all invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sandbox.tencent_sms_rules import TencentTemplate, numbered

NAMES = (
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
    "face_tencent",
    "push",
    "official_account",
    "sms_tencent",
)
"""Vendors the office has an account with; a department is called by the gateway's own keys."""
# behind the department, whose port stays
LATER = (
    "regulator",
    "unified_identity",
    "e_licence",
    "bank_elements",
    "network_identity",
    "sf",
    "ems",
    "face_tencent",
    "push",
    "official_account",
    "sms_tencent",
)
TOWN = (*(name for name in NAMES if name not in LATER), "department", *LATER)
SIGN_NAME = "莱西政务"
INVITE = Template(
    "SMS_900000001",
    "您好，${org}的${item}即将到期，可于${day}前申请办理，全程免费。请打开掌上办，输入办理码${code}查看。"
    "本短信不含链接。如需帮助请致电12345，或回复1由工作人员联系您。",
    "notice",
    SIGN_NAME,
)
CHANGED = Template(
    "SMS_900000002",
    "您好，${org}的登记信息已变更，有${n}项证照手续需要办理，可于${day}前申请，全程免费。"
    "请打开掌上办，输入办理码${code}查看。本短信不含链接。如需帮助请致电12345，或回复1由工作人员联系您。",
    "notice",
    SIGN_NAME,
)
CASE = Template(
    "SMS_900000003",
    "您好，您申办的${item}有新的办理通知（${what}），请于${day}前处理。请打开掌上办，输入办理码${code}查看。"
    "本短信不含链接。如需帮助请致电12345，或回复1由工作人员联系您。",
    "notice",
    SIGN_NAME,
)
CODE = Template(
    "SMS_900000004",
    "您的登录验证码是${code}，五分钟内有效，只能用一次。工作人员不会向您要验证码，请不要告诉任何人。",
    "otp",
    SIGN_NAME,
)
PROOF = Template(
    "SMS_900000006",
    "您正在用银行卡核验本人身份，验证码是${code}，五分钟内有效，只能用一次。不是您本人在办，请不要理会。工作人员不会向您要验证码。",
    "otp",
    SIGN_NAME,
)
TENCENT_APP = "1400900001"
ALERT = Template(
    "SMS_900000005",
    "安全提醒：${time}，${what}。请打开掌上办，在安全提醒里查看。"
    "本短信不含链接，工作人员不会向您要验证码。如需帮助请致电12345。",
    "notice",
    SIGN_NAME,
)
# the same words at the other operator, whose variables are numbers; our names of them are the settings'
TENCENT_TEXTS: Mapping[str, TencentTemplate] = {
    name: TencentTemplate(f"19{number:05d}", numbered(text.text), text.kind)
    for number, (name, text) in enumerate(
        (
            ("invite", INVITE),
            ("change", CHANGED),
            ("case", CASE),
            ("code", CODE),
            ("proof", PROOF),
            ("alert", ALERT),
        )
    )
}
WECHAT_TEMPLATE = "sandbox-template-of-notices"
WECHAT_KEYS = ("thing1", "thing2", "date3", "thing4")
WECHAT_TOKEN = "sandboxpushtoken"  # noqa: S105 - invented, loopback only
WECHAT_KEY = "sandboxsandboxsandboxsandboxsandboxsandbox0"  # 43 characters
ACCOUNT_TEMPLATE = "sandbox-template-of-the-account"
ACCOUNT_TOKEN = "sandboxaccounttoken"  # noqa: S105 - likewise
ACCOUNT_KEY = "sandboxaccountsandboxaccountsandboxaccount0"  # 43 characters
FACE_SCENE = "1000009001"


@dataclass(frozen=True, slots=True)
class Account:
    """What the office is given to call a vendor with."""

    account: str
    secret: str


EMS_KEY = "c2FuZGJveC1zbTQta2V5IQ=="  # base64 of sixteen bytes, as SM4 wants them; invented, loopback only
ACCOUNTS: Mapping[str, Account] = {
    **{name: Account(f"palm-{name}", f"sandbox-secret-of-{name}") for name in NAMES},
    "ems": Account("1100000000000", EMS_KEY),
}
PUSH = Account("approval-push", "sandbox-secret-of-approval-push")
REGULATOR = Account("regulator-push", "sandbox-secret-of-regulator-push")
SF_PATH = "sandbox-secret-path-of-sf"
SF_CARD = "7551234567"
COURIER_SECRET = "sandbox-second-secret-of-courier"  # noqa: S105 - invented, loopback only
BANK_TOKEN = "sandbox-access-token"  # noqa: S105 - likewise
DEPARTMENT_KEYS: Mapping[str, Account] = {
    name: Account(f"palm-{name}", f"sandbox-secret-of-{name}")
    for name in ("construction", "national", "construction-bureau")
}
INSTANT_DOCUMENT = "（待城市确认的即时办理授权文件）"
