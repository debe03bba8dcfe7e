"""What the settings of the push service and of the ways of notices (推送配置) must be like."""

from collections.abc import Mapping

from bff.settings import Settings
from bff.settings_reader import pairs

VENDORS = ("emas",)
PLATFORMS = ("android", "ios", "harmony")
APPS = "say android=AppKey,ios=AppKey,harmony=AppKey, as many as there are"
WAYS = "names mini-program, official-account, app and sms, each once, sms among them"


def push_vendor(text: str) -> str:
    """Empty: there is none. Raises ValueError."""
    if text and text not in VENDORS:
        raise ValueError(text)
    return text


def push_apps(text: str) -> Mapping[str, str]:
    """Platform → AppKey, which is a number. Raises ValueError."""
    found = pairs(text)
    if not set(found) <= set(PLATFORMS) or not all(key.isascii() and key.isdigit() for key in found.values()):
        raise ValueError(text)
    return found


def push_problems(settings: Settings) -> list[str]:
    """Who is chosen is there whole."""
    chosen = f"PALM_PUSH_VENDOR: names {settings.push_vendor}, and"
    if not settings.push_vendor:
        return []
    parts = {
        "PALM_PUSH_URL": settings.push.is_set,
        "PALM_PUSH_APPS": settings.push_apps,
        "PALM_PUSH_ACTIVITY": settings.push_activity or "android" not in settings.push_apps,
    }
    return [f"{chosen} {variable} is not set" for variable, given in parts.items() if not given]
