"""The signed envelope: what opens it and what does not."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.approval.pushes import ApprovalPushes
from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.signature import EnvelopeKey
from domain.decisions.push import PushStatus
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from tests.contract.stand import Stand
from tests.fakes.registers import FakeNonces
from tests.sandbox.conftest import FixedClock, Listener

OLD, NEW = EnvelopeKey("approval", b"old secret"), EnvelopeKey("approval", b"new secret", "HMAC-SHA256")
NONCE, BODY = "a1b2c3d4e5f6a7b8", b'{"a":1}'
Headers = dict[str, str]


def headers(clock: FixedClock, key: EnvelopeKey = OLD, **changed: str) -> Headers:
    stamp = changed.get("stamp", str(int(clock.now().timestamp())))
    nonce = changed.get("nonce", NONCE)
    return {
        "X-App-Id": key.app_id,
        "X-Timestamp": stamp,
        "X-Nonce": nonce,
        "X-Sign-Alg": key.algorithm,
        "X-Signature": key.sign("POST", "/push?b=2&a=1", stamp, nonce, BODY),
    }


@pytest.fixture
def nonces() -> FakeNonces:
    return FakeNonces()


@pytest.fixture
def guard(clock: FixedClock, nonces: FakeNonces) -> EnvelopeGuard:
    return EnvelopeGuard((OLD, NEW), clock=clock.now, nonces=nonces)


@pytest.mark.parametrize("key", [OLD, NEW])
async def test_while_a_secret_changes_both_are_good(
    guard: EnvelopeGuard, clock: FixedClock, nonces: FakeNonces, key: EnvelopeKey
) -> None:
    await guard.admit("POST", "/push?b=2&a=1", headers(clock, key), BODY)

    assert nonces.seen == {f"approval:{NONCE}"}


async def test_the_order_of_the_query_does_not_matter_but_its_words_do(
    guard: EnvelopeGuard, clock: FixedClock
) -> None:
    await guard.admit("POST", "/push?a=1&b=2", headers(clock), BODY)

    with pytest.raises(SignatureWrong):
        await guard.admit("POST", "/push?a=1&b=3", headers(clock, nonce="b1b2c3d4e5f6a7b8"), BODY)


@pytest.mark.parametrize(
    "forge",
    [
        lambda _: {},
        lambda h: h | {"X-Signature": ""},
        lambda h: h | {"X-Signature": h["X-Signature"].upper()},
        lambda h: h | {"X-Signature": "０" + h["X-Signature"][1:]},
        lambda h: h | {"X-App-Id": "another"},
        lambda h: h | {"X-Sign-Alg": "HMAC-SHA256"},
        lambda h: h | {"X-Sign-Alg": "none"},
        lambda h: h | {"X-Timestamp": "".join(chr(ord(c) + 0xFEE0) for c in h["X-Timestamp"])},
        lambda h: h | {"X-Timestamp": h["X-Timestamp"] + ".0"},
        lambda h: h | {"X-Nonce": "short"},
        lambda h: h | {"X-Nonce": "b1b2c3d4e5f6a7b8"},
    ],
)
async def test_a_forged_envelope_is_refused(
    guard: EnvelopeGuard, clock: FixedClock, forge: Callable[[Headers], Headers]
) -> None:
    with pytest.raises(SignatureWrong):
        await guard.admit("POST", "/push?b=2&a=1", forge(headers(clock)), BODY)


@pytest.mark.parametrize(("seconds", "good"), [(-301, False), (-300, True), (300, True), (301, False)])
async def test_five_minutes_is_the_limit_both_ways(
    guard: EnvelopeGuard, clock: FixedClock, seconds: int, good: bool
) -> None:
    signed = headers(clock)
    clock.at += timedelta(seconds=seconds)

    if good:
        await guard.admit("POST", "/push?b=2&a=1", signed, BODY)
        return
    with pytest.raises(SignatureWrong, match="stale"):
        await guard.admit("POST", "/push?b=2&a=1", signed, BODY)


async def test_json_written_anew_is_another_body(guard: EnvelopeGuard, clock: FixedClock) -> None:
    with pytest.raises(SignatureWrong):
        await guard.admit("POST", "/push?b=2&a=1", headers(clock), b'{"a": 1}')


async def test_a_forgery_does_not_use_up_the_true_senders_nonce(
    guard: EnvelopeGuard, clock: FixedClock
) -> None:
    with pytest.raises(SignatureWrong):
        await guard.admit("POST", "/push?b=2&a=1", headers(clock) | {"X-Signature": "0" * 64}, BODY)

    await guard.admit("POST", "/push?b=2&a=1", headers(clock), BODY)


async def test_a_word_for_a_state_we_do_not_know_is_kept_and_moves_nothing(clock: FixedClock) -> None:
    body = (
        '{"caseNo":"n","bizNo":"b","status":"待定","statusTime":"2026-01-02T11:00:00+08:00","seq":4}'
    ).encode()
    stamp = str(int(clock.now().timestamp()))
    signed = headers(clock) | {"X-Signature": OLD.sign("POST", "/push", stamp, NONCE, body)}
    pushes = ApprovalPushes(EnvelopeGuard((OLD,), clock=clock.now, nonces=FakeNonces()))

    push = await pushes.parse("POST", "/push", signed, body)

    assert (push.status, push.raw_status) == (PushStatus.UNKNOWN, "待定")


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"code": "4001", "msg": "x"}, Refused),
        (200, {"code": "4290", "msg": "x"}, Unavailable),
        (401, {"code": "4014", "msg": "x"}, Unavailable),
        (401, {"code": "4013", "msg": "x"}, Unknown),
        (404, {"error": "x"}, Refused),
        (429, {}, Unavailable),
        (503, {}, Unknown),
        (200, {"status": "up"}, Unknown),
        (200, [], Unknown),
    ],
)
async def test_each_answer_is_one_of_three_outcomes(
    stand: Stand, canned: Listener, status: int, answer: object, kind: type[Outward]
) -> None:
    canned.status, canned.answer = status, answer
    window = stand.signed(canned, "approval")

    with pytest.raises(kind):
        await window.call("POST", ("cases",), effect=True, document={})


@pytest.mark.parametrize("code", ["甲子安 370285196001059982", "x" * 41, "4001\n"])
async def test_prose_in_the_place_of_a_code_is_not_written_down(
    stand: Stand, canned: Listener, code: str
) -> None:
    canned.status, canned.answer = 200, {"code": code, "msg": "x"}

    with pytest.raises(Refused) as refused:
        await stand.signed(canned, "approval").call("POST", ("cases",), effect=True, document={})

    assert refused.value.reason == "code-malformed"


async def test_the_secret_is_not_printed() -> None:
    assert "secret" not in repr(OLD)
