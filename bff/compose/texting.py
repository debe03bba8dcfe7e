"""Texts (短信): the operators this city has, in order of preference, behind one sender."""

from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

from adapters.aliyun.client import AliyunProduct, connect
from adapters.keys.randomness import uuid7
from adapters.outbound.http import Outbound
from adapters.postgres.sms_tries import PostgresSmsTries
from adapters.postgres.vendor_shares import PostgresVendorShares
from adapters.postgres.work import PostgresWork
from adapters.sms import aliyun, tencent
from adapters.sms.aliyun import AliyunSms
from adapters.sms.aliyun_callbacks import AliyunSmsCallbacks
from adapters.sms.code_texts import PROOF_TEMPLATE
from adapters.sms.code_texts import TEMPLATE as CODE_TEMPLATE
from adapters.sms.routed import RoutedSms
from adapters.sms.tencent import TencentSms
from adapters.sms.tencent_callbacks import TencentSmsCallbacks
from adapters.sms.texts import SmsTemplate
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey
from bff.settings import Settings
from domain.invitations.outside import SmsCallbacks, SmsSender
from domain.kernel.ports import Clock
from domain.usecases.tell_holder import HAPPENED
from domain.usecases.tell_person import TEMPLATE as ALERT_TEMPLATE


@dataclass(frozen=True, slots=True)
class Texting:
    """`callbacks`: of every operator set up, also of one no longer chosen: its reports still come."""

    sms: SmsSender
    callbacks: Mapping[str, SmsCallbacks]


@asynccontextmanager
async def texting(settings: Settings, http: Outbound, now: Clock) -> AsyncIterator[Texting]:
    """With threads of its own, closed at the end."""
    with ExitStack() as closing:
        operators: dict[str, SmsSender] = {aliyun.VENDOR: _aliyun(settings, closing)}
        if settings.sms_tencent.is_set and settings.sms_tencent_app:  # chosen or not: it may be asked
            operators[tencent.VENDOR] = _tencent(settings, http, now)
        sms = RoutedSms(
            operators,
            tries=PostgresSmsTries(now, uuid7),
            shares=PostgresVendorShares(uuid7),
            atomic=PostgresWork(),
            now=now,
            chosen=settings.sms_vendors,
        )
        yield Texting(sms, _callbacks(settings, now))


def _aliyun(settings: Settings, closing: ExitStack) -> AliyunSms:
    vendor = settings.sms
    client = connect(vendor.account, vendor.secret, pool_size=4)
    product = AliyunProduct(
        client,
        system="sms",
        base_url=vendor.url,
        version=aliyun.VERSION,
        loopback=not settings.is_production,
    )
    closing.callback(product.close)
    codes = {
        "invite": settings.sms_invite_code,
        "change": settings.sms_change_code,
        "case": settings.sms_case_code,
        "code": settings.sms_code_code,
        "proof": settings.sms_proof_code,
        "alert": settings.sms_alert_code,
    }
    return AliyunSms(product, sign_name=settings.sms_sign_name, templates=_templates(settings, codes))


def _tencent(settings: Settings, http: Outbound, now: Clock) -> TencentSms:
    vendor = settings.sms_tencent
    product = TencentProduct(
        http,
        TencentKey(vendor.account, vendor.secret),
        system="sms",
        service=tencent.SERVICE,
        version=tencent.VERSION,
        base_url=vendor.url,
        clock=now,
        region=tencent.REGION,
        passing=tencent.PASSING,
    )
    return TencentSms(
        product,
        app_id=settings.sms_tencent_app,
        sign_name=settings.sms_sign_name,
        templates=_templates(settings, settings.sms_tencent_templates),
        clock=now,
    )


def _templates(settings: Settings, codes: Mapping[str, str]) -> dict[str, SmsTemplate]:
    """Our names of the texts: the words are the same at every operator, the codes its own, or missing."""
    case = SmsTemplate(codes.get("case", ""), settings.sms_case_text)
    return {
        "renewal-due": SmsTemplate(codes.get("invite", ""), settings.sms_invite_text),
        "registration-changed": SmsTemplate(codes.get("change", ""), settings.sms_change_text),
        ALERT_TEMPLATE: SmsTemplate(codes.get("alert", ""), settings.sms_alert_text),
        CODE_TEMPLATE: SmsTemplate(codes.get("code", ""), settings.sms_code_text),
        PROOF_TEMPLATE: SmsTemplate(codes.get("proof", ""), settings.sms_proof_text),
        **dict.fromkeys(HAPPENED, case),
    }


def _callbacks(settings: Settings, now: Clock) -> dict[str, SmsCallbacks]:
    found: dict[str, SmsCallbacks] = {aliyun.VENDOR: AliyunSmsCallbacks()}
    if settings.sms_tencent.is_set:
        found[tencent.VENDOR] = TencentSmsCallbacks(settings.sms_callback_secret, clock=now)
    return found
