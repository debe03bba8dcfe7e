"""The lint of sensing rules (研判规则): a closed list of what a rule's SQL may say; all else is a problem.

What runs is `Examined.sql`, written anew from the tree that was checked: whatever DuckDB's parser would have
made of the original text never comes up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from domain.findings.ports import Candidate, ChangeRow, SnapshotRow

PARAMETERS = frozenset({"today", "window_from", "window_until", "licence_type"})
_CANDIDATE = tuple(field.name for field in fields(Candidate))
_LICENCE = frozenset(field.name for field in fields(SnapshotRow))
_EVENT_DATE = "event_date"  # the one thing a rule may work out; all else is the register's word


@dataclass(frozen=True, slots=True)
class Table:
    """One thing a rule may read: its columns, what is selected from it, and how rows of one record lie."""

    columns: frozenset[str]
    output: tuple[str, ...]
    order: tuple[str, ...] = ()


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "licences": Table(_LICENCE, _CANDIDATE[:8]),
        "changes": Table(
            _LICENCE | {field.name for field in fields(ChangeRow)},
            _CANDIDATE,
            ("change_id", "changed_field"),
        ),
    }
)
LONGEST = 4000  # characters; a rule a clerk cannot read in one sitting is no rule

_FUNCTIONS = (exp.Coalesce, exp.Nullif, exp.Substring, exp.Length)
_SYNTAX = (
    *(exp.Select, exp.From, exp.Table, exp.TableAlias, exp.Where, exp.Order, exp.Ordered),
    *(exp.Column, exp.Identifier, exp.Alias, exp.Placeholder, exp.Literal, exp.Null, exp.Boolean),
    *(exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE),
    *(exp.Between, exp.In, exp.Is, exp.Case, exp.If, exp.Cast, exp.DataType),
)
_ALLOWED = frozenset({*_FUNCTIONS, *_SYNTAX})
_CLAUSES = frozenset({"expressions", "from_", "where", "order"})


class SqlProblem(NamedTuple):
    """Line and column count from 1."""

    line: int
    column: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.what}"


@dataclass(frozen=True, slots=True)
class Examined:
    """`sql` is empty when there are problems; `parameters` are what it asks for, `output` what it selects."""

    problems: tuple[SqlProblem, ...]
    sql: str = ""
    parameters: frozenset[str] = frozenset()
    output: tuple[str, ...] = ()


def lint(sql: str) -> tuple[str, ...]:
    """A `domain.catalogue.ports.RuleLint`."""
    return tuple(str(problem) for problem in examine(sql).problems)


def examine(sql: str) -> Examined:
    """All problems of one rule, in the order of the text."""
    select = _parsed(sql)
    if isinstance(select, Examined):
        return select
    name = _read_by(select)
    table = TABLES.get(name, TABLES["licences"])
    problems = sorted({SqlProblem(*_place(node, sql), what) for node, what in _problems(select, name, table)})
    if problems:
        return Examined(tuple(problems))
    names = frozenset(str(node.this) for node in select.find_all(exp.Placeholder))
    left = [column for column in table.order if column not in _ordered_by(select)]
    whole = select.order_by(*left) if left else select  # one order, whatever the rule leaves open
    return Examined((), whole.sql(dialect="duckdb", comments=False), names, table.output)


def _read_by(select: exp.Select) -> str:
    """The table's name, empty for anything that is none."""
    clause = select.args.get("from_")
    table = clause.this if isinstance(clause, exp.From) else None
    return str(table.name) if isinstance(table, exp.Table) else ""


def _parsed(sql: str) -> exp.Select | Examined:
    """The tree, or why there is none."""
    if len(sql) > LONGEST:
        return _refused(f"is longer than {LONGEST} characters")
    try:
        statements = sqlglot.parse(sql, read="duckdb")
    except ParseError as wrong:
        found = (
            SqlProblem(error.get("line") or 1, error.get("col") or 1, str(error.get("description")))
            for error in wrong.errors
        )
        return Examined(tuple(found))
    except TokenError:
        return _refused("is not SQL: a quote or comment never ends")
    except RecursionError:
        return _refused("is nested too deep")
    select = statements[0] if len(statements) == 1 else None
    return select if isinstance(select, exp.Select) else _refused("is not one SELECT")


def _refused(what: str) -> Examined:
    return Examined((SqlProblem(1, 1, what),))


def _problems(select: exp.Select, name: str, table: Table) -> Iterator[tuple[exp.Expr, str]]:
    for clause, value in select.args.items():
        if value and clause not in _CLAUSES:
            yield select, f"only SELECT, FROM, WHERE and ORDER BY are allowed: found {clause.strip('_')}"
    yield from _output(select, table)
    yield from _order(select)
    if not isinstance(select.args.get("from_"), exp.From):
        yield select, f"reads nothing: FROM {' or FROM '.join(TABLES)} is missing"
    for node in select.walk():
        yield from _node(node, select, name, table)


def _output(select: exp.Select, table: Table) -> Iterator[tuple[exp.Expr, str]]:
    names = tuple(column.alias_or_name for column in select.expressions)
    if names != table.output:
        yield select, f"selects {', '.join(names)}; a rule selects {', '.join(table.output)}"
    for column in select.expressions:
        if column.alias_or_name in table.output and column.alias_or_name != _EVENT_DATE:
            told = column.this if isinstance(column, exp.Alias) else column
            if not (isinstance(told, exp.Column) and told.name == column.alias_or_name):
                yield column, f"{column.alias_or_name} is selected as the register tells it"


def _order(select: exp.Select) -> Iterator[tuple[exp.Expr, str]]:
    if "record_id" not in _ordered_by(select):
        yield select.args.get("order") or select, "is not in one order: ORDER BY has to name record_id"


def _ordered_by(select: exp.Select) -> list[str]:
    order = select.args.get("order")
    return [key.this.name for key in order.expressions if isinstance(key.this, exp.Column)] if order else []


def _node(node: exp.Expr, select: exp.Select, name: str, table: Table) -> Iterator[tuple[exp.Expr, str]]:
    if type(node) not in _ALLOWED:
        yield node, f"{_name(node)} is not allowed"
        return
    match node:
        case exp.Select() if node is not select:
            yield node, "a SELECT within the SELECT is not allowed"
        case exp.Table():
            yield from _table(node)
        case exp.TableAlias() if node.args.get("columns"):
            yield node, "the columns keep their names"
        case exp.Column() if node.name not in table.columns:
            yield node, f"{node.name} is no column of {name or 'licences'}"
        case exp.Column() if node.args.get("db") or node.args.get("catalog"):
            yield node, "a column is named by itself or by its table"
        case exp.Placeholder() if str(node.this or "") not in PARAMETERS:
            yield node, f"${node.this or '?'} is no parameter: use ${', $'.join(sorted(PARAMETERS))}"
        case exp.Cast() if not (isinstance(node.this, exp.Literal) and node.to.this is exp.DType.DATE):
            yield node, "a cast is allowed for DATE 'YYYY-MM-DD' only"


def _table(table: exp.Table) -> Iterator[tuple[exp.Expr, str]]:
    """Anything but the bare name, also what sits in the name's place: a function, a file, a sample."""
    more = {key for key, value in table.args.items() if value} - {"this", "alias"}
    plain = isinstance(table.this, exp.Identifier)
    if more or not plain or table.name not in TABLES:
        yield table, f"only the table {' or '.join(TABLES)} may be read, and as it is"


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return f"the function {str(node.this).lower()}"
    if isinstance(node, exp.Func):
        return f"the function {node.sql_name().lower()}"
    return "*" if isinstance(node, exp.Star) else node.key


def _place(node: exp.Expr, sql: str) -> tuple[int, int]:
    """From the offset of the node, of the first thing in it that has one, or of what it stands in.

    SQLGlot's own column goes wrong after a line break, its offset does not.
    """
    around: exp.Expr | None = node
    while around is not None:
        if isinstance(around, exp.Placeholder) and around.this:  # SQLGlot notes no place for these
            starts = [sql.find(f"${around.this}")]
        else:
            starts = [inner.meta["start"] for inner in around.walk() if "start" in inner.meta]
        if starts:
            before = sql[: min(starts)]
            return before.count("\n") + 1, len(before) - before.rfind("\n")
        around = around.parent
    return 1, 1
