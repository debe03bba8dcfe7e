"""The directory (证照目录) of the emulated licence bank: every licence in its present version.

Source: docs/vendors/licence-directory.md (our profile).
"""

import base64

from adapters.sandbox.licence_bank_books import LicenceBooks
from adapters.sandbox.licence_bank_licence import HOLDER_TYPE_NAMES

MOST_ROWS = 1000
_DIGITS = len(str(MOST_ROWS))


class Answered(Exception):
    """A status of the bank other than 0."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


def page(licences: LicenceBooks, cursor: str, limit: str) -> dict[str, object]:
    """Raises Answered."""
    most = _limit(limit or str(MOST_ROWS))
    found = licences.page(_opened(cursor), most + 1)
    shown = found[:most]
    return {
        "rows": [licence.directory_row() for licence in shown],
        "nextCursor": _closed(shown[-1].record_id) if len(found) > most else None,
    }


def by_record(licences: LicenceBooks, record_id: str) -> dict[str, object]:
    """Raises Answered."""
    if not record_id:
        raise Answered("12")
    licence = licences.of_record(record_id)
    if licence is None:
        raise Answered("10")
    return licence.directory_row()


def by_holder(licences: LicenceBooks, code: str, holder_type: str) -> list[dict[str, object]]:
    """Raises Answered."""
    if not code or not holder_type:
        raise Answered("12")
    if holder_type not in HOLDER_TYPE_NAMES:
        raise Answered("103")
    found = licences.of_holder(code, holder_type, "")
    if not found:
        raise Answered("10")
    return [licence.directory_row() for licence in found]


def _limit(text: str) -> int:
    if not (len(text) <= _DIGITS and text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ROWS):
        raise Answered("102")
    return int(text)


def _closed(record_id: str) -> str:
    return base64.urlsafe_b64encode(record_id.encode()).decode()


def _opened(cursor: str) -> str:
    try:
        return base64.b64decode(cursor, altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise Answered("102") from error
