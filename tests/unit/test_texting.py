"""Which operators of texts stand ready (短信通道): all that are set up, and the chosen are offered texts."""

import pytest

from adapters.outbound.http import Outbound
from bff.compose import texting as composed
from bff.compose.now import now
from bff.settings_environment import read
from tests.unit.test_settings import PRODUCTION


@pytest.mark.parametrize("app", ["1400006666", ""])
async def test_an_operator_taken_out_of_the_chosen_is_still_there_to_be_asked(
    app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, object] = {}

    def routed(operators: dict[str, object], **more: object) -> None:
        given.update(operators=set(operators), chosen=more["chosen"])

    monkeypatch.setattr(composed, "RoutedSms", routed)
    settings = read({**PRODUCTION, "PALM_SMS_VENDORS": "aliyun", "PALM_SMS_TENCENT_APP": app})

    async with Outbound() as http, composed.texting(settings, http, now):
        pass

    assert given == {"operators": {"aliyun", "tencent"} if app else {"aliyun"}, "chosen": ("aliyun",)}
