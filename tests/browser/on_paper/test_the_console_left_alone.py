"""A desk that everybody left: it asks for nothing by itself, so that the session ends as it should."""

from playwright.sync_api import Request

from tests.browser.desk import Desk

TODAY = "/v1/console/today"
ONE_MORE = "async () => { await fetch(location.pathname) }"  # heard of after all that were made before it


def test_a_desk_nobody_touches_asks_no_more_and_asks_at_once_when_somebody_is_back(desk: Desk) -> None:
    asked: list[str] = []

    def heard(request: Request) -> None:
        if request.url.endswith(TODAY):
            asked.append(request.url)

    desk.sign_in("clerk")
    desk.page.clock.install()
    desk.page.reload()
    desk.on("page-today")
    desk.page.on("request", heard)
    desk.page.clock.run_for("04:00")
    worked_at = len(asked)
    desk.page.clock.run_for("30:00")
    desk.page.evaluate(ONE_MORE)
    left = len(asked)
    with desk.page.expect_request(f"**{TODAY}"):
        desk.keys("Shift")
    desk.page.evaluate(ONE_MORE)

    assert worked_at >= 6
    assert left - worked_at <= 2
    assert len(asked) == left + 1
