"""The outside, behind its ports: Settings in, adapters out. Which vendor it is, is decided here alone."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.aliyun.client import AliyunProduct, connect
from adapters.approval.back_end import ApprovalSystem
from adapters.approval.promises import ApprovalPromises
from adapters.approval.pushes import ApprovalPushes
from adapters.approval.revocations import ApprovalRevocations
from adapters.approval.seal import SealTrust
from adapters.courier.kuaidi100 import Kuaidi100
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import EnvelopeKey
from adapters.face.aliyun import VERSION as FACE_VERSION
from adapters.face.aliyun import AliyunFace
from adapters.licences.bank import SharedLicenceBank
from adapters.outbound.http import Outbound
from adapters.people import business_licence, unified_identity
from adapters.people.sign_in_page import SignInPage
from adapters.proofs.bank import ContractedBankElements
from adapters.proofs.network import ContractedNetworkIdentity
from adapters.ratings.province import ProvincialRatings
from adapters.regulator.calls import RegulatorGaps
from adapters.regulator.platform import RegulatorPlatform
from adapters.sms.aliyun import VERSION as SMS_VERSION
from adapters.sms.aliyun import AliyunSms, SmsTemplate
from adapters.sms.aliyun_callbacks import AliyunSmsCallbacks
from adapters.sms.code_texts import PROOF_TEMPLATE
from adapters.sms.code_texts import TEMPLATE as CODE_TEMPLATE
from adapters.wechat.token import TokenStore
from bff.compose.registers import Registers, registers
from bff.compose.wechat import Wechat, wechat
from bff.settings import Settings, Vendor
from domain.decisions.checking import RevocationDesk
from domain.decisions.outside import ApprovalBackEnd
from domain.decisions.push import BackEndPushes
from domain.identity.other_way import BankElements, NetworkIdentity
from domain.identity.outside import FaceVerifier
from domain.identity.outside_sign_in import BusinessLicenceSignIn, UnifiedIdentity, Way
from domain.invitations.outside import SmsCallbacks, SmsSender
from domain.kernel.callbacks import Nonces
from domain.kernel.ports import Clock
from domain.licences.outside import LicenceBank
from domain.promises.outside import PromiseDesk
from domain.ratings.outside import RatingInterface
from domain.shipments.outside import Courier, CourierCallbacks
from domain.supervision.outside import Regulator, RegulatorCalls
from domain.usecases.tell_holder import HAPPENED
from domain.usecases.tell_person import TEMPLATE as ALERT_TEMPLATE


@dataclass(frozen=True, slots=True)
class Outside:
    sms: SmsSender
    sms_callbacks: SmsCallbacks
    face: FaceVerifier
    courier: Courier
    courier_callbacks: CourierCallbacks
    approval: ApprovalBackEnd
    revocations: RevocationDesk
    promises: PromiseDesk
    pushes: BackEndPushes
    registers: Registers
    licence_bank: LicenceBank
    rating: RatingInterface
    wechat: Wechat
    regulator: Regulator
    regulator_calls: RegulatorCalls
    http: Outbound  # for the gateway, which calls whomever its plan names
    bank: BankElements | None = None  # None: the city has no contract, the way is not offered
    network: NetworkIdentity | None = None  # likewise
    unified_identity: UnifiedIdentity | None = None  # likewise
    e_licence: BusinessLicenceSignIn | None = None  # likewise


@asynccontextmanager
async def outside(
    settings: Settings, now: Clock, nonces: Nonces, tokens: TokenStore
) -> AsyncIterator[Outside]:
    """Every adapter with its own threads and connections, closed at the end."""
    loopback = not settings.is_production
    regulators = EnvelopeKey(settings.regulator_push_account, settings.regulator_push_secret.encode())
    sms = _aliyun("sms", settings.sms, SMS_VERSION, loopback=loopback)
    face = _aliyun("face", settings.face, FACE_VERSION, loopback=loopback)
    try:
        async with Outbound(loopback=loopback) as http:
            window = _window(http, "approval", settings.approval, now)
            approval = ApprovalSystem(window, trust=SealTrust(settings.seals))
            yield Outside(
                sms=AliyunSms(
                    sms,
                    sign_name=settings.sms_sign_name,
                    templates={
                        "renewal-due": SmsTemplate(settings.sms_invite_code, settings.sms_invite_text),
                        "registration-changed": SmsTemplate(
                            settings.sms_change_code, settings.sms_change_text
                        ),
                        ALERT_TEMPLATE: SmsTemplate(settings.sms_alert_code, settings.sms_alert_text),
                        CODE_TEMPLATE: SmsTemplate(settings.sms_code_code, settings.sms_code_text),
                        PROOF_TEMPLATE: SmsTemplate(settings.sms_proof_code, settings.sms_proof_text),
                        **dict.fromkeys(
                            HAPPENED, SmsTemplate(settings.sms_case_code, settings.sms_case_text)
                        ),
                    },
                ),
                sms_callbacks=AliyunSmsCallbacks(),
                face=AliyunFace(face, scene_id=settings.face_scene, clock=now),
                courier=Kuaidi100(
                    http,
                    order_url=settings.courier.url,
                    track_url=settings.courier.url,
                    key=settings.courier.account,
                    secret=settings.courier_second_secret,
                    customer=settings.courier_customer,
                    clock=now,
                ),
                courier_callbacks=Kuaidi100Callbacks(clock=now),
                approval=approval,
                promises=ApprovalPromises(window, approval),
                revocations=ApprovalRevocations(window),
                pushes=ApprovalPushes(
                    EnvelopeGuard(
                        (
                            EnvelopeKey(
                                settings.approval_push_account, settings.approval_push_secret.encode()
                            ),
                        ),
                        clock=now,
                        nonces=nonces,
                    )
                ),
                registers=registers(
                    social=_window(http, "social-register", settings.social_register, now),
                    enterprise=_window(http, "enterprise-register", settings.enterprise_register, now),
                    population=_window(http, "population-register", settings.population_register, now),
                    bank=_window(http, "licence-bank", settings.licence_bank, now),
                    access_id=settings.licence_bank.account,
                    access_token=settings.licence_bank_token,
                ),
                licence_bank=SharedLicenceBank(
                    _window(http, "licence-bank", settings.licence_bank, now),
                    access_id=settings.licence_bank.account,
                    access_token=settings.licence_bank_token,
                ),
                rating=ProvincialRatings(_window(http, "rating", settings.rating, now), data_source="165"),
                wechat=wechat(settings, http, tokens, now, nonces),
                regulator=RegulatorPlatform(
                    _window(http, "regulator", settings.regulator, now), receipts=regulators
                ),
                regulator_calls=RegulatorGaps(EnvelopeGuard((regulators,), clock=now, nonces=nonces)),
                http=http,
                bank=_bank(http, settings, now),
                network=_network(http, settings, now),
                unified_identity=_unified_identity(http, settings, now),
                e_licence=_e_licence(http, settings, now),
            )
    finally:
        sms.close()
        face.close()


def _aliyun(system: str, vendor: Vendor, version: str, *, loopback: bool) -> AliyunProduct:
    client = connect(vendor.account, vendor.secret, pool_size=4)  # SMS and face may be two accounts
    return AliyunProduct(client, system=system, base_url=vendor.url, version=version, loopback=loopback)


def _bank(http: Outbound, settings: Settings, now: Clock) -> BankElements | None:
    """With the text of its codes approved, too: four elements without the phone prove nothing (ADR 42)."""
    vendor = settings.bank_elements
    if not (vendor.is_set and settings.sms_proof_code and settings.sms_proof_text):
        return None
    return ContractedBankElements(_window(http, "bank-elements", vendor, now))


def _network(http: Outbound, settings: Settings, now: Clock) -> NetworkIdentity | None:
    vendor = settings.network_identity
    if not vendor.is_set:
        return None
    key = EnvelopeKey(vendor.account, vendor.secret.encode())
    window = _window(http, "network-identity", vendor, now)
    return ContractedNetworkIdentity(window, page_url=vendor.url, key=key)


def _unified_identity(http: Outbound, settings: Settings, now: Clock) -> UnifiedIdentity | None:
    vendor = settings.unified_identity
    if not vendor.is_set:
        return None
    page = _page(settings, vendor, unified_identity.PAGE, Way.UNIFIED_IDENTITY)
    window = _window(http, unified_identity.SYSTEM, vendor, now)
    return unified_identity.ProvincialIdentity(window, page)


def _e_licence(http: Outbound, settings: Settings, now: Clock) -> BusinessLicenceSignIn | None:
    vendor = settings.e_licence
    if not vendor.is_set:
        return None
    page = _page(settings, vendor, business_licence.PAGE, Way.BUSINESS_LICENCE)
    return business_licence.BusinessLicences(_window(http, business_licence.SYSTEM, vendor, now), page)


def _page(settings: Settings, vendor: Vendor, path: str, way: Way) -> SignInPage:
    back = f"{settings.public_url.rstrip('/')}/?way={way}#/signed-in"
    return SignInPage(vendor.url, path, vendor.account, back)


def _window(http: Outbound, system: str, vendor: Vendor, now: Clock) -> SignedHttp:
    key = EnvelopeKey(vendor.account, vendor.secret.encode())
    return SignedHttp(
        http, system=system, base_url=vendor.url, key=key, clock=now, nonce=lambda: secrets.token_hex(16)
    )
