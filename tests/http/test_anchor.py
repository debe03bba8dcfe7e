"""Without a checkpoint of late (库外锚点) nothing binding is taken; whoever reads on is served."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bff.compose.core import Core
from bff.compose.ledger import require_anchor
from tests.http.hand import yes
from tests.http.opening import open_town
from tests.http.town import Town
from tests.support.house import HandClock

WITHIN = timedelta(hours=1)


@pytest.fixture
async def town(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[Town]:
    strict = replace(core, anchored_within=WITHIN)
    async with open_town(strict, clock, tmp_path) as made:
        made.app.ctx.ops = replace(made.app.ctx.ops, anchor=require_anchor(strict))
        yield made


async def test_a_yes_waits_until_somebody_outside_holds_the_ledger_again(town: Town) -> None:
    code = await town.invited()
    await town.office.wallet.anchor_ledger()
    town.clock.go_on(2 * WITHIN)
    jia, matter = await town.arrived(code)
    shown = await jia.get(f"/v1/citizen/matters/{matter}")

    refused = await jia.send("POST", f"/v1/citizen/matters/{matter}/answers", json=yes(shown))

    assert (refused.status, refused.code) == (503, "evidence-not-anchored")
    assert refused.raw.headers["Retry-After"] == "300"
    await town.office.wallet.anchor_ledger()
    assert await jia.post(201, f"/v1/citizen/matters/{matter}/answers", yes(shown))


async def test_ready_names_the_anchor_and_the_office_is_served_on(town: Town) -> None:
    await town.invited()
    await town.office.wallet.anchor_ledger()
    up = await town.caller.send("GET", "/ready")
    town.clock.go_on(2 * WITHIN)

    down = await town.caller.send("GET", "/ready")
    told = (await town.caller.send("GET", "/metrics")).raw.text

    assert (up.status, up.body) == (200, {"status": "ok"})
    assert (down.status, down.body) == (200, {"status": "degraded", "failing": ["anchor"]})
    assert "palm_anchor_age_seconds 7200.0" in told
