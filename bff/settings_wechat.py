"""What the settings of the official account (公众号配置) must be, where a city has one."""

import re

from bff.settings import Settings

ENCODING_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
NEEDED = ("official_account_push_token", "official_account_push_key", "official_account_template")


def official_account_problems(settings: Settings) -> list[str]:
    """It is there with what its pushes are sealed with and what it writes; without it, they are not read."""
    if not settings.official_account.is_set:
        return []
    problems = [
        f"PALM_{name.upper()}: is not set, and PALM_OFFICIAL_ACCOUNT_URL is"
        for name in NEEDED
        if not getattr(settings, name)
    ]
    key = settings.official_account_push_key
    if key and not ENCODING_KEY.fullmatch(key):
        problems.append("PALM_OFFICIAL_ACCOUNT_PUSH_KEY: is no EncodingAESKey (43 letters, digits, + and /)")
    return problems
