"""Tables to take away over HTTP: who took what stands in the ledger, and no cell is ever a formula."""

import csv
import io
import re
import zipfile
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from tortoise.connection import get_connection

from adapters.exports.csv_file import MARK
from domain.figures.table import MOST_ROWS
from domain.kernel.ids import CaseId, unshort
from domain.staff.account import Role
from tests.http.afterwards import at_desk
from tests.http.caller import Answer
from tests.http.town import CONTACT, Town
from tests.support.house import rows
from tests.usecases.case_world import JIA, SCHOOL

TODAY = "2026-11-23"
PERIOD = f"first={TODAY}&last={TODAY}"
MANY = """
INSERT INTO cases SELECT r.* FROM cases c, generate_series(1, %s) g, LATERAL jsonb_populate_record(
    c, jsonb_build_object('id', gen_random_uuid(), 'matter_id', gen_random_uuid(), 'number', 'N-' || g)
) r
"""
MAY, MAY_NOT = (Role.BUSINESS, Role.CHIEF, Role.AUDIT), (Role.CLERK, Role.SECURITY)
NAMES = {"figures": "数据", "cases": "办件明细", "push-lists": "推送清单"}
FILES = [f"{table}.{form}" for table in NAMES for form in ("csv", "xlsx")]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RUNS = re.compile(r"^[ \u3000]*[=+\-@\t\r\n＝＋－＠]")


async def taken(town: Town, file: str, query: str = PERIOD, *, role: Role = Role.CHIEF) -> Answer:
    return await at_desk(town, "GET", f"/exports/{file}?{query}", role=role)


def csv_rows(answer: Answer) -> list[dict[str, str]]:
    text = answer.raw.content.decode()
    assert text.startswith(MARK)
    above, _, table = text.removeprefix(MARK).partition("\r\n")
    assert above.startswith("统计区间：")
    return list(csv.DictReader(io.StringIO(table, newline="")))


def parts_of(answer: Answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.raw.content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def xlsx_texts(answer: Answer) -> list[str]:
    """All texts of the workbook, as they are shown; `_x000D_` is how it writes a carriage return."""
    shared = ET.fromstring(parts_of(answer)["xl/sharedStrings.xml"])  # noqa: S314 - written by ourselves
    texts = ("".join(one.itertext()) for one in shared.findall(f"{MAIN}si"))
    return [text.replace("_x000D_", "\r") for text in texts]


async def exported() -> list[tuple[str, dict[str, Any]]]:
    """Who took what, as the ledger has it, in any order."""
    found = await rows("ledger_entries")
    return [(row["staff"], row["facts"]) for row in found if row["kind"] == "table-exported"]


async def renumbered(case: str, number: str) -> None:
    """As a back-end may number a case tomorrow."""
    found = unshort("case", case)
    assert found is not None
    await get_connection("default").execute_query(
        "UPDATE cases SET number = %s WHERE id = %s", [number, CaseId(found)]
    )


@pytest.mark.parametrize("role", MAY)
async def test_who_reads_the_numbers_may_take_them_away_and_stands_in_the_ledger(
    town: Town, role: Role
) -> None:
    await town.done()

    answers = [await taken(town, file, role=role) for file in FILES]

    assert [one.status for one in answers] == [200] * len(FILES)
    for file, answer in zip(FILES, answers, strict=True):
        table, form = file.split(".")
        plain, called = answer.raw.headers["content-disposition"].split("; filename*=UTF-8''")
        assert plain == f'attachment; filename="{table}_{TODAY}_{TODAY}.{form}"'
        assert unquote(called) == f"{NAMES[table]}_{TODAY}至{TODAY}.{form}"
        assert answer.raw.headers["cache-control"] == "no-store"
    told = await exported()
    assert {staff for staff, _ in told} == {f"{role}-1"}
    assert {(facts["first"], facts["last"]) for _, facts in told} == {(TODAY, TODAY)}
    assert sorted(f"{facts['table']}.{facts['format']}" for _, facts in told) == sorted(FILES)
    counted = {facts["table"]: facts["rows"] for _, facts in told}
    assert counted == {"figures": 5, "cases": 1, "push-lists": 1}


@pytest.mark.parametrize("role", MAY_NOT)
async def test_nobody_else_of_the_office_takes_any(town: Town, role: Role) -> None:
    answers = [await taken(town, file, role=role) for file in FILES]

    assert {(one.status, one.code) for one in answers} == {(403, "role-missing")}
    assert (await town.caller.send("GET", f"/v1/console/exports/{FILES[0]}")).status == 401
    assert await exported() == []


async def test_a_table_says_the_same_as_the_screen(town: Town) -> None:
    _, _, case = await town.done()
    shown = (await at_desk(town, "GET", f"/figures?{PERIOD}", role=Role.CHIEF)).body

    told = csv_rows(await taken(town, "figures.csv"))
    of_item, total = next(row for row in told if row["分类"] == "事项"), told[-1]
    [of_case] = csv_rows(await taken(town, "cases.csv"))

    labels = {one["name"]: one["label"] for one in shown["meanings"]}
    for row in (of_item, total):
        assert {name: int(row[label]) for name, label in labels.items()} == shown["total"]
    assert (total["分类"], total["按时比例"]) == ("合计", "100%")
    assert (
        of_case["办件编号"]
        == (await at_desk(town, "GET", f"/cases/{case}", role=Role.CHIEF)).body["case"]["number"]
    )
    assert (of_case["实施机关"], of_case["渠道"]) == ("莱西市行政审批局", "手机网页")
    assert of_case["申请"].startswith(TODAY)


async def test_a_table_is_told_in_words_and_says_of_which_days(town: Town) -> None:
    await town.done()

    told = {file: (await taken(town, file)).raw.content.decode() for file in FILES if file.endswith(".csv")}
    books = {file: await taken(town, file) for file in FILES if file.endswith(".xlsx")}
    [made, total] = csv_rows(await taken(town, "push-lists.csv"))

    days = "2026年11月23日至2026年11月23日（北京时间，起止当天都算）"
    assert [text.splitlines()[0] for text in told.values()] == [
        f"{MARK}统计区间：{days}",
        f"{MARK}统计区间：{days}，共 1 件",
        f"{MARK}统计区间：{days}",
    ]
    for whole in (*told.values(), *("\n".join(xlsx_texts(book)) for book in books.values())):
        assert re.findall(r"case_|list_|@\d|signed|h5|sms|mini_program|MB9990012C\b", whole) == []
    for file, book in books.items():
        assert f'name="{NAMES[file.removesuffix(".xlsx")]}"' in parts_of(book)["xl/workbook.xml"].decode()
    assert (made["状态"], made["规则"], made["应提示"]) == ("已签发", "第 1 版", "1")
    assert (total["事项"], total["应提示"], total["暂不提示"]) == ("合计", made["应提示"], made["暂不提示"])


async def test_no_table_names_whom_a_case_is_about(town: Town) -> None:
    await town.done()

    told = [(await taken(town, file)).raw.content.decode() for file in FILES if file.endswith(".csv")]
    texts = [xlsx_texts(await taken(town, file)) for file in FILES if file.endswith(".xlsx")]

    for whole in (*told, "\n".join(text for part in texts for text in part)):
        assert not any(secret in whole for secret in (JIA[0].reveal(), SCHOOL[0].reveal(), CONTACT))


async def test_a_number_that_begins_like_a_formula_is_text(town: Town) -> None:
    _, _, case = await town.done()

    for number in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1＋1"):
        await renumbered(case, number)
        [row] = csv_rows(await taken(town, "cases.csv"))
        workbook = await taken(town, "cases.xlsx", role=Role.BUSINESS)

        assert row["办件编号"] == f"'{number}"
        assert [cell for cell in row.values() if RUNS.match(cell)] == []
        cells = ET.fromstring(parts_of(workbook)[SHEET]).findall(f".//{MAIN}c")  # noqa: S314 - likewise
        assert [cell for cell in cells if cell.find(f"{MAIN}f") is not None] == []
        assert number in xlsx_texts(workbook)


async def test_a_period_without_anything_is_a_table_of_heads(town: Town) -> None:
    answers = {file: await taken(town, file) for file in FILES}

    assert {file: csv_rows(one) for file, one in answers.items() if file.endswith(".csv")} == {
        "figures.csv": [],
        "cases.csv": [],
        "push-lists.csv": [],
    }
    assert {facts["rows"] for _, facts in await exported()} == {0}


async def test_the_eleventh_within_the_hour_is_refused_and_is_no_export(town: Town) -> None:
    for _ in range(10):
        assert (await taken(town, "cases.csv")).status == 200

    refused, other = await taken(town, "cases.csv"), await taken(town, "cases.csv", role=Role.AUDIT)

    assert (refused.status, refused.code) == (429, "too-many-requests")
    assert other.status == 200
    assert [staff for staff, _ in await exported()].count("chief-1") == 10


async def test_more_rows_than_a_file_may_hold_are_refused_and_none_is_given(town: Town) -> None:
    await town.done()
    await get_connection("default").execute_query(MANY, [MOST_ROWS])

    refused = await taken(town, "cases.xlsx")

    assert (refused.status, refused.code) == (422, "export-too-large")
    assert (refused.body["rows"], refused.body["most"]) == (MOST_ROWS + 1, MOST_ROWS)
    assert await exported() == []


@pytest.mark.parametrize("file", ["people.csv", "figures.pdf", "figures", "figures.csv.xlsx", ".csv"])
async def test_a_table_there_is_none_of_is_not_found(town: Town, file: str) -> None:
    answer = await taken(town, file)

    assert (answer.status, answer.code) == (404, "not-found")
    assert await exported() == []
