"""The outside, behind its ports: Settings in, adapters out. Which vendor it is, is decided here alone."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import EnvelopeKey
from adapters.licences.cipher import BankCipher, Keys
from adapters.outbound.http import Outbound
from adapters.people import business_licence, unified_identity
from adapters.people.sign_in_page import SignInPage
from adapters.proofs.bank import ContractedBankElements
from adapters.proofs.network import ContractedNetworkIdentity
from adapters.ratings.province import ProvincialRatings
from adapters.regulator.calls import RegulatorGaps
from adapters.regulator.platform import RegulatorPlatform
from adapters.wechat.token import TokenStore
from bff.compose.approval import Approval, approval
from bff.compose.couriers import CourierOutside, courier_outside
from bff.compose.faces import PhoneFaces, faces
from bff.compose.pushing import pushing
from bff.compose.registers import BankAccess, Registers, registers
from bff.compose.telling import MoreWays
from bff.compose.texting import texting
from bff.compose.wechat import OfficialAccount, Wechat, official_account, wechat
from bff.settings import Settings, Vendor
from domain.identity.other_way import BankElements, NetworkIdentity
from domain.identity.outside_sign_in import BusinessLicenceSignIn, UnifiedIdentity, Way
from domain.invitations.outside import PushMessages, SmsCallbacks, SmsSender
from domain.invitations.ways import USUAL
from domain.kernel.callbacks import Nonces
from domain.kernel.party import Channel
from domain.kernel.ports import Clock
from domain.licences.outside import LicenceBank
from domain.ratings.outside import RatingInterface
from domain.supervision.outside import Regulator, RegulatorCalls


@dataclass(frozen=True, slots=True)
class Outside:
    sms: SmsSender
    sms_callbacks: Mapping[str, SmsCallbacks]  # by operator
    sms_operators: tuple[str, ...]  # those who send, first the preferred
    sms_price_fen: Decimal  # of one part of a text
    face: PhoneFaces
    courier: CourierOutside
    approval: Approval
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
    push: PushMessages | None = None  # likewise: no app is pushed to
    notice_ways: tuple[Channel, ...] = USUAL
    official_account: OfficialAccount | None = None  # likewise: nobody is written to there

    @property
    def more_ways(self) -> MoreWays:
        """How people are told beside texts and the mini-program, and in which order."""
        account = self.official_account
        return MoreWays(self.push, account.messages if account else None, self.notice_ways)


@asynccontextmanager
async def outside(
    settings: Settings, now: Clock, nonces: Nonces, tokens: TokenStore, bank_keys: Keys
) -> AsyncIterator[Outside]:
    """Every adapter with its own threads and connections, closed at the end.

    `bank_keys`: ours that the licence bank encrypts to, asked for at each answer.
    """
    loopback = not settings.is_production
    regulators = EnvelopeKey(settings.regulator_push_account, settings.regulator_push_secret.encode())
    async with (
        Outbound(loopback=loopback) as http,
        texting(settings, http, now) as texts,
        faces(settings, http, now) as face,
        pushing(settings, now) as push,
    ):
        bank = BankAccess(
            _window(http, "licence-bank", settings.licence_bank, now),
            settings.licence_bank.account,
            settings.licence_bank_token,
            BankCipher("licences", bank_keys),
        )
        yield Outside(
            sms=texts.sms,
            sms_callbacks=texts.callbacks,
            sms_operators=settings.sms_vendors,
            sms_price_fen=settings.sms_price_fen,
            face=face,
            courier=courier_outside(http, settings, now),
            approval=approval(settings, http, now, nonces),
            registers=registers(
                social=_window(http, "social-register", settings.social_register, now),
                enterprise=_window(http, "enterprise-register", settings.enterprise_register, now),
                population=_window(http, "population-register", settings.population_register, now),
                bank=bank,
            ),
            licence_bank=bank.bank(),
            rating=ProvincialRatings(
                _window(http, "rating", settings.rating, now), data_source="165", scale=settings.rating_scale
            ),
            wechat=wechat(settings, http, tokens, now, nonces),
            push=push,
            notice_ways=settings.notice_ways,
            official_account=official_account(settings, http, tokens, now, nonces),
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
