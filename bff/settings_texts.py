"""What settings about texts (短信配置) must be like: operators known and whole, words that pass."""

from decimal import Decimal, InvalidOperation

from bff.settings import Settings
from domain.invitations.text_rules import ApprovedText, problems

OPERATORS = ("aliyun", "tencent")
VARIABLES = {
    "invite": ("org", "item", "day", "code"),
    "change": ("org", "n", "day", "code"),
    "case": ("item", "what", "day", "code"),
    "code": ("code",),
    "proof": ("code",),
    "alert": ("what", "time"),
}
CODES = frozenset({"code", "proof"})
OPTIONAL = frozenset({"proof"})
DEAREST_FEN = 100


def operators(text: str) -> tuple[str, ...]:
    """«aliyun,tencent», first the preferred. Raises ValueError."""
    names = tuple(name.strip() for name in text.split(","))
    if not set(names) <= set(OPERATORS) or len(set(names)) != len(names):
        raise ValueError(text)
    return names


def fen(text: str) -> Decimal:
    """A price in fen, with parts of one. Raises ValueError."""
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if price.is_nan() or not 0 <= price <= DEAREST_FEN:
        raise ValueError(text)
    return price


def text_problems(settings: Settings) -> list[str]:
    """One line for each thing, as SettingsProblems has them."""
    found = []
    for name, variables in VARIABLES.items():
        text = getattr(settings, f"sms_{name}_text")
        if not text:  # said where it is read, or there is no such way
            continue
        rules = ApprovedText(text, frozenset(variables), is_code=name in CODES)
        told = problems(rules, sign_name=settings.sms_sign_name)
        found += [f"PALM_SMS_{name.upper()}_TEXT: {one}" for one in told]
    return [*found, *_tencent(settings)]


def _tencent(settings: Settings) -> list[str]:
    if "tencent" not in settings.sms_vendors:
        return []
    found = []
    if not settings.sms_tencent.is_set:
        found.append("PALM_SMS_VENDORS: names tencent, and PALM_SMS_TENCENT_URL is not set")
    if not settings.sms_tencent_app:
        found.append("PALM_SMS_TENCENT_APP: is not set")
    wanted = {name for name in VARIABLES if name not in OPTIONAL or getattr(settings, f"sms_{name}_code")}
    if missing := sorted(wanted - settings.sms_tencent_templates.keys()):
        found.append(
            f"PALM_SMS_TENCENT_TEMPLATES: has no {', '.join(missing)}; say invite=1110,change=1111,…"
        )
    if strange := sorted(settings.sms_tencent_templates.keys() - VARIABLES.keys()):
        found.append(f"PALM_SMS_TENCENT_TEMPLATES: no such text: {', '.join(strange)}")
    return found
