"""The push service of the sandbox town, and what the office's settings say of it."""

from collections.abc import Callable, Mapping

from aiohttp import web

from adapters.sandbox import emas_push
from adapters.sandbox.emas_push import EmasSandbox
from adapters.sandbox.kit_books import Books
from adapters.sandbox.town_accounts import ACCOUNTS
from adapters.sandbox.town_around import Surroundings

APP_KEYS = {"android": "24800001", "ios": "24800002", "harmony": "24800003"}
SETTINGS: Mapping[str, str] = {
    "PALM_PUSH_VENDOR": "emas",
    "PALM_PUSH_APPS": ",".join(f"{platform}={key}" for platform, key in APP_KEYS.items()),
    "PALM_PUSH_ACTIVITY": "cn.sandbox.palm.PopupActivity",
    "PALM_PUSH_XIAOMI_CHANNEL": "sandbox-channel",
}


def _push(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["push"]
    config = EmasSandbox(secrets={account.account: account.secret}, app_keys=APP_KEYS)
    return emas_push.create_app(books, config=config, now=around.now)


MAKERS: Mapping[str, Callable[[Books, Surroundings], web.Application]] = {"push": _push}
