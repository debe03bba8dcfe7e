"""The ladder of ways: only what is open here and can help this person, the nearest first."""

import pytest

from domain.identity.check import Purpose, Verifier
from domain.identity.faces import POSSIBLE, Faces
from domain.identity.ports import Alternative
from domain.identity.ways import AGAIN, MINI_PROGRAM, UNIFIED_IDENTITY, Ladder
from domain.kernel.party import Channel
from domain.kernel.refusal import Unavailable

COUNTER, CALL, BANK, NETWORK = (
    Alternative(kind, kind, kind) for kind in ("counter", "call", "bank", "network")
)
WHOLE = Ladder(
    {
        Channel.H5: (CALL, COUNTER, UNIFIED_IDENTITY, MINI_PROGRAM, NETWORK, BANK, AGAIN),
        Channel.MINI_PROGRAM: (AGAIN, BANK, COUNTER, CALL),
    }
)
ALL = ["face", "bank", "network", "mini-program", "unified-identity", "counter", "call"]


def kinds(
    cause: str, *, left: int = 3, purpose: Purpose = Purpose.SIGN_IN, channel: Channel = Channel.H5
) -> list[str]:
    return [way.kind for way in WHOLE(cause, left=left, purpose=purpose, channel=channel)]


@pytest.mark.parametrize("cause", ["liveness", "other_face", "cancelled", "device", "source", "unclear"])
def test_where_anything_may_help_everything_is_named_the_nearest_first(cause: str) -> None:
    assert kinds(cause) == ALL


@pytest.mark.parametrize("cause", ["no_photo", "no_source"])
def test_where_no_camera_helps_no_face_is_named(cause: str) -> None:
    assert kinds(cause) == ["bank", "network", "unified-identity", "counter", "call"]


@pytest.mark.parametrize("cause", ["mismatch", "not_found"])
def test_a_name_that_does_not_fit_is_corrected_here_not_taken_elsewhere(cause: str) -> None:
    assert kinds(cause) == [kind for kind in ALL if kind != "mini-program"]


def test_who_has_no_try_left_today_is_sent_nowhere_that_costs_one() -> None:
    assert kinds("liveness", left=0) == ["unified-identity", "counter", "call"]


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.SIGN_IN])
def test_where_the_face_binds_a_sign_in_elsewhere_is_not_enough(purpose: Purpose) -> None:
    assert "unified-identity" not in kinds("liveness", purpose=purpose)


def test_the_mini_program_has_its_own_and_the_counter_none() -> None:
    assert kinds("cancelled", channel=Channel.MINI_PROGRAM) == ["face", "bank", "counter", "call"]
    assert kinds("cancelled", channel=Channel.COUNTER) == []


def test_the_channel_decides_which_vendors_are_possible() -> None:
    every = Faces({}, (Verifier.TENCENT, Verifier.WECHAT, Verifier.ALIYUN))

    assert every.possible(Channel.H5) == (Verifier.TENCENT, Verifier.ALIYUN)
    assert every.possible(Channel.MINI_PROGRAM) == (Verifier.WECHAT,)
    assert [every.possible(one) for one in Channel if one not in POSSIBLE] == [()] * (len(Channel) - 2)


def test_a_vendor_the_office_no_longer_has_answers_later_not_another_instead() -> None:
    with pytest.raises(Unavailable, match="vendor-not-set"):
        Faces({}, ()).of(Verifier.TENCENT)
