"""Nobody's name, number, phone or address lies in clear where it need not (PI-1, SL-1, FA-4).

Everything that may be asked of the office has been asked once by who may, once by a stranger and once by
nobody; then all that is left behind is looked through: logs, problems, jobs, metrics, pg_dump, files. What
real processes leave behind is looked through in tests/journeys/test_written_nowhere_in_clear.py.
"""

import base64
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.caller import Answer
from tests.http.opening import open_town
from tests.http.town import BING, CONTACT, SECRET
from tests.security import pii
from tests.security.cast import Cast, gathered
from tests.support.house import HandClock, house
from tests.support.server import TestServer
from tests.usecases.case_world import JIA, ORGANISATION, SCHOOL, YI

# what may stand in clear, and why; a place that holds no name any more has to go from here
IN_CLEAR = {
    ("staff", "name"): "officials act under their names: lists, the ledger's readers and the audit need them",
    ("account_changes", "name"): "the name of an account that is being made, until it is the row of staff",
    ("verifiers", "operator"): "who may verify for an organisation: its registered desk, shown to the holder",
    ("looks", "operator"): "the same, as it was when it looked; the holder is shown it",
}
OFFICIALS = ["窗口一号", "年检窗口"]
OF_PEOPLE = [
    *(part.reveal() for who in (JIA, YI, BING, SCHOOL) for part in who),
    CONTACT,
    "19900000101",
    "19900000118",
    "19900000142",
    ORGANISATION.certificate.licence_number,
    "虚构路18号",
    "虚构小区1号楼",
    "o-invented-jia",  # what WeChat calls them
    SECRET,
]
SAYS_NOTHING_OF_OTHERS = ("sign_out", "end_staff", "sign_in", "exchange_ticket")
MAY_NAME = {  # to anybody, and why
    "/openapi.yaml": "its examples are of invented people, as these tests are",
    "/v1/sms/messages/check": "who has the code and the number it went to has read the name in the message",
}
PEOPLE = pii.Scanner(OF_PEOPLE)


@dataclass(frozen=True)
class Left:
    """Behind, when everybody has gone home. `to_strangers`: what those were told who have no part in it."""

    lines: str
    metrics: bytes
    problems: list[Answer]
    to_strangers: list[Answer]
    columns: Mapping[tuple[str, str], bytes]
    folder: Path
    officials: list[str]
    staff_tokens: list[str]


class _Lines(logging.Handler):
    """What libraries say; the tests' own client, which writes down every address it asks, is none of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.said = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("http"):
            self.said.append(self.format(record))


@pytest.fixture(scope="module")
def _said() -> Iterator[_Lines]:
    root, lines = logging.getLogger(), _Lines()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(lines)
    root.setLevel(level)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def left(
    server: TestServer, tmp_path_factory: pytest.TempPathFactory, _said: _Lines
) -> AsyncIterator[Left]:
    clock = HandClock()
    with server.database() as urls, capture_logs() as logged:
        folder = tmp_path_factory.mktemp("left")
        async with house(urls.runtime, clock) as core, open_town(core, clock, folder) as town:
            cast = await gathered(town)
            to_strangers = await _everything_is_asked(cast)
            metrics = (await town.caller.send("GET", "/metrics")).raw.content
            columns = pii.dumped(urls.owner)
            seen, staff = town.caller.seen, town.colleagues.values()
            yield Left(
                "\n".join(
                    [*(json.dumps(one, ensure_ascii=False, default=repr) for one in logged), *_said.said]
                ),
                metrics,
                [one for one in seen if one.status >= 400],
                to_strangers,
                columns,
                folder,
                [one.account.name for one in staff],
                list(town.staff.values()),
            )


async def _everything_is_asked(cast: Cast) -> list[Answer]:
    to_strangers = []
    for operation in OPERATIONS:
        if operation.name.removeprefix("enterprise_").startswith(SAYS_NOTHING_OF_OTHERS):
            continue
        for token in _whose(cast, operation):
            await cast.knock(operation, token=token, acting_for=cast.school)
        to_strangers += [
            await cast.knock(operation, token=token, acting_for=cast.school)
            for token in (cast.stranger(operation), "")
        ]
    return to_strangers


def _whose(cast: Cast, operation: Operation) -> list[str]:
    """Tokens of those among whom somebody may."""
    match operation.told["x-audience"]:
        case "staff":
            return list(cast.town.staff.values())
        case "verifier":
            return [cast.town.verifier]
    return [cast.owner(operation)]


@pytest.mark.asyncio(loop_scope="module")
async def test_no_log_line_no_metric_and_no_job_names_anybody(left: Left) -> None:
    places = {
        "logs": left.lines.encode(),
        "metrics": left.metrics,
        "jobs": left.columns[("procrastinate_jobs", "args")],
    }
    scanner = pii.Scanner([*OF_PEOPLE, *left.officials, *left.staff_tokens])

    found = {hit for where, blob in places.items() for hit in scanner.hits(where, blob)}

    assert found == set()
    assert len(left.lines.splitlines()) > len(OPERATIONS)


@pytest.mark.asyncio(loop_scope="module")
async def test_no_problem_tells_anybodys_data(left: Left) -> None:
    found = {hit for one in left.problems for hit in PEOPLE.hits(one.raw.request.url.path, one.raw.content)}
    found |= {hit for one in left.problems for hit in PEOPLE.hits("headers", str(one.raw.headers).encode())}

    assert found == set()
    assert len(left.problems) > len(OPERATIONS)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_stranger_is_told_nothing_of_anybody_else(left: Left) -> None:
    of_others = pii.Scanner(
        [*(part.reveal() for who in (JIA, BING, SCHOOL) for part in who), CONTACT, "虚构路18号"]
    )

    told = [one for one in left.to_strangers if one.raw.request.url.path not in MAY_NAME]
    found = {hit for one in told for hit in of_others.hits(one.raw.request.url.path, one.raw.content)}

    assert found == set()
    assert any(one.status == 200 for one in left.to_strangers)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_dump_of_the_database_names_nobody(left: Left) -> None:
    found = {hit for place, blob in left.columns.items() for hit in PEOPLE.hits(".".join(place), blob)}

    assert found == set()
    assert {"parties", "notices", "forms", "evidence", "visitors", "calls"} <= {
        table for table, _ in left.columns
    }


@pytest.mark.asyncio(loop_scope="module")
async def test_what_stands_in_clear_is_written_down_with_its_reason(left: Left) -> None:
    officials = pii.Scanner([*left.officials, *OFFICIALS])

    found = {place for place, blob in left.columns.items() if officials.hits("", blob)}

    assert found <= set(IN_CLEAR)
    assert {("staff", "name"), ("verifiers", "operator")} <= found
    assert all(place in left.columns or place[0] == "looks" for place in IN_CLEAR)


@pytest.mark.asyncio(loop_scope="module")
async def test_no_file_of_the_office_names_anybody(left: Left) -> None:
    found = {hit for name, blob in pii.files(left.folder) for hit in PEOPLE.hits(name, blob)}

    assert found == set()
    assert any(name.endswith(".parquet") for name, _ in pii.files(left.folder))


@pytest.mark.asyncio(loop_scope="module")
async def test_no_face_is_kept_anywhere(left: Left) -> None:
    places = {**{".".join(place): blob for place, blob in left.columns.items()}, "logs": left.lines.encode()}
    places |= dict(pii.files(left.folder))

    assert {hit for where, blob in places.items() for hit in pii.pictures(where, blob)} == set()


# the scanner itself: it finds what it is there to find


@pytest.mark.parametrize(
    "written",
    [
        "x{}x".format,
        lambda value: f"?name={quote(value)}&",
        lambda value: f"?name={quote(value).lower()}&",
        lambda value: json.dumps({"name": value}),
        lambda value: json.dumps({"name": value}).replace("\\u4e", "\\u4E").upper().replace("\\U", "\\u"),
        lambda value: "\\x" + value.encode().hex(),
        lambda value: value.encode().hex().upper(),
        *(
            lambda value, before=before: base64.b64encode(f"{before}{value}后".encode()).decode()
            for before in ("", "a", "ab", "abc")
        ),
        lambda value: base64.urlsafe_b64encode(f"?{value}?".encode()).decode(),
    ],
)
@pytest.mark.parametrize("value", ["甲子安", "370285196001059983", "山东省青岛市莱西市虚构路18号"])
def test_the_scanner_knows_each_form_of_a_value(value: str, written: pii.Written) -> None:
    assert pii.Scanner([value]).hits("here", written(value).encode())


def test_the_scanner_finds_no_value_that_is_not_there() -> None:
    other = base64.b64encode("乙丑宁 370285196001059991".encode()) + b"370285196001059984"

    assert pii.Scanner(["甲子安", "370285196001059983"]).hits("here", other) == set()


@pytest.mark.parametrize("beginning", [b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", pii.PICTURES["PNG"]])
def test_the_scanner_knows_a_picture_however_it_is_wrapped(beginning: bytes) -> None:
    for wrapped in (beginning, beginning.hex().encode(), base64.b64encode(b"ab" + beginning + b"more")):
        assert pii.pictures("here", b"{" + wrapped + b"}")
