"""Preview an erasure (删除前的说明): what of one's data would go, what stays, on which ground, until when."""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.kernel.party import Acting, PartyKind
from domain.kernel.ports import Clock
from domain.parties.ports import Parties
from domain.privacy.data_ports import Erasable
from domain.privacy.erasure import Going, HeldCase, Kept, Preview, Stay, families
from domain.privacy.retention import LEAST_LOG_DAYS
from domain.privacy.stays import ARCHIVES, BY_LIST, always
from domain.usecases.check_authority import CheckAuthority

FOREVER = "永久保管"


@dataclass(frozen=True, slots=True)
class PreviewErasure:
    """Reads only. `evidence_years`, `log_days`: as configured."""

    check_authority: CheckAuthority
    erasable: Erasable
    parties: Parties
    catalogue: Catalogue
    now: Clock
    evidence_years: int
    log_days: int

    async def __call__(self, acting: Acting, *, fresh: bool = False) -> Preview:
        """Raises NotRepresentative, Unavailable."""
        await self.check_authority(acting, fresh=fresh)
        party = await self.parties.by_id(acting.party)
        is_person, now = party.kind is PartyKind.PERSON, self.now()
        counted = await self.erasable.count(acting.party, is_person=is_person, now=now)
        goes = tuple(Going(family, counted[family]) for family in families(is_person=is_person))
        cases = await self.erasable.cases(acting.party)
        others = always(
            is_person=is_person,
            evidence_years=self.evidence_years,
            log_days=max(self.log_days, LEAST_LOG_DAYS),
        )
        return Preview(goes, (*(self._case(one) for one in cases), *others))

    def _case(self, case: HeldCase) -> Kept:
        name = self.catalogue.of_case(case).name
        what = f"办件「{name}」" + (f"（{case.number}）" if case.number else "")
        if not case.is_over:
            return Kept(Stay.RUNNING, what, "正在办理，审批需要", "办结归档以后按保管期限保存")
        if not case.is_archived:
            return Kept(Stay.CASE, f"{what}的表单、材料、寄送、决定和档案", ARCHIVES, "归档时确定保管期限")
        what += "的表单（包括没有确认过的）、材料、寄送、决定和档案"
        return Kept(Stay.CASE, what, ARCHIVES, FOREVER if case.until is None else BY_LIST, case.until)
