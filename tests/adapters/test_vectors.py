"""Signatures against fixed vectors: V1 (Aliyun SDK), V12 (the SM3 standard)."""

import hashlib
import hmac

from aliyunsdkcore.auth.algorithm import sha_hmac1

from adapters.envelope.signature import EnvelopeKey, sm3_hex, sorted_query

STRING_TO_SIGN = (
    "POST&%2F&AccessKeyId%3DtestAccessKeyId%26Action%3DSendSms%26Format%3DJSON%26OutId%3Do-1%26PhoneNumbers"
    "%3D13800000000%26RegionId%3Dcn-hangzhou%26SignName%3D%25E6%259F%2590%25E5%25B8%2582%25E6%2594%25BF%25E5"
    "%258A%25A1%25E6%259C%258D%25E5%258A%25A1%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D15215528852396"
    "%26SignatureType%3D%26SignatureVersion%3D1.0%26TemplateCode%3DSMS_0001%26TemplateParam%3D%257B%2522code"
    "%2522%253A%252212%252034%252A~%2522%257D%26Timestamp%3D2026-01-02T03%253A04%253A05Z%26Version%3D2017-05-25"
)


def test_the_sdk_signs_the_rpc_vector_as_published() -> None:
    assert sha_hmac1.get_sign_string(STRING_TO_SIGN, "testAccessKeySecret&") == "JFy8OBSY28Vt1k84hk1YTe9Ya2g="


def test_sm3_is_the_national_standards() -> None:
    assert sm3_hex(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_envelope_signs_what_its_notes_say() -> None:
    key = EnvelopeKey("palm", b"testKey", "HMAC-SHA256")
    text = f"POST\n/p\na=%20&b=2\npalm\n1767323045\nn\n{hashlib.sha256(b'{}').hexdigest()}\n"

    signed = key.sign("POST", "/p?b=2&a=+", "1767323045", "n", b"{}")

    assert signed == hmac.new(b"testKey", text.encode(), "sha256").hexdigest()
    assert sorted_query("b=2&a=%2A&a=&c=~") == "a=&a=%2A&b=2&c=~"
