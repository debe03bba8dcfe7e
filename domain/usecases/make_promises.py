"""Make the promises (容缺后补, 告知承诺) that are signed with the confirmation of a form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case
from domain.forms.form import Form, FormMaterial, Pledge
from domain.forms.slip import Slip
from domain.kernel.ids import PromiseId
from domain.kernel.ports import NewId
from domain.promises.ports import Promises
from domain.promises.promise import Promise, PromiseKind, PromiseState


@dataclass(frozen=True, slots=True)
class PromiseSaid:
    """Which of the promises shown with a material somebody signs, by its version."""

    material: str
    kind: str
    text_version: str


@dataclass(frozen=True, slots=True)
class MakePromises:
    promises: Promises
    new_id: NewId

    async def __call__(
        self, case: Case, form: Form, said: Iterable[PromiseSaid], at: datetime
    ) -> tuple[Promise, ...]:
        """Inside atomic, the case held; `said` has no slips. The text kept is the one the form showed."""
        by_key = {one.key: one for one in form.materials}
        made = []
        for one in said:
            material = by_key[one.material]
            pledge = _pledge(material, one)
            if pledge is None:
                continue
            material.promised = pledge.kind
            promise = Promise(
                PromiseId(self.new_id()),
                case.case_id,
                case.matter,
                material.key,
                material.name,
                PromiseKind(pledge.kind),
                PromiseState.OPEN,
                pledge.text_version,
                pledge.text,
                at,
                pledge.days,
            )
            await self.promises.add(promise)
            made.append(promise)
        return tuple(made)


def promise_slips(form: Form, said: Iterable[PromiseSaid]) -> Iterator[Slip]:
    """A promise nobody offered, and what is neither handed in nor promised."""
    by_key, promised = {one.key: one for one in form.materials}, set[str]()
    for one in said:
        material = by_key.get(one.material)
        if material is None or _pledge(material, one) is None:
            yield Slip("promises", "unknown", "这份材料没有这样的承诺，请刷新后重新选择")
        elif material.given:
            yield Slip("promises", "given-already", f"「{material.name}」已经提交，不用再承诺")
        elif material.key in promised:
            yield Slip("promises", "repeated", f"「{material.name}」只能选择一种承诺")
        else:
            promised.add(material.key)
    for material in form.materials:
        if material.is_wanted and not material.given and material.key not in promised:
            choice = "，或者选择承诺" if material.pledges else ""
            yield Slip("materials", "missing", f"请提交「{material.name}」{choice}")


def _pledge(material: FormMaterial, said: PromiseSaid) -> Pledge | None:
    return next(
        (
            pledge
            for pledge in material.pledges
            if (pledge.kind, pledge.text_version) == (said.kind, said.text_version)
        ),
        None,
    )
