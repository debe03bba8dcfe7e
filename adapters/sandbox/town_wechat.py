"""The town's WeChat (微信): the mini-program's platform, and the official account that belongs to it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from aiohttp import web

from adapters.sandbox import wechat, wechat_account
from adapters.sandbox.kit_books import Books
from adapters.sandbox.town_accounts import (
    ACCOUNT_KEY,
    ACCOUNT_TEMPLATE,
    ACCOUNT_TOKEN,
    ACCOUNTS,
    WECHAT_KEY,
    WECHAT_KEYS,
    WECHAT_TEMPLATE,
    WECHAT_TOKEN,
)
from adapters.sandbox.town_around import Surroundings
from adapters.sandbox.wechat import WechatSandbox
from adapters.sandbox.wechat_account import AccountSandbox
from adapters.sandbox.wechat_face import FacePerson
from adapters.sandbox.wechat_rules import WechatPattern


def _mini_program(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["wechat"]
    config = WechatSandbox(
        appid=account.account,
        secret=account.secret,
        push_token=WECHAT_TOKEN,
        push_key=WECHAT_KEY,
        push_url=around.callbacks.wechat,
        templates=(WechatPattern(WECHAT_TEMPLATE, WECHAT_KEYS),),
        persons=tuple(FacePerson(person.name, person.id_number) for person in around.city.people),
    )
    return wechat.create_app(books, config=config, now=around.now)


def _official_account(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["official_account"]
    config = AccountSandbox(
        appid=account.account,
        secret=account.secret,
        push_token=ACCOUNT_TOKEN,
        push_key=ACCOUNT_KEY,
        push_url=around.callbacks.official_account,
        templates=(WechatPattern(ACCOUNT_TEMPLATE, WECHAT_KEYS),),
        opens=(ACCOUNTS["wechat"].account,),
    )
    return wechat_account.create_app(books, config=config, now=around.now)


MAKERS: Mapping[str, Callable[[Books, Surroundings], web.Application]] = MappingProxyType(
    {"wechat": _mini_program, "official_account": _official_account}
)
