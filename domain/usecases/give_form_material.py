"""Give a material only the person has (本人提交), while the form is open: sealed, replaced by another one."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.forms.form import FormConfirmed
from domain.forms.ports import Forms, GivenMaterials, MaterialFile
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.mandates.mandate import Act
from domain.supplements.supplement import content_type_of
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view

Sm3 = Callable[[bytes], str]
"""GB/T 32905 digest, lower-case hex. Adapter: adapters/envelope/signature.py."""


@dataclass(frozen=True, slots=True)
class GiveFormMaterial:
    """A draft leaves no trace in the ledger: the digest that is confirmed names the file."""

    find_case: FindCase
    cases: Cases
    forms: Forms
    files: GivenMaterials
    sm3: Sm3
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, case: CaseId, key: str, content: bytes) -> FormView:
        """The form with the material marked. What the file is, its first bytes say.

        Raises MaterialUnreadable, NotFound, NotRepresentative, FormNotReady, FormConfirmed, Unavailable.
        """
        content_type, sm3 = content_type_of(content), self.sm3(content)
        acting, _ = await self.find_case.to_change(acting, case, Act.APPLY)
        async with self.atomic():
            held = await self.cases.take(case)
            form = await self.forms.of_case(case)
            given = form.give(key, sm3)
            if held.state is not CaseState.INTENDED:
                raise FormConfirmed(str(case))
            form.touched_at = self.now()
            await self.files.replace_file(case, MaterialFile(key, given.name, content, content_type, sm3))
            await self.forms.save(form)
        return form_view(form)
