"""The operators of texts (短信) of the sandbox town, and what the office's settings say of them."""

from collections.abc import Callable, Mapping

from aiohttp import web

from adapters.sandbox import aliyun_sms, tencent_sms
from adapters.sandbox.aliyun_sms import SmsSandbox
from adapters.sandbox.kit_books import Books
from adapters.sandbox.tencent_sms import TencentSmsSandbox
from adapters.sandbox.town_accounts import (
    ACCOUNTS,
    ALERT,
    CASE,
    CHANGED,
    CODE,
    INVITE,
    PROOF,
    SIGN_NAME,
    TENCENT_APP,
    TENCENT_TEXTS,
)
from adapters.sandbox.town_around import Surroundings

SETTINGS: Mapping[str, str] = {
    "PALM_SMS_SIGN_NAME": SIGN_NAME,
    "PALM_SMS_INVITE_CODE": INVITE.code,
    "PALM_SMS_INVITE_TEXT": INVITE.text,
    "PALM_SMS_CHANGE_CODE": CHANGED.code,
    "PALM_SMS_CHANGE_TEXT": CHANGED.text,
    "PALM_SMS_CASE_CODE": CASE.code,
    "PALM_SMS_CASE_TEXT": CASE.text,
    "PALM_SMS_CODE_CODE": CODE.code,
    "PALM_SMS_CODE_TEXT": CODE.text,
    "PALM_SMS_PROOF_CODE": PROOF.code,
    "PALM_SMS_PROOF_TEXT": PROOF.text,
    "PALM_SMS_ALERT_CODE": ALERT.code,
    "PALM_SMS_ALERT_TEXT": ALERT.text,
    "PALM_SMS_TENCENT_APP": TENCENT_APP,
    "PALM_SMS_TENCENT_TEMPLATES": ",".join(
        f"{name}={text.template_id}" for name, text in TENCENT_TEXTS.items()
    ),
}


def _aliyun(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["sms"]
    config = SmsSandbox(
        secrets={account.account: account.secret},
        templates=(INVITE, CHANGED, CASE, CODE, ALERT, PROOF),
        report_url=around.callbacks.sms_reports,
        reply_url=around.callbacks.sms_replies,
    )
    return aliyun_sms.create_app(books, config=config, now=around.now)


def _tencent(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["sms_tencent"]
    config = TencentSmsSandbox(
        secrets={account.account: account.secret},
        app_id=TENCENT_APP,
        signs=(SIGN_NAME,),
        templates=tuple(TENCENT_TEXTS.values()),
        report_url=around.callbacks.tencent_sms_reports,
        reply_url=around.callbacks.tencent_sms_replies,
    )
    return tencent_sms.create_app(books, config=config, now=around.now)


MAKERS: Mapping[str, Callable[[Books, Surroundings], web.Application]] = {
    "sms": _aliyun,
    "sms_tencent": _tencent,
}
