"""The desk for who comes from another house: 省统一身份认证, 电子营业执照."""

from dataclasses import dataclass

from domain.usecases.begin_outside_sign_in import BeginOutsideSignIn
from domain.usecases.sign_in_by_business_licence import SignInByBusinessLicence
from domain.usecases.sign_in_by_unified_identity import SignInByUnifiedIdentity


@dataclass(frozen=True, slots=True)
class OutsideSignInDesk:
    begin_outside_sign_in: BeginOutsideSignIn
    sign_in_by_unified_identity: SignInByUnifiedIdentity
    sign_in_by_business_licence: SignInByBusinessLicence
