"""What both fronts are sent, and show, for a check by another way than the face (其他方式核验)."""

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta

from bff.http.boundary import Body, View
from bff.http.identity_bodies import ApplicantBody, OnThePhone, ResumeToken
from bff.http.slips import malformed
from domain.identity.other_way import (
    BankProof,
    NetworkProof,
    NetworkToken,
    Proof,
    Way,
    WayNotOffered,
    bank_card,
)
from domain.kernel.ids import short
from domain.usecases.open_other_way import OtherWayOpened

Number = Annotated[str, Meta(min_length=11, max_length=24)]


class OtherWayBody(OnThePhone, frozen=True, kw_only=True):
    way: Literal["bank", "network"]


class WechatWayBody(ApplicantBody, frozen=True, kw_only=True):
    """In the mini-program: the 网号 leads back to a page, which is not there."""

    way: Literal["bank"]


class CheckCodeBody(Body, frozen=True):
    resume_token: ResumeToken
    phone: Number


class BankBody(Body, frozen=True):
    card_number: Annotated[str, Meta(min_length=12, max_length=40)]
    phone: Number
    code: Annotated[str, Meta(min_length=1, max_length=40)]


class NetworkBody(Body, frozen=True):
    token: Annotated[str, Meta(min_length=8, max_length=2048, pattern=r"^[A-Za-z0-9._~+/=-]+\Z")]


class ProofBody(Body, frozen=True):
    """Neither: what became of the proof that was given."""

    resume_token: ResumeToken
    bank: BankBody | None = None
    network: NetworkBody | None = None

    def proof(self) -> Proof | None:
        """Raises MalformedBody, CardInvalid."""
        if self.bank is not None and self.network is not None:
            raise malformed("network", "not-offered", "一次只用一种方式")
        if self.bank is not None:
            return BankProof(bank_card(self.bank.card_number), self.bank.phone, self.bank.code)
        return None if self.network is None else NetworkProof(NetworkToken(self.network.token))


class OtherWayOpenedView(View, frozen=True):
    """`page_url`: where the 网号 is confirmed."""

    identity_check_id: str
    resume_token: str
    way: str
    expires_at: datetime
    page_url: str | None = None

    @classmethod
    def of(cls, opened: OtherWayOpened) -> Self:
        check = short("idc", opened.check_id)
        page = opened.page_url or None
        return cls(check, opened.resume_token, str(opened.way), opened.expires_at, page)


def way_named(text: str) -> Way:
    """Raises WayNotOffered."""
    try:
        return Way(text)
    except ValueError:
        raise WayNotOffered(text) from None
