"""Give a material only the person has (本人提交), while the form is open: sealed, replaced by another one."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.forms.form import Form, FormConfirmed
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
class KeepFormMaterial:
    """Who may give it was found out before. A draft leaves no trace in the ledger: the digest that is
    confirmed names the file."""

    cases: Cases
    forms: Forms
    files: GivenMaterials
    sm3: Sm3
    atomic: Atomic
    now: Clock

    async def __call__(
        self, case: CaseId, key: str, content: bytes, content_type: str, *, from_wallet: bool
    ) -> FormView:
        """Raises NotFound, FormNotReady, FormConfirmed."""
        sm3 = self.sm3(content)
        async with self.atomic():
            form = await self._open(case)
            given = form.give(key, sm3, from_wallet=from_wallet)
            await self.files.replace_file(case, MaterialFile(key, given.name, content, content_type, sm3))
            await self.forms.save(form)
        return form_view(form)

    async def drop(self, case: CaseId, key: str) -> FormView:
        """What was given is gone. Raises as above."""
        async with self.atomic():
            form = await self._open(case)
            form.give(key, "")
            await self.files.drop_file(case, key)
            await self.forms.save(form)
        return form_view(form)

    async def _open(self, case: CaseId) -> Form:
        held = await self.cases.take(case)
        form = await self.forms.of_case(case)
        form.check_open()
        if held.state is not CaseState.INTENDED:
            raise FormConfirmed(str(case))
        form.touched_at = self.now()
        return form


@dataclass(frozen=True, slots=True)
class GiveFormMaterial:
    find_case: FindCase
    keep_material: KeepFormMaterial

    async def __call__(self, acting: Acting, case: CaseId, key: str, content: bytes) -> FormView:
        """The form with the material marked. What the file is, its first bytes say.

        Raises MaterialUnreadable, NotFound, NotRepresentative, FormNotReady, FormConfirmed, Unavailable.
        """
        content_type = content_type_of(content)
        await self.find_case.to_change(acting, case, Act.APPLY)
        return await self.keep_material(case, key, content, content_type, from_wallet=False)

    async def take_back(self, acting: Acting, case: CaseId, key: str) -> FormView:
        """The form without it. Raises as above."""
        await self.find_case.to_change(acting, case, Act.APPLY)
        return await self.keep_material.drop(case, key)
