"""The two signing schemes against the vectors of docs/vendors/gateway.md, and the sealed secret."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.gateway.answer import saved_as
from adapters.gateway.exchange_secret import opened
from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import (
    exchange_headers,
    exchange_sign,
    gateway_hmac,
    gateway_hmac_headers,
    http_date,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PAIR = KeyPair("testAk", b"testSecret")


def test_a_call_through_the_provincial_gateway_is_signed_as_in_the_vector() -> None:
    signature = "if5J71smfWXtEcTWOm/YKiQ+cF0Cn2ewkpA+NMyMVa4="

    headers = gateway_hmac_headers(PAIR, "GET", "/restapi/prod/IC00/x?a=1&b=2", AT)

    assert http_date(AT) == "Fri, 02 Jan 2026 03:04:05 GMT"
    assert gateway_hmac(PAIR, "GET", "/restapi/prod/IC00/x", "a=1&b=2", http_date(AT)) == signature
    assert headers == {
        "X-BG-HMAC-ACCESS-KEY": "testAk",
        "X-BG-HMAC-ALGORITHM": "hmac-sha256",
        "X-BG-DATE-TIME": "Fri, 02 Jan 2026 03:04:05 GMT",
        "X-BG-HMAC-SIGNATURE": signature,
    }


def test_a_call_through_the_national_exchange_is_signed_as_in_the_vector() -> None:
    at = datetime.fromtimestamp(1767323045, UTC)

    assert (
        exchange_sign(b"testKey", "s-1", "r-1", "1767323045000")
        == "HJGQ4Bo1i9hMpMaR8dTttFw8dff69CaVLSxofAMlJ5w="
    )
    assert exchange_headers(b"testKey", sid="s-1", rid="r-1", at=at)["gjgxjhpt_rtime"] == "1767323045000"


@pytest.mark.parametrize("place", range(4))
def test_every_part_of_a_call_is_signed(place: int) -> None:
    parts = ["GET", "/x", "a=1", http_date(AT)]
    spoilt = [part + "0" if n == place else part for n, part in enumerate(parts)]

    assert gateway_hmac(PAIR, *parts) != gateway_hmac(PAIR, *spoilt)
    assert gateway_hmac(PAIR, *parts) != gateway_hmac(KeyPair("testAk", b"testSecreT"), *parts)


def test_the_exchanges_secret_opens_with_the_app_key_alone() -> None:
    key = hashlib.sha1(hashlib.sha1(b"app-key").digest()).digest()[:16]  # noqa: S324 - theirs
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - theirs
    sealed = base64.b64encode(encryptor.update(b"0123456789abcdef" + b"\x10" * 16)).decode()

    assert opened(b"app-key", sealed) == b"0123456789abcdef"
    with pytest.raises(ValueError, match="padding"):
        opened(b"app-kez", sealed)


def test_a_pair_of_keys_does_not_show_its_secret() -> None:
    assert "testSecret" not in repr(PAIR)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ('attachment; filename="a.pdf"', "attachment; filename*=UTF-8''a.pdf"),
        ("inline; filename=a.pdf", "attachment; filename*=UTF-8''a.pdf"),
        ('attachment; filename="../../etc/passwd"', "attachment; filename*=UTF-8''passwd"),
        ('attachment; filename="C:\\\\x\\\\y.exe"', "attachment; filename*=UTF-8''y.exe"),
        (
            "attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf",
            "attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf",
        ),
        (
            "attachment; filename*=UTF-8''a%0d%0aSet-Cookie%3Ax.pdf",
            "attachment; filename*=UTF-8''a_Set-Cookie_x.pdf",
        ),
        ('attachment; filename="..."', "attachment"),
        ("nonsense", "attachment"),
    ],
)
def test_a_files_name_is_written_anew_without_paths_and_signs(given: str, written: str) -> None:
    assert saved_as(given) == written
