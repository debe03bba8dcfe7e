"""All registers joined, by the real adapters over the emulators: the whole sandbox city is there, once."""

from datetime import timedelta

from domain.kernel.personal import DocumentNumber, PersonName
from tests.contract.joined_world import World, joined_world

WHY = "核对登记信息是否变更"
__all__ = ["joined_world"]


async def test_every_licence_of_the_city_comes_once_and_has_its_holder(joined_world: World) -> None:
    rows = [row async for page in joined_world.feeds.pages(purpose=WHY) for row in page]

    wanted = [organisation.certificate.record_id for organisation in joined_world.city.organisations]
    wanted += [f"bank:{held.record_id}" for held in joined_world.city.held]
    assert sorted(row.record_id for row in rows) == sorted(wanted)
    for row in rows:
        record = await joined_world.joined.certificate(row.record_id, purpose=WHY)
        assert record is not None
        assert record.certificate == row


async def test_a_change_makes_the_register_differ_from_what_is_printed_until_a_new_version(
    joined_world: World,
) -> None:
    firm = joined_world.city.enterprise("happy-01")
    [held] = firm.licences
    before = await joined_world.joined.certificate(f"bank:{held.record_id}", purpose=WHY)

    issued = {
        "caseNo": "C1",
        "holderCode": firm.uscc,
        "certTypeCode": held.certificate.type_code,
        "issuedOn": joined_world.city.today.isoformat(),
        "keepTerm": True,
        "printed": {"name": firm.name},
    }
    await joined_world.stand.hand.control(joined_world.bank, "/__issue", **issued)

    after = await joined_world.joined.certificate(f"bank:{held.record_id}", purpose=WHY)
    assert before is not None
    assert before.printed is not None
    assert before.printed.name != before.name.value
    assert after is not None
    assert after.printed is not None
    assert after.printed.name == after.name.value
    assert after.certificate.valid_until == before.certificate.valid_until


async def test_whoever_the_register_names_at_this_moment_may_speak(joined_world: World) -> None:
    shop, stranger = joined_world.city.enterprise("bookshop"), joined_world.city.people[0]
    who = shop.responsible
    replaced = {"uscc": shop.uscc, "responsible": {"name": stranger.name, "idNumber": stranger.id_number}}

    before = await joined_world.joined.represented_by(
        PersonName(who.name), DocumentNumber(who.id_number), purpose=WHY
    )
    await joined_world.stand.hand.control(joined_world.register, "/__change", **replaced)

    after = await joined_world.joined.represented_by(
        PersonName(who.name), DocumentNumber(who.id_number), purpose=WHY
    )
    assert ([one.number.reveal() for one in before], after) == ([shop.uscc], ())


async def test_everything_of_one_holder_is_told_with_what_changed(joined_world: World) -> None:
    firm = joined_world.city.enterprise("door-and-responsible")

    rows = await joined_world.joined.of_holder(
        DocumentNumber(firm.uscc), since=joined_world.city.today - timedelta(days=30), purpose=WHY
    )

    assert [row.record_id for row in rows.certificates] == [f"bank:{firm.licences[0].record_id}"]
    assert [one.change_id for one in rows.changes] == [firm.changes[0].change_id]
