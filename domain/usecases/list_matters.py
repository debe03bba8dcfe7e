"""List the matters (事由) of a party that were told to it, each with what to do next."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.catalogue.ports import Catalogue
from domain.catalogue.rule import Event
from domain.clock.clock import beijing_date
from domain.invitations.invitation import Answer, Invitation
from domain.invitations.ports import Invitations
from domain.kernel.ids import ItemCode, PartyId
from domain.kernel.ports import Clock
from domain.matters.matter import Matter, MatterState
from domain.matters.ports import Matters
from domain.usecases.compose_shown import everything, fields_said, said
from domain.usecases.next_step import Next


@dataclass(frozen=True, slots=True)
class ItemLine:
    item_code: str
    name: str


@dataclass(frozen=True, slots=True)
class MatterLine:
    """`state` as people see it: one found but not answered reads as invited, one too late as lapsed."""

    matter_id: UUID
    title: str
    state: str
    last_day: date
    items: tuple[ItemLine, ...]
    next: Next


@dataclass(frozen=True, slots=True)
class ListMatters:
    matters: Matters
    invitations: Invitations
    catalogue: Catalogue
    now: Clock

    async def __call__(
        self, party: PartyId, is_shown: Callable[[ItemCode], bool] = everything
    ) -> tuple[MatterLine, ...]:
        """Newest first. Of an invitation only what is shown, as if it were all."""
        invited = {}
        for one in await self.invitations.of_party(party):
            offers = [offer for offer in one.offers if is_shown(offer.item)]
            if offers:
                invited[one.matter] = replace(one, offers=offers)
        return tuple(
            self._line(matter, invited[matter.matter_id])
            for matter in await self.matters.of_holder(party)
            if matter.matter_id in invited
        )

    def _line(self, matter: Matter, invitation: Invitation) -> MatterLine:
        today = beijing_date(self.now())
        # past the last of the days nothing can be said yes to, whether or not that was written down yet
        is_late = today > max(offer.last_day for offer in invitation.offers)
        state = matter.state
        if state in (MatterState.FOUND, MatterState.INVITED):
            state = MatterState.LAPSED if is_late else MatterState.INVITED
        return MatterLine(
            matter.matter_id,
            self._title(invitation, today),
            str(state),
            invitation.last_day,
            tuple(ItemLine(one.item, self.catalogue.get(one.item).name) for one in invitation.offers),
            _next(state, invitation, is_late=is_late),
        )

    def _title(self, invitation: Invitation, today: date) -> str:
        first, n = invitation.offers[0], len(invitation.offers)
        item = self.catalogue.get(first.item)
        if item.rule.event is Event.EXPIRY:
            when = "将于" if today <= first.event_date else "已于"
            title = f"{item.licence_type}{when}{said(first.event_date)}到期"
            return f"{title}等{n}项" if n > 1 else title
        changed = {field for offer in invitation.offers for field in offer.changed}
        what = f"登记信息变更（{fields_said(changed)}）" if changed else "登记信息变更"
        if n == 1:
            return f"{what}，{item.licence_type}待{item.kind}"
        licences = len({offer.record_id for offer in invitation.offers})
        return f"{what}，涉及{licences}张证照" if licences > 1 else f"{what}，{item.licence_type}{n}项"


def _next(state: MatterState, invitation: Invitation, *, is_late: bool) -> Next:
    if state is MatterState.INVITED:
        return Next("answer", "去办理")
    if state is MatterState.UNDER_WAY:
        return Next("wait", "办理中")
    if state is MatterState.LAPSED:
        return Next("contact_staff", "已过期限，请咨询窗口")
    may_change = any(offer.answer is Answer.NOT_NOW for offer in invitation.offers)
    if state is MatterState.DECLINED and may_change and not is_late:
        return Next("answer", "改为办理")
    return Next("wait", "已回答" if state is MatterState.DECLINED else "已办结")
