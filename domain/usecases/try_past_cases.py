"""Try a version on past cases (以往办件): its instant rules on what was weighed, its form on the old ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.catalogue.store import ItemHistory, PastCase
from domain.catalogue.trial import FormTrial, InstantTrial, PastForm, PastWeighing, fill_again, weigh_again
from domain.decisions.ports import Proposals
from domain.decisions.proposal import ProposalState
from domain.forms.form import FormState
from domain.forms.ports import Forms
from domain.kernel.ids import ItemCode
from domain.usecases.try_rule import Advance

LAST_CASES = 200
BATCH = 50


@dataclass(frozen=True, slots=True)
class TryPastCases:
    """Reads our own rows only; of what people said it counts what is missing and repeats nothing."""

    history: ItemHistory
    catalogue: Catalogue
    forms: Forms
    proposals: Proposals

    async def rows(self, item: ItemCode) -> int:
        return len(await self.history.cases(item, limit=LAST_CASES))

    async def __call__(self, item: Item, advance: Advance) -> tuple[InstantTrial | None, FormTrial]:
        past = await self.history.cases(item.code, limit=LAST_CASES)
        forms: list[PastForm] = []
        weighings: list[PastWeighing] = []
        for start in range(0, len(past), BATCH):
            batch = past[start : start + BATCH]
            forms += await self._forms(batch)
            weighings += await self._weighings(batch)
            await advance(len(batch))
        authorisation = item.instant_authorisation
        instant = None if authorisation is None else weigh_again(authorisation, weighings)
        return instant, fill_again(item, forms)

    async def _forms(self, batch: Sequence[PastCase]) -> list[PastForm]:
        found = []
        for one in batch:
            form = await self.forms.of_case(one.case_id)
            if form.state is not FormState.FILLING:
                values = {field.key: field.value.reveal() for field in form.fields}
                found.append(PastForm(self.catalogue.of_case(one).fields, values))
        return found

    async def _weighings(self, batch: Sequence[PastCase]) -> list[PastWeighing]:
        made = [(one, await self.proposals.of_case(one.case_id)) for one in batch]
        return [
            PastWeighing(one.case_id, proposal.state is not ProposalState.NOT_GRANTED, proposal.inputs)
            for one, proposal in made
            if proposal is not None
        ]
