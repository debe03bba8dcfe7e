"""Instant rules (秒批规则) of an item: a closed vocabulary that can only grant, or leave it to people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from domain.catalogue.holder_kind import HolderKind

Value = str | int | date | tuple[str, ...]
TODAY = "today"  # as a rule's value: the Beijing date the rules are weighed on


class Input(StrEnum):
    """What a rule may ask about; nothing else is known when the rules are weighed."""

    TODAY = "office.today"
    LICENCE_STATUS = "licence.status"
    LICENCE_VALID_UNTIL = "licence.valid_until"  # 长期 is the last date there is
    LICENCE_ISSUING_BODY = "licence.issuing_body"  # its USCC
    HOLDER_KIND = "holder.kind"
    REGISTER_STANDING = "register.standing"
    REGISTER_DIFFERING_COUNT = "register.differing_count"  # confirmed values the register now says otherwise
    CHANGE_FIELDS = "change.fields"
    CHANGE_MOVE = "change.move"
    DAYS_SINCE_CHANGE = "item.days_since_change"
    ACTOR_CAPACITY = "actor.capacity"  # as the register names who said yes, now
    DISPUTED_COUNT = "form.disputed_count"
    OVERRIDDEN_COUNT = "form.overridden_count"  # register's or licence's values the person wrote over
    MATERIALS_MISSING_COUNT = "materials.missing_count"
    OLD_CERTIFICATE = "old_certificate.arrived"


class InputKind(StrEnum):
    TEXT = "text"
    DATE = "date"
    INT = "int"
    SET = "set"


class Op(StrEnum):
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ON_OR_AFTER = "on_or_after"
    ON_OR_BEFORE = "on_or_before"
    SUBSET_OF = "subset_of"


KINDS: Mapping[Input, InputKind] = MappingProxyType(
    {
        Input.TODAY: InputKind.DATE,
        Input.LICENCE_STATUS: InputKind.TEXT,
        Input.LICENCE_VALID_UNTIL: InputKind.DATE,
        Input.LICENCE_ISSUING_BODY: InputKind.TEXT,
        Input.HOLDER_KIND: InputKind.TEXT,
        Input.REGISTER_STANDING: InputKind.TEXT,
        Input.REGISTER_DIFFERING_COUNT: InputKind.INT,
        Input.CHANGE_FIELDS: InputKind.SET,
        Input.CHANGE_MOVE: InputKind.TEXT,
        Input.DAYS_SINCE_CHANGE: InputKind.INT,
        Input.ACTOR_CAPACITY: InputKind.TEXT,
        Input.DISPUTED_COUNT: InputKind.INT,
        Input.OVERRIDDEN_COUNT: InputKind.INT,
        Input.MATERIALS_MISSING_COUNT: InputKind.INT,
        Input.OLD_CERTIFICATE: InputKind.TEXT,
    }
)
# what an input can say at all, where that is a closed list: a misspelt value would never be met
WORDS: Mapping[Input, frozenset[str]] = MappingProxyType(
    {
        Input.LICENCE_STATUS: frozenset(
            {"valid", "revoked", "cancelled", "superseded", "suspended", "unknown"}
        ),
        Input.HOLDER_KIND: frozenset(map(str, HolderKind)),
        Input.REGISTER_STANDING: frozenset({"active", "ended", "unknown"}),
        Input.CHANGE_FIELDS: frozenset({"name", "responsible", "address", "business_scope"}),
        Input.CHANGE_MOVE: frozenset({"none", "unclear", "elsewhere"}),
        Input.OLD_CERTIFICATE: frozenset({"yes", "no", "not-needed"}),
    }
)
_TAKES: Mapping[InputKind, Mapping[Op, type]] = MappingProxyType(
    {
        InputKind.TEXT: {Op.EQUALS: str, Op.NOT_EQUALS: str, Op.ONE_OF: tuple, Op.NONE_OF: tuple},
        InputKind.DATE: {Op.EQUALS: date, Op.ON_OR_AFTER: date, Op.ON_OR_BEFORE: date},
        InputKind.INT: {Op.EQUALS: int, Op.NOT_EQUALS: int, Op.AT_MOST: int, Op.AT_LEAST: int},
        InputKind.SET: {Op.EQUALS: tuple, Op.SUBSET_OF: tuple},
    }
)
_CALLED: Mapping[type, str] = MappingProxyType(
    {str: "a text", int: "a whole number", date: f'a date or "{TODAY}"', tuple: "a list of texts"}
)


@dataclass(frozen=True, slots=True)
class InstantRule:
    """`words`: the rule as the person reads it, in Chinese. `value` may be TODAY for a date."""

    id: str
    field: Input
    op: Op
    value: Value
    words: str


def problems(rule: InstantRule) -> tuple[str, ...]:
    """What is wrong with how the rule is put together, all at once; empty for a sound one."""
    found: list[str] = []
    if not rule.id or not rule.words:
        found.append("id and words are never empty")
    kind = KINDS[rule.field]
    takes = _TAKES[kind].get(rule.op)
    if takes is None:
        allowed = ", ".join(sorted(_TAKES[kind]))
        found.append(f"{rule.op} does not fit {rule.field} ({kind}): use one of {allowed}")
    elif not _fits(rule.value, takes):
        found.append(f"{rule.op} on {rule.field} takes {_CALLED[takes]}")
    else:
        found.extend(_unknown_words(rule))
    return tuple(found)


def _fits(value: Value, takes: type) -> bool:
    if takes is tuple:
        return isinstance(value, tuple) and bool(value) and all(isinstance(one, str) for one in value)
    if takes is date:
        # a datetime is a date to Python, but has no day of its own in law
        return value == TODAY or (isinstance(value, date) and not isinstance(value, datetime))
    return isinstance(value, takes) and not isinstance(value, bool)


def _unknown_words(rule: InstantRule) -> list[str]:
    said = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    known = WORDS.get(rule.field)
    if known is None:
        return []
    return [f"{rule.field} never says {word!r}" for word in said if word not in known]


@dataclass(frozen=True, slots=True)
class Said:
    """What an input says, who says so, as of when. A set is a sorted tuple.

    `words`: as people read it, where the value alone does not tell: whose code it is.
    """

    value: Value
    source: str
    as_of: datetime
    words: str = ""


class Outcome(StrEnum):
    """There is no denial: a rule that is not met leaves the case to people."""

    GRANT = "grant"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """`said` None: the input was not to be had, so the rule is not met."""

    rule: InstantRule
    met: bool
    said: Said | None


@dataclass(frozen=True, slots=True)
class Weighed:
    verdicts: tuple[RuleVerdict, ...]

    @property
    def outcome(self) -> Outcome:
        """Grant only where there are rules and each is met."""
        if self.verdicts and all(verdict.met for verdict in self.verdicts):
            return Outcome.GRANT
        return Outcome.BY_HAND


def weigh(rules: Sequence[InstantRule], inputs: Mapping[Input, Said]) -> Weighed:
    """Each rule with its verdict, in the rules' order. An ill-made rule or an ill-typed input is not met."""
    return Weighed(tuple(_verdict(rule, inputs) for rule in rules))


def _verdict(rule: InstantRule, inputs: Mapping[Input, Said]) -> RuleVerdict:
    said, value = inputs.get(rule.field), rule.value
    if KINDS[rule.field] is InputKind.DATE and value == TODAY:
        today = inputs.get(Input.TODAY)
        if today is None:
            return RuleVerdict(rule, met=False, said=said)
        value = today.value
    sound = said is not None and not problems(rule) and _is_of_kind(said.value, KINDS[rule.field])
    return RuleVerdict(rule, met=sound and said is not None and _holds(said.value, rule.op, value), said=said)


def _is_of_kind(value: Value, kind: InputKind) -> bool:
    match kind:
        case InputKind.TEXT:
            return isinstance(value, str)
        case InputKind.INT:
            return isinstance(value, int) and not isinstance(value, bool)
        case InputKind.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case InputKind.SET:
            return isinstance(value, tuple) and bool(value)  # nothing said is nothing shown to be true


def _holds(said: Value, op: Op, value: Value) -> bool:
    """Kinds were settled before: each test finds the types it wants."""
    tests: Mapping[Op, Callable[[], bool]] = {
        Op.EQUALS: lambda: _bag(said) == _bag(value),
        Op.NOT_EQUALS: lambda: said != value,
        Op.ONE_OF: lambda: isinstance(value, tuple) and said in value,
        Op.NONE_OF: lambda: isinstance(value, tuple) and said not in value,
        Op.AT_MOST: lambda: isinstance(said, int) and isinstance(value, int) and said <= value,
        Op.AT_LEAST: lambda: isinstance(said, int) and isinstance(value, int) and said >= value,
        Op.ON_OR_AFTER: lambda: isinstance(said, date) and isinstance(value, date) and said >= value,
        Op.ON_OR_BEFORE: lambda: isinstance(said, date) and isinstance(value, date) and said <= value,
        Op.SUBSET_OF: lambda: (
            isinstance(said, tuple) and isinstance(value, tuple) and set(said) <= set(value)
        ),
    }
    return tests[op]()


def _bag(value: Value) -> object:
    return frozenset(value) if isinstance(value, tuple) else value
