"""Texts as the office tells of them: what a list will cost, and who is given how many."""

from domain.staff.account import Role
from tests.http.town import Town


async def test_who_signs_a_list_reads_first_what_its_texts_come_to(town: Town) -> None:
    path = f"/v1/console/push-lists/{await town.prepared()}"
    chief = town.staff[Role.CHIEF]

    shown = await town.caller.expect(200, "GET", path, token=town.staff[Role.BUSINESS])

    texts = shown["texts"]
    assert texts["messages"] == shown["due"] > 0
    assert texts["segments"] >= texts["messages"]
    assert texts["costFen"] == -(-texts["segments"] * 9 // 2)  # 4.5 fen each, rounded up
    decision = {"decision": "sign", "digest": shown["digest"]}
    signed = await town.caller.expect(200, "POST", f"{path}/signature", json=decision, token=chief)
    assert "texts" not in signed


async def test_metrics_tell_who_is_given_how_many_texts(town: Town) -> None:
    await town.office.notices.weigh_sms_operators()

    told = (await town.caller.send("GET", "/metrics")).raw.text

    assert 'palm_sms_share{vendor="aliyun"} 70.0' in told
    assert 'palm_sms_share{vendor="tencent"} 30.0' in told
