"""Read an application (申请) whole: the case, its form, its item, who applies and which body decides."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.catalogue.item import IssuingBody, Item
from domain.catalogue.ports import Catalogue
from domain.forms.form import Form
from domain.forms.ports import Forms
from domain.forms.signature import SignedSheet
from domain.forms.signing import Signatures
from domain.invitations.ports import Invitations
from domain.kernel.party import Party
from domain.kernel.refusal import Refused
from domain.ledger.ports import Evidence
from domain.parties.ports import Parties


@dataclass(frozen=True, slots=True)
class Application:
    """`actor` is the natural person who said yes for `party`; both are the same in one's own matter."""

    case: Case
    form: Form
    item: Item
    body: IssuingBody
    party: Party
    actor: Party
    sheet: SignedSheet | None = None  # signed by hand: at the counter, or where the item asks for it


@dataclass(frozen=True, slots=True)
class ReadApplication:
    forms: Forms
    parties: Parties
    catalogue: Catalogue
    invitations: Invitations
    signatures: Signatures
    evidence: Evidence

    async def __call__(self, case: Case) -> Application:
        """Raises NotFound; Refused when the body that issued the licence no longer files this item."""
        item = self.catalogue.of_case(case)
        invitation = await self.invitations.of_matter(case.matter)
        body = item.issuing_body(invitation.offer(case.item).issuing_body)
        if body is None or body.task_code is None:
            raise Refused("approval", "no-task-code")
        return Application(
            case,
            await self.forms.of_case(case.case_id),
            item,
            body,
            await self.parties.by_id(case.party),
            await self.parties.by_id(case.actor),
            await self._sheet(case),
        )

    async def _sheet(self, case: Case) -> SignedSheet | None:
        """Also None once the evidence was erased."""
        signature = await self.signatures.of_case(case.case_id)
        content = None if signature is None else await self.evidence.read(signature.evidence)
        return None if content is None else SignedSheet.read(content)
