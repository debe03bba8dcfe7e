"""A shown code, minute by minute: hypothesis shows and scans in any order."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from domain.kernel.ids import LicenceId, PartyId, PresentationId
from domain.licences.presentation import LIFE, Presentation, Redemption, qr_text, scanned_code

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class Showing(RuleBasedStateMachine):
    """One licence; a new code ends the one before, as the repository does."""

    codes = Bundle("codes")

    def __init__(self) -> None:
        super().__init__()
        self.now, self.shown = NOON, list[Presentation]()
        self.redeemed: list[int] = []

    @rule(target=codes)
    def show(self) -> int:
        for older in self.shown:
            older.replaced = older.replaced or older.redeemed_at is None
        party = PartyId(UUID(int=1))
        number = len(self.shown)
        self.shown.append(
            Presentation(PresentationId(UUID(int=number)), LicenceId(UUID(int=9)), party, party, self.now)
        )
        return number

    @rule(seconds=st.integers(0, 90))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(number=codes)
    def scan(self, number: int) -> None:
        code = self.shown[number]
        looked_at_before = code.worth(self.now)
        result = code.redeem(at=self.now)
        assert result is looked_at_before
        if result is Redemption.VALID:
            assert number not in self.redeemed
            assert number == len(self.shown) - 1
            assert self.now - code.shown_at < LIFE
            assert code.worth(self.now) is Redemption.USED
            self.redeemed.append(number)
        elif number in self.redeemed:
            assert result is Redemption.USED

    @invariant()
    def at_most_one_code_is_good(self) -> None:
        assert sum(code.worth(self.now) is Redemption.VALID for code in self.shown) <= 1


Showing.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestShowing = Showing.TestCase


def test_the_picture_holds_the_code_and_nothing_about_anybody() -> None:
    assert qr_text("abc-_1") == "PALM1:abc-_1"


def test_what_is_scanned_and_what_is_typed_are_the_same_code() -> None:
    assert scanned_code("PALM1:abc-_1") == scanned_code(" abc-_1\n") == "abc-_1"
