"""What vendors behind the signed envelope (签名信封) have in common: our account, the wire, its faults.

Source: docs/vendors/approval-back-end.md, our profile.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from adapters.conformance.expectation import NotConformant, holds, same
from adapters.conformance.stage import Stage
from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import Algorithm, EnvelopeKey
from adapters.sandbox.kit_public import Credentials
from domain.kernel.refusal import Outward, Unavailable, Unknown

APP_ID, SECRET = "palm-office", "invented-secret-of-the-palm-office"
ACCOUNT: Mapping[str, str] = MappingProxyType({"app_id": APP_ID, "secret": SECRET})
CALLER = Credentials(APP_ID, SECRET.encode())
"""Whom the emulator knows: never with the changed character."""

UNHURRIED, IMPATIENT = 5.0, 0.25
NO_ANSWER = ("hang", "hang_after")
NOT_THE_ANSWER = ("reset_before", "reset_after", "500", "503", "malformed_json", "html", "redirect", "huge")

Ask = Callable[[], Awaitable[object]]


def key(stage: Stage) -> EnvelopeKey:
    return EnvelopeKey(stage.given("app_id"), stage.given("secret").encode())


def signed(
    stage: Stage,
    url: str,
    system: str,
    *,
    deadline_seconds: float = UNHURRIED,
    algorithm: Algorithm = "HMAC-SM3",
) -> SignedHttp:
    with_us = key(stage)
    return SignedHttp(
        stage.http,
        system=system,
        base_url=url,
        key=EnvelopeKey(with_us.app_id, with_us.secret, algorithm),
        clock=stage.clock.now,
        nonce=lambda: secrets.token_hex(12),
        deadline_seconds=deadline_seconds,
    )


async def told(ask: Ask) -> type[Outward] | None:
    """How it ended; None: it went through."""
    try:
        await ask()
    except (Unavailable, Unknown) as outcome:
        return type(outcome)
    return None


async def each_fault_is_unavailable(stage: Stage, ask: Ask, hurried: Ask) -> None:
    """Of a question: whatever happens on the way, nothing has changed, and later is safe."""
    for mode in (*NO_ANSWER, *NOT_THE_ANSWER, "throttle"):
        # the client asks a second time where a connection it had kept turns out dead
        await stage.mode(mode, times=2)
        same(await told(hurried if mode in NO_ANSWER else ask), Unavailable, mode)
        await stage.mode("ok")
    await _another_content_type_changes_nothing(stage, ask)


async def each_fault_is_unknown(stage: Stage, ask: Ask, hurried: Ask) -> None:
    """Of a call with an effect: it may have happened, except where they said that they took nothing."""
    for mode in (*NO_ANSWER, *NOT_THE_ANSWER):
        await stage.mode(mode, times=2)
        same(await told(hurried if mode in NO_ANSWER else ask), Unknown, mode)
        await stage.mode("ok")
    await stage.mode("throttle")
    same(await told(ask), Unavailable, "throttle")
    await _another_content_type_changes_nothing(stage, ask)


async def _another_content_type_changes_nothing(stage: Stage, ask: Ask) -> None:
    """What it says counts, not what it calls itself."""
    await stage.mode("wrong_content_type")
    outcome = await told(ask)
    if outcome is not None:
        raise NotConformant(f"under another content type it ended as {outcome.__name__}")


def printed_without(secret: str, *shown: object) -> None:
    """What logs and tracebacks would print of these."""
    holds(all(secret not in f"{one!r} {one}" for one in shown), "nothing printed shows what is nobody's")
