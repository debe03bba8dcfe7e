"""Compose what an invitation shows: the same bytes for the same facts, for reading and for answering."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.catalogue.rule import Event
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.shown import TEXT_VERSION, Shown, ShownItem, Why, promise_of
from domain.kernel.ids import ItemCode
from domain.kernel.party import Party, PartyKind
from domain.parties.ports import Parties

REGISTER = "社会组织登记系统"  # of offers made before each kept its own
FIELDS: Mapping[str, str] = MappingProxyType(
    {"name": "名称", "responsible": "法定代表人（负责人）", "address": "住所", "business_scope": "经营范围"}
)
ON_LICENCE = "见证书"  # where the offer was made without the number at hand


def everything(_: ItemCode) -> bool:
    """To whom all of an invitation is shown."""
    return True


@dataclass(frozen=True, slots=True)
class ComposeShown:
    parties: Parties
    catalogue: Catalogue

    async def __call__(
        self, invitation: Invitation, is_shown: Callable[[ItemCode], bool] = everything
    ) -> Shown:
        """Reads our own rows only, so it may stand inside atomic. Raises NotFound, ItemUnknown."""
        party = await self.parties.by_id(invitation.party)
        offers = [offer for offer in invitation.offers if is_shown(offer.item)]
        items = [self.catalogue.get(offer.item) for offer in offers]
        pairs = tuple(zip(offers, items, strict=True))
        return Shown(
            version=TEXT_VERSION,
            party_name=called(party),
            why=tuple(
                Why(_sentence(party, offer, item), offer.source or REGISTER, offer.as_of, offer.rule)
                for offer, item in pairs
            ),
            items=tuple(_item(offer, item) for offer, item in pairs),
            promise=promise_of(item.promise_text for item in items),
        )


def called(party: Party) -> str:
    """An organisation's name is public; a person's is masked."""
    return party.name.reveal() if party.kind is PartyKind.ORGANISATION else str(party.name)


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def fields_said(changed: Iterable[str]) -> str:
    """Which registered particulars changed, in the register's words; never their values."""
    return "、".join(FIELDS[field] for field in FIELDS if field in changed) or "登记信息"


def _sentence(party: Party, offer: Offer, item: Item) -> str:
    is_organisation = party.kind is PartyKind.ORGANISATION
    whose, last = "贵单位" if is_organisation else "您", said(offer.last_day)
    if item.rule.event is Event.EXPIRY:
        return f"{whose}的{item.licence_type}有效期至{said(offer.event_date)}，最晚{last}提出申请。"
    # an organisation's new name is public; whoever the new representative is, or where it moved, is not said
    named = f"为“{party.name.reveal()}”" if is_organisation and "name" in offer.changed else ""
    return (
        f"{whose}的{fields_said(offer.changed)}已于{said(offer.event_date)}变更登记{named}，"
        f"{item.licence_type}需要办理{item.kind}，最晚{last}提出申请。"
    )


def _item(offer: Offer, item: Item) -> ShownItem:
    body = item.issuing_body(offer.issuing_body)
    return ShownItem(
        item_code=offer.item,
        name=item.name,
        licence_number_tail=offer.licence_tail or ON_LICENCE,
        valid_until=offer.event_date if item.rule.event is Event.EXPIRY else None,
        last_day=offer.last_day,
        office=body.name if body else "",
        days=item.timing.promised.n,
    )
