"""A licence bank in memory."""

from dataclasses import dataclass, field
from datetime import date

from domain.kernel.documents import NumberKind
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from domain.licences.outside import BankLicence, BankStatus, FileType, LicenceFacts
from tests.fakes.registers import check_purpose
from tests.fakes.trouble import Trouble


@dataclass
class FakeBank:
    """`issued`: 证照标识 to what stands on it; `standing`: what is not simply in force."""

    clock: Clock
    issued: dict[str, LicenceFacts] = field(default_factory=dict)
    standing: dict[str, BankStatus] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)
    purposes: list[str] = field(default_factory=list)
    trouble: Trouble = field(default_factory=lambda: Trouble("licences"))

    async def of_holder(
        self, number: DocumentNumber, *, purpose: str, number_kind: NumberKind = NumberKind.USCC
    ) -> tuple[BankLicence, ...]:
        self._enter(purpose)
        del number_kind
        return tuple(
            self._licence(identifier)
            for identifier, facts in self.issued.items()
            if facts.holder_number == number and identifier not in self.superseded
        )

    async def by_number(self, licence_number: str, *, licence_type: str, purpose: str) -> BankLicence | None:
        self._enter(purpose)
        for identifier, facts in self.issued.items():
            is_meant = (facts.number, facts.licence_type) == (licence_number, licence_type)
            if is_meant and self._status(identifier) is BankStatus.VALID:
                return self._licence(identifier)
        return None

    async def status(self, identifier: str, *, purpose: str = "核对证照当前状态") -> BankStatus:
        self._enter(purpose)
        return self._status(identifier)

    async def file(self, identifier: str, *, purpose: str, file_type: FileType = "ofd") -> bytes:
        self._enter(purpose)
        status = self._status(identifier)
        if status is not BankStatus.VALID:
            raise Refused("licences", f"licence-{status}")
        return {"ofd": b"PK\x03\x04 ", "png": b"\x89PNG "}[file_type] + identifier.encode()

    def _enter(self, purpose: str) -> None:
        self.trouble.enter()
        check_purpose("licences", purpose)
        self.purposes.append(purpose)

    def _licence(self, identifier: str) -> BankLicence:
        status = self._status(identifier)
        facts = self.issued[identifier] if status is BankStatus.VALID else None
        return BankLicence(identifier, status, facts)

    def _status(self, identifier: str) -> BankStatus:
        facts = self.issued.get(identifier)
        if facts is None:
            return BankStatus.ABSENT
        if identifier in self.superseded:
            return BankStatus.ENDED
        if identifier in self.standing:
            return self.standing[identifier]
        until = facts.valid_until or date.max
        return BankStatus.EXPIRED if until < self.clock().date() else BankStatus.VALID
