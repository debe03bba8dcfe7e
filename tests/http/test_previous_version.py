"""What the version before wrote, with none of today's columns, is carried on by today's to the end.

Of the migrations since the last release: a column that came with one is empty in what was written before it.
"""

from importlib import import_module

from tortoise.connection import get_connection
from tortoise.migrations import Migration
from tortoise.migrations.operations import AddField, AlterField, DeleteModel, RemoveField

from adapters.postgres.connect import ROWS
from tests.http.town import Town
from tests.usecases.case_world import YI

SINCE = [
    import_module(f"adapters.postgres.migrations.{name}").Migration
    for name in ("0008_vendors", "0009_the_phone")
]


def added(*migrations: type[Migration]) -> dict[str, list[str]]:
    """The columns of older tables that came with these; the ledger's nobody may empty."""
    rows = {name: row for module in ROWS for name, row in vars(import_module(module)).items()}
    found: dict[str, list[str]] = {}
    for one in (one for migration in migrations for one in migration.operations):
        if isinstance(one, AddField) and one.model_name != "LedgerEntryRow":
            found.setdefault(rows[one.model_name]._meta.db_table, []).append(one.name)
    return found


async def as_the_version_before_left_it() -> None:
    for table, columns in added(*SINCE).items():
        emptied = ", ".join(f'"{column}" = NULL' for column in columns)
        await get_connection("default").execute_query(f'UPDATE "{table}" SET {emptied}')  # noqa: S608 - our own names


def test_they_add_columns_to_tables_that_hold_rows_already() -> None:
    vendors, phone = SINCE

    assert {"cases", "licences", "notices", "shipments", "visitors"} == set(added(vendors))
    assert added(phone) == {}


def test_the_phones_migration_takes_nothing_from_a_column_but_that_it_is_filled() -> None:
    altered = [one for one in SINCE[-1].operations if isinstance(one, AlterField)]

    assert [(one.model_name, one.name, getattr(one.field, "null", None)) for one in altered] == [
        ("SignatureRow", "visit_id", True)
    ]
    assert not [one for one in SINCE[-1].operations if isinstance(one, (RemoveField, DeleteModel))]


async def test_a_list_prepared_by_the_version_before_is_signed_and_told(town: Town) -> None:
    prepared = await town.prepared()
    await as_the_version_before_left_it()

    await town.sign(prepared)
    await town.work()

    assert len(town.sms.sent) == 1


async def test_who_was_told_by_the_version_before_is_known_by_the_code_and_sees_the_matter(
    town: Town,
) -> None:
    code = await town.invited()
    await as_the_version_before_left_it()

    jia, matter = await town.arrived(code)

    shown = await jia.get(f"/v1/citizen/matters/{matter}")
    assert shown["why"][0]["rule"] == "minban-certificate-expiry@1"


async def test_a_message_sent_by_the_version_before_is_still_known_as_ours(town: Town) -> None:
    code = await town.invited()
    await as_the_version_before_left_it()

    told = await town.caller.expect(
        200, "POST", "/v1/sms/messages/check", json={"code": code, "receivingNumber": "19900000118"}, key=""
    )

    assert told["sent"] is True


async def test_a_journey_under_way_when_the_version_changes_comes_to_its_end(town: Town) -> None:
    jia, _, case = await town.under_way()
    await as_the_version_before_left_it()

    await town.collected(jia, case)
    await as_the_version_before_left_it()
    await town.granted(case)
    await town.moves(jia, case, "deliver", "301")
    await jia.post(201, f"/v1/citizen/cases/{case}/rating", {"level": 5, "tags": ["510"]})
    await town.work()

    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert view["decision"]["result"] == "granted"
    assert len(town.approval.filings) == 1
    assert len(town.ratings.taken) == 1


async def test_a_face_check_opened_before_the_version_changed_is_finished_after(town: Town) -> None:
    opened = await town.open_check(YI)
    await as_the_version_before_left_it()
    town.face.finish("certify-1")

    told = await town.finish(opened)

    assert told.body["state"] == "passed"
