"""Tencent's own SDKs talk to the emulators, and take a wrong secret for what it is."""

import asyncio
from typing import Any

import pytest
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.faceid.v20180301 import models as faces
from tencentcloud.faceid.v20180301.faceid_client import FaceidClient
from tencentcloud.sms.v20210111 import models as texts
from tencentcloud.sms.v20210111.sms_client import SmsClient

from adapters.sandbox import tencent_face, tencent_sms
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.tencent_face_book import Citizen
from adapters.sandbox.tencent_sms_rules import TencentTemplate
from tests.sandbox.conftest import FixedClock, Hand

KEY_ID, SECRET, SIGN = "testSecretId", "testSecretKey", "某市政务服务"
PERSON = Citizen("甲子", "370285199001019985")


def profile(vendor: Running) -> ClientProfile:
    told = HttpProfile(protocol="http", endpoint=f"127.0.0.1:{vendor.port}", reqTimeout=5)
    told.scheme = "http"
    return ClientProfile(httpProfile=told)


@pytest.fixture
async def sms(hand: Hand, books: Books, clock: FixedClock) -> Running:
    config = tencent_sms.TencentSmsSandbox(
        secrets={KEY_ID: SECRET},
        app_id="1400006666",
        signs=[SIGN],
        templates=[TencentTemplate("1002", "{1}，您有{2}项业务可办理。", "notice")],
        report_after_seconds=0,
        window=None,  # the SDK signs with the machine's clock
    )
    return await hand.start(tencent_sms.create_app(books, config=config, now=clock.now))


@pytest.fixture
async def face(hand: Hand, books: Books, clock: FixedClock) -> Running:
    config = tencent_face.FaceIdSandbox(
        secrets={KEY_ID: SECRET}, rules=frozenset({"1"}), citizens=[PERSON], window=None
    )
    return await hand.start(tencent_face.create_app(books, config=config, now=clock.now))


def a_text() -> Any:
    asked = texts.SendSmsRequest()
    asked.PhoneNumberSet, asked.SmsSdkAppId, asked.SignName = ["+8619900000101"], "1400006666", SIGN
    asked.TemplateId, asked.TemplateParamSet, asked.SessionContext = "1002", ["甲某", "2"], "n-1"
    return asked


async def test_the_sdk_sends_a_text_and_finds_what_became_of_it(sms: Running) -> None:
    client = SmsClient(Credential(KEY_ID, SECRET), "ap-guangzhou", profile(sms))

    told = await asyncio.to_thread(client.SendSms, a_text())

    [status] = told.SendStatusSet
    assert (status.Code, status.SessionContext) == ("Ok", "n-1")
    pull = texts.PullSmsSendStatusByPhoneNumberRequest()
    pull.PhoneNumber, pull.SmsSdkAppId = "+8619900000101", "1400006666"
    pull.BeginTime, pull.EndTime, pull.Offset, pull.Limit = 1767225600, 1767398400, 0, 10  # 2026-01-01 to 03
    found = await asyncio.to_thread(client.PullSmsSendStatusByPhoneNumber, pull)
    assert [one.SerialNo for one in found.PullSmsSendStatusSet] == [status.SerialNo]


async def test_the_sdk_is_told_of_a_wrong_secret(sms: Running) -> None:
    client = SmsClient(Credential(KEY_ID, SECRET[:-1] + "x"), "ap-guangzhou", profile(sms))

    with pytest.raises(TencentCloudSDKException) as told:
        await asyncio.to_thread(client.SendSms, a_text())

    assert told.value.get_code() == "AuthFailure.SignatureFailure"


async def test_the_sdk_opens_a_face_check_and_reads_that_nobody_came_yet(face: Running) -> None:
    client = FaceidClient(Credential(KEY_ID, SECRET), "ap-guangzhou", profile(face))
    asked = faces.DetectAuthRequest()
    asked.RuleId, asked.Name, asked.IdCard, asked.Extra = "1", PERSON.name, PERSON.number, "o-1"
    asked.RedirectUrl = "https://palm.invalid/back"

    opened = await asyncio.to_thread(client.DetectAuth, asked)
    verdict = faces.GetDetectInfoEnhancedRequest()
    verdict.RuleId, verdict.BizToken, verdict.InfoType = "1", opened.BizToken, "1"
    told = await asyncio.to_thread(client.GetDetectInfoEnhanced, verdict)

    assert opened.BizToken
    assert opened.Url
    assert told.Text.ErrCode != 0  # only nought is a yes
