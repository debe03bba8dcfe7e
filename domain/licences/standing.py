"""What the licence bank (证照库) says of a licence, in the canonical words of the wallet."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from domain.licences.licence import Licence, LicenceStatus
from domain.licences.outside import BankStatus

CANONICAL: Mapping[BankStatus, LicenceStatus] = MappingProxyType(
    {
        BankStatus.VALID: LicenceStatus.VALID,
        BankStatus.EXPIRED: LicenceStatus.VALID,  # 已过期 is derived from the date, never stored
        BankStatus.RESTRICTED: LicenceStatus.RESTRICTED,
        BankStatus.ENDED: LicenceStatus.CANCELLED,
        BankStatus.ABSENT: LicenceStatus.UNKNOWN,
    }
)
FINAL = frozenset({LicenceStatus.CANCELLED, LicenceStatus.SUPERSEDED, LicenceStatus.REVOKED})


def standing(licence: Licence, said: BankStatus, *, identifiers: Iterable[str], today: date) -> LicenceStatus:
    """The status to keep. `identifiers`: of all licences of the holder, this one among them or not.

    The bank has one word for ended and replaced; a later version of the same licence tells them apart.
    """
    if licence.status is LicenceStatus.REVOKED:
        return licence.status  # by a sealed decision: the bank may hear of it later than we do
    if said is BankStatus.ENDED:
        if licence.status in FINAL:
            return licence.status
        if any(is_later_version(other, licence.identifier) for other in identifiers):
            return LicenceStatus.SUPERSEDED
    if said is BankStatus.EXPIRED and (licence.valid_until is None or today <= licence.valid_until):
        return LicenceStatus.UNKNOWN  # the bank and the date on the licence contradict each other
    return CANONICAL[said]


def is_later_version(identifier: str, other: str) -> bool:
    """Whether both are one licence, and the first the later version (GB/T 36904: a renewal counts it up)."""
    (stem, version), (other_stem, other_version) = _stem(identifier), _stem(other)
    return stem is not None and stem == other_stem and version > other_version


def _stem(identifier: str) -> tuple[str | None, int]:
    """What stands before version and check character, and the version; some issuers write otherwise."""
    parts = identifier.rsplit(".", 2)
    if len(parts) == 3 and parts[1].isascii() and parts[1].isdigit():  # noqa: PLR2004 - stem, version, check
        return parts[0], int(parts[1])
    return None, 0
