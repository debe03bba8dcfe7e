"""What licences (证照) need from outside: the licence bank (证照库), which alone issues them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

from domain.kernel.documents import NumberKind
from domain.kernel.personal import DocumentNumber, Masked

FileType = Literal["ofd", "png"]


class BankStatus(StrEnum):
    """What the bank says of a licence; the time of validity is counted by us, not by it."""

    VALID = "valid"
    EXPIRED = "expired"  # 22
    RESTRICTED = "restricted"  # 23 受限使用
    ENDED = "ended"  # 21 废止或注销, also replaced by a newer version
    ABSENT = "absent"  # 10


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """What stands on a licence; `valid_until` None means 长期."""

    licence_type: str  # 证照类型代码, 21 characters
    name: str
    number: str  # printed on it, not its identifier
    holder_name: Masked
    holder_number: DocumentNumber
    issuer_name: str
    issuer_code: str
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class BankLicence:
    """`identifier` is the 证照标识, never rewritten; `facts` is None where the bank shows none: not VALID."""

    identifier: str
    status: BankStatus
    facts: LicenceFacts | None


class LicenceBank(Protocol):
    """证照库. Adapter: adapters/licences/bank.py. Fake: tests/fakes/bank.py.

    `purpose` is the 用途 of each call, 1 to 200 characters; the bank prints it on the file as a watermark.
    """

    async def of_holder(
        self, number: DocumentNumber, *, purpose: str, number_kind: NumberKind = NumberKind.USCC
    ) -> tuple[BankLicence, ...]:
        """The holder's present licences; empty for none. Raises Refused, Unavailable."""
        ...

    async def by_number(self, licence_number: str, *, licence_type: str, purpose: str) -> BankLicence | None:
        """The licence in force that carries this printed number of this 21-character type; None for none.
        Raises Refused, Unavailable."""
        ...

    async def status(self, identifier: str, *, purpose: str = "核对证照当前状态") -> BankStatus:
        """What the bank says now. Raises Refused, Unavailable."""
        ...

    async def file(self, identifier: str, *, purpose: str, file_type: FileType = "ofd") -> bytes:
        """The authority's own file. Raises Refused (ended, restricted, unknown), Unavailable."""
        ...
