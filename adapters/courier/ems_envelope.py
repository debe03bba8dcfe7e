"""The EMS envelope (国密报文): SM4 in ECB over the document with the key's own text behind it.

Source: public integrations of the EMS open platform, read 2026-11-22; the formula gives two of their samples
again. NOT VERIFIED with the vendor: its documents are behind a contract. ECB shows repeated blocks and lets
them be cut and put together anew, so nothing that comes this way is believed to have ended anything.
"""

from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.padding import PKCS7

PREFIX = "|$4|"  # which cipher: 4 is SM4


class EnvelopeWrong(ValueError):
    """Not sealed with our key, or not whole."""


def seal(document: str, key: str) -> str:
    """`key`: as the platform shows it, base64 of sixteen bytes; its text goes in with the document."""
    padder = PKCS7(SM4.block_size).padder()
    plain = padder.update((document + key).encode()) + padder.finalize()
    encryptor = _cipher(key).encryptor()
    return PREFIX + b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def unseal(sealed: str, key: str) -> str:
    """The document, without the key's text where there is one: what they push is said to come without.

    Raises EnvelopeWrong.
    """
    if not sealed.startswith(PREFIX):
        raise EnvelopeWrong("prefix")
    try:
        decryptor, unpadder = _cipher(key).decryptor(), PKCS7(SM4.block_size).unpadder()
        padded = (
            decryptor.update(b64decode(sealed.removeprefix(PREFIX), validate=True)) + decryptor.finalize()
        )
        document = (unpadder.update(padded) + unpadder.finalize()).decode()
    except ValueError:  # base64, blocks, padding, UTF-8
        raise EnvelopeWrong("sealed") from None
    return document.removesuffix(key)


def _cipher(key: str) -> Cipher[modes.ECB]:
    return Cipher(SM4(b64decode(key, validate=True)), modes.ECB())  # noqa: S305 - the vendor's own choice
