"""List who looked at one's data (谁看过我的信息): for the party itself, and of one case for who audits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.privacy.access import Access, ByKind, Place, Purpose
from domain.privacy.ports import Accesses
from domain.shipments.carriers import CARRIERS
from domain.staff.account import Role
from domain.staff.ports import StaffNames
from domain.usecases.check_authority import CheckAuthority

OFFICE = "政务服务管理部门"
BACK_END = "审批系统"
KINDS: Mapping[ByKind, str] = MappingProxyType(
    {
        ByKind.STAFF: "工作人员",
        ByKind.VERIFIER: "核验单位",
        ByKind.DEPARTMENT: "部门系统",
        ByKind.BACK_END: "审批部门",
        ByKind.COURIER: "快递公司",
    }
)


@dataclass(frozen=True, slots=True)
class AccessView:
    """As the person reads it: the office and the post, never the name of who sat there."""

    at: datetime
    by: str
    post: str
    purpose: str
    shown: tuple[str, ...]
    case_id: UUID | None
    item_name: str


@dataclass(frozen=True, slots=True)
class ListAccesses:
    check_authority: CheckAuthority
    accesses: Accesses
    names: StaffNames
    cases: Cases
    catalogue: Catalogue
    departments: Mapping[str, str]  # the gateway's, by name: what each is called

    async def __call__(
        self, acting: Acting, *, before: Place | None, size: int
    ) -> tuple[tuple[AccessView, ...], Place | None]:
        """Newest first, and from where the next page goes on. Raises NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        found = await self.accesses.of_party(acting.party, before=before, size=size + 1)
        items: dict[CaseId, str] = {}
        posts: dict[str, str] = {}
        views = tuple([await self._view(one, items, posts) for one in found[:size]])
        return views, found[size - 1].place if len(found) > size else None

    async def _view(self, access: Access, items: dict[CaseId, str], posts: dict[str, str]) -> AccessView:
        by, post = access.by, KINDS[access.by_kind]
        match access.by_kind:
            case ByKind.STAFF:
                if by not in posts:
                    posts[by] = _posts(await self.names.roles_of(by)) or post
                by, post = OFFICE, posts[by]
            case ByKind.BACK_END:
                by = BACK_END
            case ByKind.DEPARTMENT:
                by = self.departments.get(by, by)
            case ByKind.COURIER:
                by = CARRIERS.get(by, by)
        if access.case is not None and access.case not in items:
            items[access.case] = self.catalogue.of_case(await self.cases.by_id(access.case)).name
        return AccessView(
            access.place.at,
            by,
            post,
            _purpose(access.purpose),
            tuple(one.words for one in access.shown),
            access.case,
            items[access.case] if access.case else "",
        )


@dataclass(frozen=True, slots=True)
class CaseAccessView:
    """As who audits reads it: the colleague by name."""

    at: datetime
    login: str
    name: str
    roles: tuple[Role, ...]
    purpose: str
    shown: tuple[str, ...]
    operation: str


@dataclass(frozen=True, slots=True)
class ListCaseAccesses:
    accesses: Accesses
    names: StaffNames
    cases: Cases

    async def __call__(
        self, case: CaseId, *, before: Place | None, size: int
    ) -> tuple[tuple[CaseAccessView, ...], Place | None]:
        """Newest first, and from where the next page goes on. Raises NotFound."""
        await self.cases.by_id(case)
        found = await self.accesses.of_case(case, before=before, size=size + 1)
        views = tuple([await self._view(one) for one in found[:size]])
        return views, found[size - 1].place if len(found) > size else None

    async def _view(self, access: Access) -> CaseAccessView:
        return CaseAccessView(
            access.place.at,
            access.by,
            await self.names.called(access.by),
            tuple(sorted(await self.names.roles_of(access.by))),
            _purpose(access.purpose),
            tuple(one.words for one in access.shown),
            access.operation,
        )


def _posts(roles: frozenset[Role]) -> str:
    return "、".join(role.words for role in sorted(roles))


def _purpose(text: str) -> str:
    """A verifier's purpose is words already."""
    return Purpose(text).words if text in set(Purpose) else text
