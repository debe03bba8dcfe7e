"""Preview an erasure (删除前的说明): what of one's data would go, what stays, on which ground, until when."""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.kernel.party import Acting, PartyKind
from domain.kernel.ports import Clock
from domain.parties.ports import Parties
from domain.privacy.data_ports import Erasable
from domain.privacy.erasure import Going, HeldCase, Kept, Preview, Stay, families
from domain.privacy.retention import LEAST_LOG_DAYS
from domain.usecases.check_authority import CheckAuthority

ARCHIVES = "行政许可法第六十一条、档案法：审批档案按保管期限保存"
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
        return Preview(goes, (*(self._case(one) for one in cases), *self._always()))

    def _case(self, case: HeldCase) -> Kept:
        name = self.catalogue.of_case(case).name
        what = f"办件「{name}」" + (f"（{case.number}）" if case.number else "")
        if not case.is_over:
            return Kept(Stay.RUNNING, what, "正在办理，审批需要", "办结归档以后按保管期限保存")
        if case.is_archived and case.until is not None:
            return Kept(Stay.CASE, f"{what}的表单、材料、决定和档案", ARCHIVES, "保管期满", case.until)
        when = FOREVER if case.is_archived else "归档时确定保管期限"
        return Kept(Stay.CASE, f"{what}的表单、材料、决定和档案", ARCHIVES, when)

    def _always(self) -> tuple[Kept, ...]:
        days = max(self.log_days, LEAST_LOG_DAYS)
        return (
            Kept(
                Stay.EVIDENCE,
                "您看到并确认过的内容原文（密封保存）",
                "行政许可法、民法典第一百八十八条：证明办理经过",
                f"办结且保存满 {self.evidence_years} 年",
            ),
            Kept(
                Stay.LEDGER,
                "留痕账（只有编号、时间和摘要，没有姓名、号码和内容）",
                "证明办理经过没有被改动",
                "长期保存",
            ),
            Kept(Stay.IDENTITY, "姓名和证件号码（加密）", "认出办件、档案属于谁", "最后一份档案保管期满"),
            Kept(
                Stay.ACCESSES,
                "谁看过您的信息",
                "网络安全法第二十三条、个人信息保护法第五十一条",
                "每条满六个月",
            ),
            Kept(
                Stay.LOGS,
                "系统运行日志（没有姓名和号码）",
                "网络安全法第二十三条：不少于六个月",
                f"每天的日志满 {days} 天",
            ),
            Kept(Stay.ERASURE, "这次删除的记录", "个人信息保护法：处理记录留存三年", "删除完成满三年"),
            Kept(
                Stay.OTHERS,
                "审批系统、电子证照库、好差评等其他单位保存的内容",
                "由各单位依法保存，本平台不能代为删除",
                "请向这些单位提出",
            ),
        )
