"""What the emulated licence bank encrypts: `certData`, to the SM2 key its caller handed over.

Source: docs/vendors/licence-bank.md. Without a key on file the bank answers in clear, which is ours.
"""

import base64
import json
from collections.abc import Mapping

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import text_of
from adapters.sandbox.sm2 import encrypted, point_of

FORMS, ORDERS = ("hex", "base64", "hex-bare"), ("C1C2C3", "C1C3C2")
KEY, FORM, ORDER = "caller_key", "caller_form", "caller_order"


class Sealing:
    def __init__(self, books: Books) -> None:
        self._books = books

    def register(self, body: dict[str, object]) -> None:
        """`{publicKey, form?, order?}`: as the office's operator would by letter. Raises ValueError."""
        key = text_of(body, "publicKey")
        form, order = body.get("form", FORMS[0]), body.get("order", ORDERS[0])
        point_of(key)
        if form not in FORMS or order not in ORDERS:
            raise ValueError(f"form is one of {FORMS}, order one of {ORDERS}")
        with self._books.transaction():
            for name, value in ((KEY, key), (FORM, str(form)), (ORDER, str(order))):
                self._books.keep_value(name, value)

    @property
    def caller(self) -> str:
        """Whose key is on file; empty for none."""
        return self._books.value(KEY, "")

    def sealed(self, data: Mapping[str, str]) -> object:
        """Upper-case hex with the mark 04 and C1C2C3, as 济宁's clients read it, unless told otherwise."""
        if not self.caller:
            return data
        plain = json.dumps(data, ensure_ascii=False).encode()
        is_new = self._books.value(ORDER, ORDERS[0]) == "C1C3C2"
        told = encrypted(plain, point_of(self.caller), order="C1C3C2" if is_new else "C1C2C3")
        match self._books.value(FORM, FORMS[0]):
            case "base64":
                return base64.b64encode(told).decode()
            case "hex-bare":
                return told[1:].hex()
            case _:
                return told.hex().upper()
