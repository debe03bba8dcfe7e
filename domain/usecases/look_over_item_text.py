"""Look over an item's text (事项校验): the item by itself, after the one before it, beside the others."""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue, RuleLint
from domain.catalogue.succession import check_succession
from domain.catalogue.texts import ItemTexts
from domain.catalogue.version import ItemVersion, newest_standing

Problems = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LookOverItemText:
    texts: ItemTexts
    catalogue: Catalogue

    def __call__(
        self, version: ItemVersion, all_: tuple[ItemVersion, ...], *, lint: RuleLint | None = None
    ) -> Problems:
        """All of them at once. Without `lint` the rule's SQL is not looked at."""
        reading = self.texts.read(version.text, lint=lint)
        if reading.item is None:
            return reading.problems
        base = newest_standing(one for one in all_ if one is not version)
        follows = check_succession(
            reading.item,
            code=version.item,
            number=version.number,
            base=None if base is None else self.texts.read(base.text).item,
            others=self.catalogue.all(),
        )
        return (*reading.problems, *follows)
