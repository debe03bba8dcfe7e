"""A mandate (授权委托) as its two sides read it: whole, with its letter and what was done by it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue, ItemUnknown
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode
from domain.kernel.party import PartyKind
from domain.kernel.ports import Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Evidence
from domain.ledger.words import words_of
from domain.mandates.mandate import Ended, Mandate, MandateState, Source
from domain.mandates.ports import MandateUses, Use
from domain.mandates.text import Letter, letter
from domain.parties.ports import Parties
from domain.usecases.compose_shown import called

MOST_USES = 100
WORDS: Mapping[MandateState, str] = MappingProxyType(
    {
        MandateState.DRAFT: "待您确认",
        MandateState.GIVEN: "有效",
        MandateState.REVOKED: "已撤销",
        MandateState.FALLEN: "已失效",
        MandateState.LAPSED: "已到期",
    }
)
SAID: Mapping[Ended, str] = MappingProxyType(
    {
        Ended.LAID_DOWN: "受托人已放弃",
        Ended.GIVER_GONE: "已失效：授权人不再代表该单位",
        Ended.OUTSIDE: "已失效：电子营业执照的授权已结束",
    }
)
NOT_YET, OVER = "未到开始日期", "已到期"


def how_it_stands(mandate: Mandate, today: date) -> str:
    if mandate.ended_why is not None and mandate.ended_why in SAID:
        return SAID[mandate.ended_why]
    if mandate.state is MandateState.GIVEN and today < mandate.terms.from_on:
        return NOT_YET
    if mandate.state is MandateState.GIVEN and mandate.terms.until_on < today:
        return OVER
    return WORDS[mandate.state]


@dataclass(frozen=True, slots=True)
class ItemNamed:
    item_code: str
    name: str


@dataclass(frozen=True, slots=True)
class UseLine:
    at: datetime
    what: str
    case: UUID | None = None
    item_name: str = ""


@dataclass(frozen=True, slots=True)
class MandateView:
    """`items` empty: every one; `title`, `paragraphs` and `digest` empty where there is no letter of ours."""

    mandate_id: UUID
    principal: str
    agent: str
    agent_number: str
    items: tuple[ItemNamed, ...]
    acts: tuple[str, ...]
    from_on: date
    until_on: date
    most_cases: int | None
    cases: int
    state: str
    words: str
    source: str
    given_at: datetime | None
    ended_at: datetime | None
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    digest: str = ""
    uses: tuple[UseLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowMandate:
    """Reads our own rows only. Decides nothing about who may see."""

    parties: Parties
    catalogue: Catalogue
    evidence: Evidence
    uses: MandateUses
    cases: Cases
    now: Clock

    async def line(self, mandate: Mandate) -> MandateView:
        terms = mandate.terms
        return MandateView(
            mandate.mandate_id,
            called(await self.parties.by_id(mandate.principal)),
            str(mandate.agent.name),
            str(mandate.agent.number),
            tuple(ItemNamed(item, self._name(item)) for item in terms.items),
            tuple(sorted(terms.acts)),
            terms.from_on,
            terms.until_on,
            terms.most_cases,
            len(await self.uses.cases(mandate.mandate_id)),
            str(mandate.state),
            how_it_stands(mandate, beijing_date(self.now())),
            str(mandate.source),
            mandate.given_at,
            mandate.ended_at,
        )

    def _name(self, item: ItemCode) -> str:
        """Another house may name items that we do not have: by their code, then."""
        try:
            return self.catalogue.get(item).name
        except ItemUnknown:
            return item

    async def __call__(self, mandate: Mandate) -> MandateView:
        shown, line = await self.letter(mandate), await self.line(mandate)
        uses = [
            await self._use(use) for use in await self.uses.of_mandate(mandate.mandate_id, size=MOST_USES)
        ]
        if shown is None:
            return replace(line, uses=tuple(uses))
        return replace(
            line,
            title=shown.title,
            paragraphs=shown.paragraphs,
            digest=shown.digest(),
            uses=tuple(uses),
        )

    async def letter(self, mandate: Mandate) -> Letter | None:
        """As it was confirmed, or as it would be now; None of what another house told of, or once erased."""
        if mandate.evidence is not None:
            kept = await self.evidence.read(mandate.evidence)
            return None if kept is None else Letter.read(kept)
        if mandate.source is not Source.OWN:
            return None
        principal = await self.parties.by_id(mandate.principal)
        return letter(
            principal.name.reveal(),
            mandate.agent,
            mandate.terms,
            [self.catalogue.get(item).name for item in mandate.terms.items],
            is_organisation=principal.kind is PartyKind.ORGANISATION,
        )

    async def _use(self, use: Use) -> UseLine:
        words = words_of(Step(use.operation))
        what = words.title if words else ""
        if use.case is None:
            return UseLine(use.at, what)
        case = await self.cases.by_id(use.case)
        return UseLine(use.at, what, use.case, self.catalogue.of_case(case).name)
