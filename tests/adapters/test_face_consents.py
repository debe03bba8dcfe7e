"""The consent to a face names exactly who compares it, and how long they keep what they saw."""

import pytest

from adapters.files.consents import WECHAT, ConsentFile
from bff.compose.faces import CONSENTS, PhoneFaces
from domain.identity.check import Verifier
from domain.identity.faces import KEPT, POSSIBLE
from domain.kernel.party import Channel

WORDS = {Verifier.ALIYUN: "阿里云", Verifier.TENCENT: "腾讯云"}


@pytest.mark.parametrize("vendors", list(CONSENTS), ids=lambda one: "+".join(sorted(one)))
def test_a_consent_names_who_compares_and_nobody_else(vendors: frozenset[Verifier]) -> None:
    text = ConsentFile(shipped_as=CONSENTS[vendors]).current().text

    assert {vendor for vendor, word in WORDS.items() if word in text} == vendors


@pytest.mark.parametrize("vendors", list(CONSENTS), ids=lambda one: "+".join(sorted(one)))
def test_what_a_vendor_keeps_all_the_same_is_said(vendors: frozenset[Verifier]) -> None:
    text = ConsentFile(shipped_as=CONSENTS[vendors]).current().text

    assert ("保存三天" in text) is bool(vendors & KEPT.keys())
    assert ("通知其删除" in text) is bool(vendors - KEPT.keys())


def test_each_choice_of_vendors_has_a_text_and_a_version_of_its_own() -> None:
    versions = {ConsentFile(shipped_as=name).current().version for name in (*CONSENTS.values(), WECHAT)}

    assert len(versions) == len(CONSENTS) + 1
    assert all(set(one) <= POSSIBLE[Channel.H5] for one in CONSENTS)


def test_the_order_of_the_vendors_chooses_the_text() -> None:
    either = {(Verifier.ALIYUN, Verifier.TENCENT), (Verifier.TENCENT, Verifier.ALIYUN)}

    assert len({PhoneFaces({}, order).consent for order in either}) == 1
