"""What an outside system calls its refusals goes into ledgers, logs and jobs: codes, never its prose."""

import pytest

from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown


@pytest.mark.parametrize(
    "code",
    [
        "isv.MOBILE_NUMBER_ILLEGAL",
        "FailedOperation.ContainSensitiveWord",
        "http-502",
        "40003",
        "order:610",
        "",
    ],
)
def test_a_code_is_told_as_it_is(code: str) -> None:
    assert Refused("sms", code).reason == code


@pytest.mark.parametrize("kind", [Refused, Unavailable, Unknown])
@pytest.mark.parametrize("said", ["甲子安 19900000001", "a\0b", "A" * 65, "OK\n", "no such user"])
def test_prose_is_other_wherever_it_is_read(kind: type[Outward], said: str) -> None:
    refusal = kind("sms", said)

    assert (refusal.reason, str(refusal)) == ("other", "sms: other")
