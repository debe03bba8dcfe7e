"""What the sweeps over all operations need of the office: a session, a change, something stuck."""

from uuid import UUID, uuid4

from tortoise.connection import get_connection

from domain.kernel.ids import NoticeId, short
from domain.kernel.jobs import AskAfterNotice
from domain.staff.account import Role
from tests.http.town import LONG, Town
from tests.support.staff import enrolled, stay_on_duty


async def office_of(town: Town) -> dict[str, str]:
    """A session of the clerk's besides the one in use, a change that waits, a job that gave up."""
    clerk = town.colleagues[Role.CLERK]
    in_use = clerk.token
    spare = await town.office.staff.recognise_staff(await clerk.sign_in(address="spare"))
    clerk.token = in_use
    asker = await enrolled(
        town.office.staff, town.clock, "security-9", "安全管理壬", Role.SECURITY, address="s9"
    )
    wish = {"kind": "recover", "login": "security-9", "reason": "手机丢失，本人到场"}
    asked = await town.caller.expect(201, "POST", "/v1/console/account-changes", json=wish, token=asker.token)
    await stay_on_duty(town.clock() + LONG)
    return {
        "staffSessionId": short("sss", spare.session.session_id),
        "accountChangeId": asked["changeId"],
        "stuckId": await _given_up(town),
    }


async def _given_up(town: Town) -> str:
    async with town.core.atomic():
        await town.core.jobs.defer(AskAfterNotice(NoticeId(uuid4())))
    connection = get_connection("default")
    [row] = await connection.execute_query_dict("SELECT max(id) AS id FROM procrastinate_jobs")
    for status in ("doing", "failed"):
        await connection.execute_query(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            [status, row["id"]],
        )
    return short("job", UUID(int=row["id"]))


async def to_be_activated(town: Town) -> dict[str, str]:
    """Somebody new who has not come yet: login and key."""
    account, key = await town.office.staff.add_staff("clerk-8", "窗口辛", frozenset({Role.CLERK}))
    return {"login": account.login, "activationKey": key}
