"""Offer promises (容缺受理, 告知承诺) with a material of the form: the texts as they would be signed."""

from domain.catalogue.item import Item
from domain.catalogue.paperwork import Material, MaterialSource
from domain.forms.form import Pledge
from domain.promises.texts import NEWEST_DEFERRAL, TEXTS


def pledges_for(material: Material, item: Item) -> tuple[Pledge, ...]:
    """None where the material has to be there; a deferral first."""
    if material.source is not MaterialSource.PERSON:
        return ()
    versions = (NEWEST_DEFERRAL if material.deferrable else None, material.promise_instead)
    return tuple(_pledge(version, material, item) for version in versions if version is not None)


def _pledge(version: str, material: Material, item: Item) -> Pledge:
    said, days = TEXTS[version], material.defer_working_days
    text = said.filled(item=item.name, material=material.name, days=days)
    return Pledge(str(said.kind), version, said.title, text, days if version == NEWEST_DEFERRAL else None)
