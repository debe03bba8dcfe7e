"""What a mandate (授权委托) may be drafted as, and what is wrong with a draft: all of it at once."""

from collections.abc import Collection, Iterator
from datetime import date

from domain.kernel.identifiers import IdentifierInvalid, resident_id, uscc
from domain.kernel.ids import ItemCode
from domain.kernel.personal import DocumentNumber, PersonName
from domain.mandates.mandate import Agent, MandateUnsound, Terms

LEAST_AGE = 18  # 民法典 §17–22
Slip = tuple[str, str, str]


def drafted(
    name: PersonName,
    number: str,
    terms: Terms,
    *,
    giver: DocumentNumber,
    live: Collection[ItemCode],
    today: date,
) -> Agent:
    """The agent, when nothing is wrong. `live`: the items that may be named. Raises MandateUnsound."""
    found, slips = _agent(number, giver, today)
    slips = [*slips, *_items(terms, live), *_days(terms, today)]
    if slips or found is None:
        fields = [{"field": field, "code": code, "title": title} for field, code, title in slips]
        raise MandateUnsound(fields=fields)
    return Agent(name, found)


def _agent(text: str, giver: DocumentNumber, today: date) -> tuple[DocumentNumber | None, list[Slip]]:
    try:
        number = resident_id(text, today)
    except IdentifierInvalid:
        return None, [_no_person(text)]
    if number == giver:
        return None, [("agentNumber", "oneself", "不能授权给自己")]
    if _is_minor(number, today):
        return None, [("agentNumber", "minor", "受托人需年满18周岁")]
    return number, []


def _no_person(text: str) -> Slip:
    try:
        uscc(text)
    except IdentifierInvalid:
        return ("agentNumber", "invalid", "身份证号有误，请核对后再填")
    return ("agentNumber", "organisation", "请填写办事人本人的身份证号，不能授权给单位")


def _is_minor(number: DocumentNumber, today: date) -> bool:
    digits = number.reveal()
    born = (int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    return today.year - born[0] - ((today.month, today.day) < born[1:]) < LEAST_AGE


def _items(terms: Terms, live: Collection[ItemCode]) -> Iterator[Slip]:
    if not terms.items:
        yield ("items", "missing", "请至少选择一个事项")
    if len(set(terms.items)) < len(terms.items):
        yield ("items", "twice", "同一个事项选了两次")
    if not set(terms.items) <= set(live):
        yield ("items", "unknown", "所选事项中有目前不能办理的")


def _days(terms: Terms, today: date) -> Iterator[Slip]:
    if terms.from_on < today:
        yield ("from", "past", "开始日期不能早于今天")
    if terms.until_on < terms.from_on:
        yield ("until", "before-from", "结束日期不能早于开始日期")
    elif terms.until_on > _a_year_after(terms.from_on):
        yield ("until", "too-long", "授权期限最长一年")
    if _a_year_after(today) < terms.from_on:
        yield ("from", "too-late", "开始日期请选在一年以内")


def _a_year_after(day: date) -> date:
    """The last day of a year that begins on `day`."""
    return date.fromordinal(_same_day_next_year(day).toordinal() - 1)


def _same_day_next_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)
