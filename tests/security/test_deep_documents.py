"""A document nested too deep is malformed to whoever reads it: nobody gets a 500 and a traceback for it."""

import ast
import json
from pathlib import Path

import msgspec
import pytest

from adapters.courier.ems_envelope import seal
from adapters.courier.ems_pushes import EmsPushes
from adapters.outbound.http import decode
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusal import Unknown
from tests.http.books import books, differing
from tests.http.opening import SM4_KEY
from tests.http.town import SECRET, Town

ROOT = Path(__file__).resolve().parents[2]
INNER = b"[" * 90_000 + b"]" * 90_000
DEEP = b'{"Encrypt":"a","caseNo":"a","mobile":"a","x":' + INNER + b"}"
OURS = ("adapters/sandbox/", "adapters/postgres/", "adapters/redis/", "adapters/outbound/malformed.py")
"""The last reads nothing; the others what nobody outside wrote, or none of the office's business."""


class Told(msgspec.Struct):
    code: str


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("official-account", 401, DEEP),
        ("official-account?timestamp=1795406400&nonce=abc&msg_signature=x", 401, DEEP),
        ("wechat", 401, DEEP),
        ("approval", 401, DEEP),
        (f"tencent-sms/{SECRET}/reports", 401, b"[" + DEEP + b"]"),
        (f"tencent-sms/{SECRET}/replies", 401, DEEP),
        (f"aliyun-sms/{SECRET}/reports", 401, b"[" + DEEP + b"]"),
        (f"sf/{SECRET}/routes", 401, DEEP),
        (f"ems/{SECRET}/tracks", 401, DEEP),
    ],
)
async def test_at_no_address_of_a_vendor_does_it_do_anything(
    town: Town, path: str, status: int, body: bytes
) -> None:
    before = await books()

    answer = await town.caller.send(
        "POST", f"/v1/callbacks/{path}", content=body, headers={"Content-Type": "application/json"}, key=""
    )

    assert (answer.status, answer.code) == (status, "signature-wrong")
    assert await differing(before) == []


def test_sealed_by_a_vendor_it_is_no_better() -> None:
    sealed = seal('{"x":' + INNER.decode() + "}", SM4_KEY)
    body = json.dumps({"logitcsInterface": sealed, "method": "040002"}).encode()

    with pytest.raises(SignatureWrong):
        EmsPushes(SM4_KEY).parse(body, "application/json")


def test_as_the_answer_to_a_call_that_may_have_done_something_it_is_unknown() -> None:
    with pytest.raises(Unknown, match="answer-malformed"):
        decode("sms", DEEP, Told, effect=True)


def test_who_reads_what_others_wrote_names_what_may_go_wrong_at_one_place() -> None:
    own_lists = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "adapters").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "DecodeError"
    ]

    assert [path for path in own_lists if not path.startswith(OURS)] == []
