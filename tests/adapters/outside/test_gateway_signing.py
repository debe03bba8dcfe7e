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
    gateway_hmac,
    http_date,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PAIR = KeyPair("testAk", b"testSecret")


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
