"""Tell a holder what happened in their running matter (办理通知): drafted with the step itself."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from domain.clock.clock import beijing_date
from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import Invitations, Notices
from domain.kernel.ids import MatterId, NoticeId
from domain.kernel.jobs import AddressNotice
from domain.kernel.ports import Clock, Jobs, NewId

LONGEST = 35  # characters in one variable of a text message
# what each template of ours says happened; the operator has approved one text for all of them
HAPPENED: Mapping[str, str] = MappingProxyType(
    {
        "supplement-asked": "需要补正材料",
        "promise-due": "承诺后补的材料即将到期",
        "case-returned": "申请已退件",
        "grievance-answered": "您反映的问题已有答复",
        "clock-stopped": "依法暂停计时",
        "clock-extended": "办理期限已延长",
        "parcel-problem": "快递出现问题",
        "parcel-parked": "证照已到快递柜或驿站，请取件",
        "parcel-with-another": "证照由他人代收，请确认收到",
        "certificate-wanted": "请交回旧证书",
        "form-unfinished": "表单尚未确认",
        "recheck-answered": "您要求的人工复核已有答复",
        "staff-asks": "工作人员请您补充情况",
        "revocation-proposed": "拟撤销许可，请陈述意见",
        "licence-revoked": "许可已被撤销",
    }
)
TO_READ_IN = timedelta(days=15)  # where nothing is to be kept but to read it


@dataclass(frozen=True, slots=True)
class TellHolder:
    """Part of a use case's transaction. To whom it goes is asked of the register afterwards, by a job."""

    invitations: Invitations
    notices: Notices
    jobs: Jobs
    now: Clock
    new_id: NewId

    async def __call__(
        self, matter: MatterId, template: str, values: Mapping[str, str], *, rung: int | None = None
    ) -> None:
        """`template`: one of HAPPENED; `values`: «item», whose case it is about, and «day», an ISO date or as
        people say it, until when something is to be done; without it, fifteen days to read it.

        `rung`: a number no other notice of the matter has, where it must not be said twice. Raises NotFound;
        KeyError for a template nobody has words for.
        """
        at = self.now()
        invitation = await self.invitations.of_matter(matter)
        day = values.get("day") or (beijing_date(at) + TO_READ_IN).isoformat()
        said = {"item": cut(values["item"]), "what": HAPPENED[template], "day": cut(said_day(day))}
        notice = Notice(
            notice_id=NoticeId(self.new_id()),
            invitation=invitation.invitation_id,
            matter=matter,
            to=None,
            template=template,
            values=said | {"date": _in_full(day, at.year)},
            state=NoticeState.DRAFTED,
            queued_at=at,
            rung=rung,
        )
        await self.notices.add(notice, code_digest=b"")
        await self.jobs.defer(AddressNotice(notice.notice_id))


def cut(text: str) -> str:
    """As much of it as one variable may hold."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def said_day(day: date | str) -> str:
    """«3月5日» of a date or an ISO one; anything else as it is."""
    try:
        known = day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError:
        return str(day)
    return f"{known.month}月{known.day}日"


def _in_full(day: str, year: int) -> str:
    """«2026年12月1日», which the mini-program's date field wants."""
    with suppress(ValueError):
        year = date.fromisoformat(day).year
    return f"{year}年{said_day(day)}"
