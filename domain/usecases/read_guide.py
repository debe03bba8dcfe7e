"""Read a guide (办事指南): everything a person may know of an item before they start, from its one file."""

from dataclasses import dataclass

from domain.catalogue.guide import Abolition
from domain.catalogue.item import Item, LegalBasis
from domain.catalogue.ports import Catalogue, ItemUnknown
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode
from domain.kernel.ports import Clock
from domain.usecases.find_items import ItemLine, item_line
from domain.usecases.guide_words import (
    DELIVERY_WORDS,
    MATERIAL_WORDS,
    POLICY_WORDS,
    POSTAGE,
    limit_words,
    return_ways,
    steps,
    unconfirmed_sections,
    when_words,
)


@dataclass(frozen=True, slots=True)
class GuideMaterial:
    name: str
    necessity: str
    how: str


@dataclass(frozen=True, slots=True)
class GuideView:
    """`unconfirmed`: the sections the city has yet to confirm. A cancelled item has `abolished_by`."""

    line: ItemLine
    holder_kinds: tuple[str, ...]
    licence_type: str
    resulting_licence_type: str
    basis: tuple[LegalBasis, ...]
    when: str
    promised: str
    statutory: str
    materials: tuple[GuideMaterial, ...]
    fee: str
    postage: str
    where: str
    office: str
    phone: str
    old_certificate: str
    return_ways: tuple[str, ...]
    delivery_ways: tuple[str, ...]
    steps: tuple[str, ...]
    instant_document: str | None
    unconfirmed: tuple[str, ...]
    abolished_by: Abolition | None


@dataclass(frozen=True, slots=True)
class ReadGuide:
    catalogue: Catalogue
    now: Clock
    in_sandbox: bool

    async def __call__(self, code: ItemCode) -> GuideView:
        """Raises ItemUnknown: no such item, or none that is public."""
        item = self.catalogue.get(code)
        if item.guide is None or not item.is_public(in_sandbox=self.in_sandbox):
            raise ItemUnknown(code)
        return GuideView(
            line=item_line(item, beijing_date(self.now()), in_sandbox=self.in_sandbox),
            holder_kinds=tuple(kind.value for kind in item.holder_kinds),
            licence_type=item.licence_type,
            resulting_licence_type=item.resulting_licence_type,
            basis=item.legal_basis,
            when=when_words(item),
            promised=limit_words(item.timing.promised),
            statutory=limit_words(item.timing.statutory),
            materials=_materials(item),
            fee=item.guide.fee,
            postage=POSTAGE,
            where=item.guide.where,
            office=item.guide.office,
            phone=item.guide.phone,
            old_certificate=POLICY_WORDS[item.old_certificate.policy],
            return_ways=return_ways(item),
            delivery_ways=tuple(DELIVERY_WORDS[mode] for mode in item.delivery_modes),
            steps=tuple(steps(item)) if item.is_live else (),
            instant_document=item.instant_authorisation.document if item.instant_authorisation else None,
            unconfirmed=unconfirmed_sections(item),
            abolished_by=item.abolished_by,
        )


def _materials(item: Item) -> tuple[GuideMaterial, ...]:
    return tuple(
        GuideMaterial(one.name, one.necessity.value, MATERIAL_WORDS[one.source]) for one in item.materials
    )
