"""List the issuing bodies (实施机关) of everything the office sees to, by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalogue.ports import Catalogue


@dataclass(frozen=True, slots=True)
class ListBodies:
    catalogue: Catalogue

    def __call__(self) -> Mapping[str, str]:
        """Unified code to name; of drafts and cancelled items too, whose cases go on."""
        bodies = {body.code: body.name for item in self.catalogue.all() for body in item.issuing_bodies}
        return dict(sorted(bodies.items(), key=lambda body: (body[1], body[0])))
