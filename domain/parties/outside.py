"""What parties (服务对象) need from outside: the registers that say who exists and who represents whom.

`purpose` is the 用途 of each call, 1 to 200 characters: the law has it written down.
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import Protocol

from domain.kernel.personal import DocumentNumber, PersonName
from domain.parties.records import (
    BusinessLicence,
    CertificateRow,
    DirectoryEntry,
    EnterpriseRecord,
    HolderRecord,
    HolderRows,
    Match,
    PersonRecord,
    RegisteredChange,
    RepresentedOrganisation,
)


class HolderRegister(Protocol):
    """Whichever register knows the holder. Joined by domain/usecases/join_registers.py."""

    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
        """One licence with its holder; None when there is none. Raises Refused, Unavailable."""
        ...

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        """Whom this person represents now; empty for nobody. Raises Refused, Unavailable."""
        ...

    async def of_holder(self, number: DocumentNumber, *, since: date, purpose: str) -> HolderRows:
        """All licences of one holder, and what of them changed since. Raises Refused, Unavailable."""
        ...

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        """One change of the feed, for a clerk's eyes and a last look. Raises Refused, Unavailable."""
        ...


class RegisterFeed(Protocol):
    """What a snapshot for sensing is made of. Joined by domain/usecases/join_registers.py."""

    def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        """All licences, at most 1,000 a page. Raises Refused, Unavailable."""
        ...

    def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        """All changes of `since` and later, at most 1,000 a page. Raises Refused, Unavailable."""
        ...


class SocialRegister(Protocol):
    """社会组织登记系统. Adapter: adapters/registry/social.py. Fake: tests/fakes/registers.py."""

    def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        """All certificates, at most 1,000 a page, for a snapshot. Raises Refused, Unavailable."""
        ...

    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
        """One certificate with its organisation; None when there is none. Raises Refused, Unavailable."""
        ...

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        """Whom this person represents now; empty for nobody. Raises Refused, Unavailable."""
        ...

    async def certificates_of(self, number: DocumentNumber, *, purpose: str) -> tuple[CertificateRow, ...]:
        """One organisation's certificates; empty for none. Raises Refused, Unavailable."""
        ...


class EnterpriseRegister(Protocol):
    """市场主体登记系统. Adapter: adapters/registry/enterprise.py. Fake: tests/fakes/registers.py."""

    async def enterprise(self, number: DocumentNumber, *, purpose: str) -> EnterpriseRecord | None:
        """As it stands now; None when there is none. Raises Refused, Unavailable."""
        ...

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        """Whom this person represents now by office, never by another's leave.

        Raises Refused, Unavailable.
        """
        ...

    async def verify_licence(self, number: DocumentNumber, *, purpose: str) -> BusinessLicence | None:
        """电子营业执照核验: what its system vouches for now; None for none. Raises Refused, Unavailable."""
        ...


class ChangeFeed(Protocol):
    """The same register's changes (变更登记). Adapter: adapters/registry/enterprise_changes.py."""

    def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        """Changes of `since` and later, oldest first, at most 1,000 a page. Raises Refused, Unavailable."""
        ...

    async def changes_of(
        self, number: DocumentNumber, *, since: date, purpose: str
    ) -> tuple[RegisteredChange, ...]:
        """One holder's. Raises Refused, Unavailable."""
        ...

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        """Raises Refused, Unavailable."""
        ...


class LicenceDirectory(Protocol):
    """The licence bank's directory (证照目录). Adapter: adapters/licences/directory.py."""

    def pages(self, *, purpose: str) -> AsyncIterator[tuple[DirectoryEntry, ...]]:
        """Every licence in its present version, at most 1,000 a page. Raises Refused, Unavailable."""
        ...

    async def entry(self, record_id: str, *, purpose: str) -> DirectoryEntry | None:
        """By the bank's own key, present version. Raises Refused, Unavailable."""
        ...

    async def entries_of(self, number: DocumentNumber, *, purpose: str) -> tuple[DirectoryEntry, ...]:
        """One holder's. Raises Refused, Unavailable."""
        ...


class PopulationRegister(Protocol):
    """人口库. Adapter: adapters/registry/population.py. Fake: tests/fakes/registers.py."""

    async def matches(self, name: PersonName, number: DocumentNumber, *, purpose: str) -> Match:
        """Whether name and number belong together. Raises Refused, Unavailable."""
        ...

    async def lookup(self, number: DocumentNumber, *, purpose: str) -> PersonRecord | None:
        """The person; None when there is none. Raises Refused, Unavailable."""
        ...
