"""What a mandate allows, which steps it takes, and what may be drafted."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.kernel.ids import ItemCode, MandateId, PartyId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusals import StepNotAllowed
from domain.mandates.draft import drafted
from domain.mandates.mandate import NEXT, Act, Agent, Ended, Mandate, MandateState, MandateUnsound, Terms
from domain.mandates.text import letter

A, B = ItemCode("wg-a"), ItemCode("wg-b")
DAY, AT = date(2026, 11, 23), datetime(2026, 11, 23, 4, tzinfo=UTC)
GIVER = DocumentNumber("370285196001059983")
AGENT = Agent(PersonName("乙丑宁"), DocumentNumber("999999190001010007"))
ME = PartyId(UUID(int=1))


def terms(
    *items: ItemCode,
    acts: frozenset[Act] = frozenset(Act),
    start: date = DAY,
    end: date = date(2027, 2, 22),
) -> Terms:
    return Terms(items or (A,), acts, start, end)


def a_mandate(state: MandateState = MandateState.DRAFT, kept: Terms | None = None) -> Mandate:
    return Mandate(MandateId(UUID(int=9)), ME, ME, "本人", AGENT, kept or terms(), AT, state)


def slips(kept: Terms, number: str = AGENT.number.reveal(), today: date = DAY) -> list[tuple[str, str]]:
    with pytest.raises(MandateUnsound) as told:
        drafted(AGENT.name, number, kept, giver=GIVER, live={A, B}, today=today)
    fields = told.value.data["fields"]
    assert isinstance(fields, list)
    return [(one["field"], one["code"]) for one in fields]


@pytest.mark.parametrize("before", MandateState)
@pytest.mark.parametrize("to", [state for state in MandateState if state is not MandateState.GIVEN])
def test_a_mandate_ends_only_by_a_step_of_its_table(before: MandateState, to: MandateState) -> None:
    mandate = a_mandate(before)

    if to in NEXT.get(before, ()):
        mandate.end(to, Ended.REVOKED, AT)
        assert mandate.state is to
    else:
        with pytest.raises(StepNotAllowed):
            mandate.end(to, Ended.REVOKED, AT)


@pytest.mark.parametrize("state", [state for state in MandateState if state is not MandateState.DRAFT])
def test_only_a_draft_is_given(state: MandateState) -> None:
    with pytest.raises(StepNotAllowed):
        a_mandate(state).give(ME, "本人", AT)


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2026, 11, 22), False),
        (DAY, True),
        (date(2027, 2, 22), True),
        (date(2027, 2, 23), False),
    ],
)
def test_it_stands_on_its_first_day_and_on_its_last_and_not_beside_them(day: date, *, stands: bool) -> None:
    assert a_mandate(MandateState.GIVEN).stands(day) is stands


@pytest.mark.parametrize("state", [state for state in MandateState if state is not MandateState.GIVEN])
def test_nothing_is_done_by_one_that_is_not_given_or_has_ended(state: MandateState) -> None:
    assert not a_mandate(state).stands(DAY)


def test_it_covers_its_items_and_acts_and_all_of_them_at_once() -> None:
    kept = terms(A, B, acts=frozenset({Act.FOLLOW}))

    assert kept.covers(Act.FOLLOW, A, B)
    assert not kept.covers(Act.APPLY, A)
    assert not kept.covers(Act.FOLLOW, A, ItemCode("wg-c"))


def test_the_agent_is_who_bears_the_number_and_the_name() -> None:
    mandate = a_mandate()

    assert mandate.is_for(AGENT)
    assert not mandate.is_for(Agent(PersonName("丙寅平"), AGENT.number))
    assert not mandate.is_for(Agent(AGENT.name, GIVER))


def test_what_is_in_order_names_the_agent() -> None:
    found = drafted(AGENT.name, "９９９９９９190001010007", terms(), giver=GIVER, live={A}, today=DAY)

    assert found == AGENT


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (GIVER.reveal(), "oneself"),
        ("370200201001010012", "minor"),
        ("52370285MJ9900018G", "organisation"),
        ("370200199001010018", "invalid"),
        ("not a number", "invalid"),
    ],
)
def test_oneself_a_minor_an_organisation_and_nobody_are_refused_by_name(number: str, code: str) -> None:
    assert slips(terms(), number) == [("agentNumber", code)]


def test_who_turns_eighteen_today_may_be_sent() -> None:
    number = "370200200811230012"

    assert drafted(AGENT.name, number, terms(), giver=GIVER, live={A}, today=DAY).number.reveal() == number
    assert slips(terms(start=date(2026, 11, 22)), number, date(2026, 11, 22)) == [("agentNumber", "minor")]


@pytest.mark.parametrize(
    ("kept", "slip"),
    [
        (terms(A, A), ("items", "twice")),
        (terms(ItemCode("wg-c")), ("items", "unknown")),
        (terms(start=date(2026, 11, 22)), ("from", "past")),
        (terms(end=date(2026, 11, 22)), ("until", "before-from")),
        (terms(end=date(2027, 11, 23)), ("until", "too-long")),
        (terms(start=date(2027, 11, 23), end=date(2027, 11, 24)), ("from", "too-late")),
    ],
)
def test_every_slip_of_items_and_days_is_named(kept: Terms, slip: tuple[str, str]) -> None:
    assert slips(kept) == [slip]


def test_all_slips_come_at_once() -> None:
    assert len(slips(terms(A, A, start=date(2026, 11, 1), end=date(2026, 10, 1)), "x")) == 4


def test_a_whole_year_is_the_longest() -> None:
    kept = terms(end=date(2027, 11, 22))

    assert drafted(AGENT.name, AGENT.number.reveal(), kept, giver=GIVER, live={A}, today=DAY) == AGENT


def test_a_year_from_the_twenty_ninth_of_february_ends_on_the_last_of_the_next() -> None:
    leap = date(2028, 2, 29)
    kept = terms(start=leap, end=date(2029, 2, 28))

    assert drafted(AGENT.name, AGENT.number.reveal(), kept, giver=GIVER, live={A}, today=leap) == AGENT
    assert slips(terms(start=leap, end=date(2029, 3, 1)), today=leap) == [("until", "too-long")]


def test_the_letter_says_who_for_whom_what_until_when_and_never_the_number() -> None:
    said = letter("晨光学校", AGENT, terms(), ["换发"], is_organisation=True)

    text = "".join(said.paragraphs)
    for part in ("晨光学校", "乙丑宁", "换发", "2026年11月23日", "2027年2月22日", "撤销", "不得再授权"):
        assert part in text
    assert AGENT.number.reveal() not in text


def test_another_letter_has_another_digest() -> None:
    one = letter("晨光学校", AGENT, terms(), ["换发"], is_organisation=True)
    other = letter("晨光学校", AGENT, terms(end=date(2027, 2, 23)), ["换发"], is_organisation=True)

    assert one.digest() != other.digest()
    assert type(one).read(one.content()) == one
