"""The desk in the browser (工作台) against the contract: it knows every operation, and calls no other."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.findings.finding import Reason
from domain.findings.push_list import ListState
from domain.usecases.queue_calls import WORDS as ROW_WORDS

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "static" / "console"
PREFIX = "/v1/console"
# The desk does not read a wallet, so nothing of it can be chosen there; what a person says about a revocation
# a clerk records at the revocation (record_statement).
NOT_ON_THE_DESK = {"counter_put_supplement_licence", "counter_give_statement"}
METHODS = ("get", "post", "put", "patch", "delete")
HEAD = """\
// Each operation of the desk (openapi.yaml, /v1/console): method, address, and the roles that may call it.
// tests/architecture/test_the_console_front.py holds them together and says what to write here."""
# for 密码, 登录名, 窗口工作人员, 延长, 应提示 and 照常提醒
OTHER_WORDS = ("口令", "账号名", "窗口经办", "延期", "要通知", "清除：")
IMPORTED = re.compile(r'import \{([^}]*)\} from "([^"]+)"')
CALLED = re.compile(r"""\b(?:call|may|at)\(\s*"(\w+)\"""")


@pytest.fixture(scope="module")
def contract() -> dict[str, list[Any]]:
    """Operation, and its method, address below the console, and roles."""
    told = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {
        operation["operationId"]: [method.upper(), path.removeprefix(PREFIX), operation.get("x-roles", [])]
        for path, item in told["paths"].items()
        if path.startswith(f"{PREFIX}/")
        for method, operation in item.items()
        if method in METHODS
    }


def listed(contract: dict[str, list[Any]]) -> str:
    """What static/console/operations.js has to say; where it does not, this test shows the lines to write."""
    rows = "".join(f"  {name}: {json.dumps(row)},\n" for name, row in contract.items())
    return f"{HEAD}\nexport const OPERATIONS = {{\n{rows}}};\n"


def modules() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in CONSOLE.rglob("*.js")}


def test_the_desk_knows_every_operation_with_its_address_and_its_roles(
    contract: dict[str, list[Any]],
) -> None:
    written = (CONSOLE / "operations.js").read_text("utf-8")

    assert written.splitlines() == listed(contract).splitlines()


def test_the_desk_asks_for_nothing_the_contract_does_not_have(contract: dict[str, list[Any]]) -> None:
    named = {(name, called) for name, text in modules().items() for called in CALLED.findall(text)}

    assert named
    assert [one for one in named if one[1] not in contract] == []


def test_every_action_of_the_contract_has_its_place_on_the_desk(contract: dict[str, list[Any]]) -> None:
    everything = "\n".join(text for name, text in modules().items() if name != "operations.js")

    actions = {name for name, (method, _, _) in contract.items() if method != "GET"}

    assert sorted(name for name in actions - NOT_ON_THE_DESK if name not in everything) == []


def test_why_somebody_is_to_be_called_reads_alike_in_the_row_and_on_the_page() -> None:
    words = (CONSOLE / "words.js").read_text("utf-8")
    [said] = re.findall(r"export const CALL_REASONS = \{(.*?)\};", words, re.DOTALL)

    page = dict(re.findall(r'(\w+): "([^"]+)"', said))

    assert page == {str(kind): text for kind, text in ROW_WORDS.items()}


def test_every_queue_of_the_office_has_its_name_on_the_desk() -> None:
    words = (CONSOLE / "words.js").read_text("utf-8")
    today = (ROOT / "domain" / "staff" / "today.py").read_text("utf-8")

    queues = re.findall(r'^    [A-Z_]+ = "(\w+)"', today, re.MULTILINE)

    assert re.findall(r'queue: "(\w+)"', words) == queues


def test_a_reason_and_a_state_are_called_the_same_wherever_they_stand() -> None:
    """What the office says of them is what the desk's own tables say."""
    words = (CONSOLE / "words.js").read_text("utf-8")

    reasons, states = (
        dict(re.findall(r'"?([\w-]+)"?: "([^"]+)"', re.findall(rf"{name} = {{(.+?)}};", words, re.DOTALL)[0]))
        for name in ("FINDING_REASONS", "LIST_STATES")
    )

    assert reasons == {"due": "应提示"} | {str(one): one.words for one in Reason}
    assert states == {str(one): one.words for one in ListState}


def test_the_page_of_the_desk_has_no_inline_script_or_style_and_all_it_names_is_there() -> None:
    page = (CONSOLE / "index.html").read_text("utf-8")

    named = re.findall(r'(?:src|href)="(/[^"]+)"', page)

    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page) == []
    assert named
    assert [name for name in named if not (ROOT / name.removeprefix("/")).is_file()] == []


def test_no_page_of_the_desk_styles_inline_or_sets_markup_from_text() -> None:
    offenders = [
        name for name, text in modules().items() if re.search(r"\sstyle=|dangerouslySetInnerHTML", text)
    ]

    assert offenders == []


def test_one_thing_has_one_word_on_the_desk() -> None:
    """What the refusals and the demonstration call it is what the page calls it."""
    read = [*CONSOLE.rglob("*.js"), *(ROOT / "domain" / "staff").glob("*.py"), ROOT / "openapi.yaml"]
    told = {path.name: path.read_text("utf-8") for path in read}

    mixed = {(name, word) for name, text in told.items() for word in OTHER_WORDS if word in text}

    assert mixed == set()


def test_every_name_a_module_imports_is_exported_where_it_says() -> None:
    wanted = [
        (path.name, (path.parent / source).resolve(), name.partition(" as ")[0].strip())
        for path in CONSOLE.rglob("*.js")
        for names, source in IMPORTED.findall(path.read_text("utf-8"))
        if "vendor" not in source
        for name in names.split(",")
        if name.strip()
    ]

    assert wanted
    assert [one for one in wanted if one[2] not in exported(one[1])] == []


def test_every_address_of_the_desk_leads_to_a_page_that_is_there() -> None:
    pages = re.findall(r'page\("([\w-]+)", "(\w+)"\)', (CONSOLE / "app.js").read_text("utf-8"))

    assert pages
    assert [one for one in pages if one[1] not in exported(CONSOLE / "pages" / f"{one[0]}.js")] == []


def exported(path: Path) -> set[str]:
    text = path.read_text("utf-8")
    listed = {
        name.split(" as ")[-1].strip()
        for names in re.findall(r"export \{([^}]*)\}", text)
        for name in names.split(",")
    }
    return listed | set(re.findall(r"export (?:async )?(?:const|let|function|class) (\w+)", text))
