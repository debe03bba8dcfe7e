"""How long a no takes tells nobody which logins there are (AU-2)."""

from time import perf_counter

import pytest

from domain.staff.account import Role
from tests.http.town import Town
from tests.security.timing import take_equally_long
from tests.support.staff import enrolled

TRIES = 60


@pytest.mark.wide
async def test_the_time_of_a_no_tells_nobody_whether_a_login_is_somebodys(town: Town) -> None:
    known = await enrolled(town.office.staff, town.clock, "clerk-9", "窗口壬", Role.CLERK, address="one-1")
    took: dict[str, list[float]] = {known.account.login: [], "clerk-8": []}
    answers = set()
    for n in range(TRIES):
        town.office.staff.sign_in.spend.limits.tries.clear()  # type: ignore[attr-defined]
        for login in sorted(took, reverse=n % 2 == 0):
            wrong = {"login": login, "password": f"wrong-password-{n}", "code": "000000"}
            began = perf_counter()
            answer = await town.caller.send("POST", "/v1/console/session", json=wrong, key="")
            took[login].append(perf_counter() - began)
            answers.add((answer.status, answer.code))

    assert answers == {(401, "sign-in-failed")}
    assert take_equally_long(*took.values())
