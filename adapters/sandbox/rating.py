"""Emulator of the province's rating interface (省好差评接口): one matter, one rating, handed in once.

Source: docs/vendors/rating-interface.md (GB/T 39734-2020; exchange field names of public clients).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from aiohttp import web

from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_text,
    read_as,
    throttled,
)
from adapters.sandbox.public_codes import is_task_code, is_uscc

# 40 codes in use; the older ones below each block are disabled. Source: three public clients that agree
TAGS = {
    "5": range(510, 518),
    "4": range(406, 414),
    "3": range(307, 315),
    "2": range(207, 215),
    "1": range(108, 116),
}
NEGATIVE = frozenset({"1", "2"})
TABLE = """
CREATE TABLE IF NOT EXISTS evaluations (
    evaluation_id TEXT NOT NULL, project_no TEXT, assess_number TEXT, satisfaction TEXT NOT NULL,
    tags TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (project_no, assess_number)
);
"""
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class _Evaluation(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Field names are the exchange's own, odd spellings included."""

    area_code: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{6}\Z")]
    dept_code: str
    task_code: str
    task_name: Text
    project_no: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    pro_status: Literal["1", "2", "3"]
    pro_depart: Text
    accept_date: Text
    pf: Literal["1", "2", "3", "4", "5", "6", "7"]
    user_name: Text
    user_prop: Literal["1", "2"]
    cert_key_gov: Text = msgspec.field(name="certKeyGOV")
    user_page_type: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{3}\Z")]
    satisfaction: Literal["1", "2", "3", "4", "5"]
    assess_time: Text
    assess_number: Literal["1", "2"]
    is_protion: Literal["0", "1"]
    data_source: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{3}\Z")]
    eval_detail: str = ""
    writing_evaluation: Annotated[str, msgspec.Meta(max_length=500)] = ""
    task_handle_item: str = ""
    sub_matter: str = ""
    pro_manager: str = ""
    promise_time: str = ""


def create_app(
    books: Books, *, caller: Credentials, now: Callable[[], datetime], best: Literal["5", "1"] = "5"
) -> web.Application:
    """`best`: which number is 非常满意; the exchange says 5, GB/T 39046 A.8 says 1."""
    books.create(TABLE)

    def dump() -> dict[str, object]:
        return {"evaluations": [dict(row) for row in books.rows("SELECT * FROM evaluations")]}

    desk = Desk(books, now=now, throttled=throttled, dump=dump)
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))

    async def hand_in(request: web.Request) -> object:
        given = await read_as(request, _Evaluation)
        level = given.satisfaction if best == "5" else str(6 - int(given.satisfaction))
        _check(given, level)
        first = _find(books, given.project_no, given.assess_number)
        if first is not None:
            raise Refused("duplicate", "该办件已评价", data=first)
        if given.assess_number == "2":
            earlier = _find(books, given.project_no, "1")
            if earlier is None or earlier["satisfaction"] not in NEGATIVE:
                raise Refused("4092", "只有差评整改后才能追评")
        number = books.next_number("evaluation")
        evaluation_id = f"E{number:08d}"
        books.insert(
            "evaluations",
            evaluation_id=evaluation_id,
            project_no=given.project_no,
            assess_number=given.assess_number,
            satisfaction=level,
            tags=given.eval_detail,
            received_at=beijing_text(desk.clock.now()),
        )
        return {"evaluationId": evaluation_id}

    async def ask(request: web.Request) -> object:
        project_no, number = request.query.get("projectNo", ""), request.query.get("assessNumber", "")
        found = _find(books, project_no, number)
        if found is None:
            raise Refused("4040", "未收到该评价")
        return found

    counter.serve("POST", "/evaluations", hand_in)
    counter.serve("GET", "/evaluations", ask)
    return desk.app


def _check(given: _Evaluation, level: str) -> None:
    """`level` as the exchange counts: the tags' first digit is that one's everywhere."""
    if not is_uscc(given.dept_code) or not is_task_code(given.task_code):
        raise Refused("4001", "部门代码或事项编码不正确")
    try:
        datetime.fromisoformat(given.assess_time)
        datetime.fromisoformat(given.accept_date)
    except ValueError as error:
        raise Refused("4001", "时间格式不正确") from error
    tags = [tag for tag in given.eval_detail.split(",") if tag]
    allowed = {str(code) for code in TAGS[level]}
    if not allowed.issuperset(tags) or len(set(tags)) != len(tags):
        raise Refused("4001", "评价详情与满意度不符")
    if level in NEGATIVE and not tags and not given.writing_evaluation.strip():
        raise Refused("4001", "差评须选择原因或填写意见")


def _find(books: Books, project_no: str, assess_number: str) -> dict[str, str] | None:
    row = books.one(
        "SELECT evaluation_id, received_at, satisfaction, tags FROM evaluations"
        " WHERE project_no = ? AND assess_number = ?",
        *(project_no, assess_number),
    )
    if row is None:
        return None
    return {
        "evaluationId": row["evaluation_id"],
        "receivedAt": row["received_at"],
        "satisfaction": row["satisfaction"],
        "evalDetail": row["tags"],
    }
