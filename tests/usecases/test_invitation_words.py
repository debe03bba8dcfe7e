"""What people read about a change: which particulars, when, who says so; never the values behind them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from adapters.catalogue.toml_items import TomlCatalogue
from domain.invitations.invitation import Invitation, Offer
from domain.invitations.shown import Shown
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId
from domain.kernel.party import Party, PartyKind
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.matters.matter import Matter, MatterState
from domain.usecases.compose_shown import ComposeShown
from domain.usecases.list_matters import ListMatters
from tests.support.catalogue import shipped
from tests.support.house import NOON, HandClock

WATER = ("wg-09-water-responsible-change", "wg-11-water-address-change")
BUILDING = "wg-01-construction-change"
ENTERPRISE = Party(
    PartyId(UUID(int=1)),
    PartyKind.ORGANISATION,
    "企业",
    DocumentNumber("91370200MA99900017"),
    OrganisationName("青岛新虚构建设集团有限公司"),
)
PERSON = Party(
    PartyId(UUID(int=2)),
    PartyKind.PERSON,
    "自然人",
    DocumentNumber("370285196001059983"),
    PersonName("甲子安"),
)


class Known:
    """Parties, matters and invitations of one holder, in memory."""

    def __init__(self, party: Party, offers: Sequence[Offer]) -> None:
        self.party = party
        ids = InvitationId(UUID(int=3)), MatterId(UUID(int=4)), party.party_id
        self.invitation = Invitation(*ids, list(offers), "two", NOON)
        self.matter = Matter(ids[1], party.party_id, "change/chg1", MatterState.INVITED, 0, NOON)

    async def by_id(self, _: PartyId) -> Party:
        return self.party

    async def of_party(self, _: PartyId) -> tuple[Invitation, ...]:
        return (self.invitation,)

    async def of_holder(self, _: PartyId) -> tuple[Matter, ...]:
        return (self.matter,)


def an_offer(item: str, *changed: str, source: str = "市场主体登记系统") -> Offer:
    day, last = date(2026, 11, 10), date(2026, 12, 10)
    return Offer(
        ItemCode(item),
        "bank:w1" if item in WATER else f"bank:{item}",
        "body",
        day,
        last,
        "r@1",
        NOON,
        source=source,
        changed=changed,
    )


@pytest.fixture(scope="module")
def catalogue() -> TomlCatalogue:
    return shipped()


async def shown(catalogue: TomlCatalogue, party: Party, *offers: Offer) -> Shown:
    known = Known(party, offers)
    return await ComposeShown(known, catalogue)(known.invitation)  # type: ignore[arg-type] # reads parties only


async def title(catalogue: TomlCatalogue, *offers: Offer) -> str:
    known = Known(ENTERPRISE, offers)
    list_matters = ListMatters(known, known, catalogue, HandClock())  # type: ignore[arg-type] # reads these only
    [line] = await list_matters(ENTERPRISE.party_id)
    return line.title


async def test_a_renaming_says_the_new_public_name_when_and_by_which_register(
    catalogue: TomlCatalogue,
) -> None:
    said = await shown(catalogue, ENTERPRISE, an_offer(BUILDING, "name"))

    [why] = said.why
    assert why.text == (
        "贵单位的名称已于2026年11月10日变更登记为“青岛新虚构建设集团有限公司”，"
        "建筑业企业资质证书需要办理变更，最晚2026年12月10日提出申请。"
    )
    assert (why.source, said.version) == ("市场主体登记系统", "invitation-2")


async def test_each_item_says_its_own_field(catalogue: TomlCatalogue) -> None:
    said = await shown(
        catalogue, ENTERPRISE, an_offer(WATER[0], "responsible"), an_offer(WATER[1], "address")
    )

    assert [why.text.partition("已于")[0] for why in said.why] == [
        "贵单位的法定代表人（负责人）",
        "贵单位的住所",
    ]


async def test_an_offer_of_before_names_the_register_it_came_from_then(catalogue: TomlCatalogue) -> None:
    said = await shown(catalogue, ENTERPRISE, an_offer("wg-15-minban-renewal", source=""))

    assert said.why[0].source == "社会组织登记系统"


async def test_a_person_is_addressed_as_one_and_masked(catalogue: TomlCatalogue) -> None:
    said = await shown(catalogue, PERSON, an_offer("sample-99-person-renewal", source="电子证照库"))

    assert said.party_name == "甲**"
    assert said.why[0].text.startswith("您的样例从业资格证有效期至")


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ([(BUILDING, "name")], "登记信息变更（名称），建筑业企业资质证书待变更"),
        (
            [(BUILDING, "name"), ("wg-02-design-change", "name"), ("wg-04-supervision-change", "name")],
            "登记信息变更（名称），涉及3张证照",
        ),
        (
            [(WATER[0], "responsible"), (WATER[1], "address")],
            "登记信息变更（法定代表人（负责人）、住所），集中式供水单位卫生许可证2项",
        ),
    ],
)
async def test_the_first_screen_says_in_one_line_what_a_change_asks_for(
    catalogue: TomlCatalogue, offers: list[tuple[str, str]], expected: str
) -> None:
    assert await title(catalogue, *(an_offer(item, field) for item, field in offers)) == expected
