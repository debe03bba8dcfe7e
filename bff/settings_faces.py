"""What settings about faces (实人认证配置) must be like: vendors known and whole, at most two endpoints."""

import re

from bff.settings import Settings

VENDORS = ("aliyun", "tencent")
MOST_ENDPOINTS = 2
HOST = re.compile(r"[0-9a-z-]+(\.[0-9a-z-]+)+", re.ASCII)


def verifiers(text: str) -> tuple[str, ...]:
    """«aliyun,tencent», first the preferred. Raises ValueError."""
    names = tuple(name.strip() for name in text.split(","))
    if not set(names) <= set(VENDORS) or len(set(names)) != len(names):
        raise ValueError(text)
    return names


def hosts(text: str) -> tuple[str, ...]:
    """«a.example,b.example»: each has at least one dot and no address around it. Raises ValueError."""
    names = tuple(name.strip().lower() for name in text.split(",")) if text.strip() else ()
    if not all(HOST.fullmatch(name) for name in names):
        raise ValueError(text)
    return names


def endpoints(url: str) -> tuple[str, ...]:
    """The vendor's address, and behind a comma its other one."""
    return tuple(one.strip() for one in url.split(","))


def face_problems(settings: Settings) -> list[str]:
    """One line for each thing, as SettingsProblems has them."""
    found = []
    if len(endpoints(settings.face.url)) > MOST_ENDPOINTS:
        found.append("PALM_FACE_URL: names more than an endpoint and its backup")
    if "tencent" in settings.face_vendors and not settings.face_tencent.is_set:
        found.append("PALM_FACE_VENDORS: names tencent, and PALM_FACE_TENCENT_URL is not set")
    if "tencent" in settings.face_vendors and not settings.face_tencent_rule:
        found.append("PALM_FACE_TENCENT_RULE: is not set")
    return found
