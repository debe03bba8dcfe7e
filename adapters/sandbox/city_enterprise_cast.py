"""The enterprises of the sandbox city (演示城市企业): what changed, who holds what; plainly invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ENTERPRISE, TRADER = "企业", "个体工商户"
NAME, RESPONSIBLE, ADDRESS, SCOPE = "name", "responsible", "address", "business_scope"
SOMEBODY_ELSE = "somebody else"  # the former responsible person is cast when the city is built
FAR = 1100  # days a licence runs on when the story is not about its end


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise as it stands now; `before` tells what its one change replaced.

    `place` is a division and an address in it; `licences` are serials of 证照类型代码.
    """

    story: str
    name: str
    licences: tuple[str, ...]
    place: tuple[str, str]
    before: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    days_ago: int = 0
    issuer: str = "青岛"
    kind: str = ENTERPRISE
    expires_in_days: int = FAR
    scope: str = "依法须经批准的项目，经批准后开展（演示）"
    former_division: str = ""  # empty: the change stayed within the division
    is_former_on_file: bool = False
    has_agent: bool = False


def _street(division: str, district: str, text: str) -> tuple[str, str]:
    return division, f"山东省青岛市{district}{text}"


def _licang(text: str) -> tuple[str, str]:
    return _street("370213", "李沧区", text)


def _shinan(text: str) -> tuple[str, str]:
    return _street("370202", "市南区", text)


STORIES = (
    Firm(
        "renamed-builder",
        "青岛市虚构海月建设集团有限公司",
        ("801", "802", "804"),
        _shinan("虚构路21号"),
        {NAME: "青岛市虚构海月建筑工程有限公司"},
        10,
    ),
    Firm(
        "bookshop",
        "平度市虚构书香书店有限公司",
        ("820",),
        _street("370283", "平度市", "虚构路8号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        5,
        issuer="平度",
        is_former_on_file=True,
        has_agent=True,
    ),
    # the permit is abolished: neither its end nor the new name makes anything due
    Firm(
        "grain",
        "莱西市虚构丰穗粮油有限公司",
        ("806",),
        _street("370285", "莱西市", "虚构路66号"),
        {NAME: "莱西市虚构丰穗粮站有限公司"},
        10,
        expires_in_days=60,
    ),
    Firm(
        "road-renamed",
        "青岛市虚构清源供水有限公司",
        ("809",),
        _licang("九水东路12号"),
        {ADDRESS: _licang("九水路12号")[1]},
        7,
    ),
    Firm(
        "moved",
        "青岛市虚构甘泉供水有限公司",
        ("809",),
        _street("370214", "城阳区", "虚构路9号"),
        {ADDRESS: _licang("虚构路31号")[1]},
        8,
        former_division="370213",
    ),
    Firm(
        "door-and-responsible",
        "青岛市虚构润物供水有限公司",
        ("809",),
        _licang("虚构路35号"),
        {ADDRESS: _licang("虚构路33号")[1], RESPONSIBLE: SOMEBODY_ELSE},
        6,
    ),
)

# one for each live item, of which the change or the end makes exactly that item due
HAPPY = (
    Firm(
        "happy-01",
        "青岛市虚构一诺建筑有限公司",
        ("801",),
        _shinan("虚构路41号"),
        {NAME: "青岛市虚构一言建筑有限公司"},
        7,
    ),
    Firm(
        "happy-02",
        "青岛市虚构二月设计院有限公司",
        ("802",),
        _shinan("虚构路42号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        8,
    ),
    Firm(
        "happy-03",
        "青岛市虚构三山勘察有限公司",
        ("803",),
        _shinan("虚构路43号"),
        {NAME: "青岛市虚构三水勘察有限公司"},
        9,
    ),
    Firm(
        "happy-04",
        "青岛市虚构四方监理有限公司",
        ("804",),
        _shinan("虚构路44号"),
        {ADDRESS: _licang("虚构路4号")[1]},
        6,
        former_division="370213",
    ),
    Firm(
        "happy-05",
        "青岛市虚构五维审图有限公司",
        ("805",),
        _shinan("虚构路45号"),
        {NAME: "青岛市虚构五色审图有限公司"},
        5,
    ),
    Firm(
        "happy-08",
        "青岛市虚构八音影院有限公司",
        ("808",),
        _shinan("虚构路48号"),
        {NAME: "青岛市虚构八月影院有限公司"},
        7,
    ),
    Firm(
        "happy-09",
        "青岛市虚构九泉供水有限公司",
        ("809",),
        _licang("虚构路49号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        8,
    ),
    Firm(
        "happy-10",
        "青岛市虚构十里供水有限公司",
        ("809",),
        _licang("虚构路50号"),
        {NAME: "青岛市虚构十方供水有限公司"},
        9,
    ),
    Firm(
        "happy-11",
        "青岛市虚构百川供水有限公司",
        ("809",),
        _licang("虚构东路51号"),
        {ADDRESS: _licang("虚构路51号")[1]},
        6,
    ),
    Firm(
        "happy-12",
        "青岛市虚构千流净水设备有限公司",
        ("812",),
        _licang("虚构路52号甲"),
        {ADDRESS: _licang("虚构路52号")[1]},
        5,
    ),
    Firm(
        "happy-13",
        "青岛市虚构万泓净水设备有限公司",
        ("812",),
        _licang("虚构路53号"),
        {NAME: "青岛市虚构万顷净水设备有限公司"},
        7,
    ),
    Firm(
        "happy-14",
        "青岛市虚构安洁消毒用品有限公司",
        ("814",),
        _licang("虚构路54号"),
        {NAME: "青岛市虚构安净消毒用品有限公司"},
        8,
    ),
    Firm(
        "happy-18",
        "莱西市虚构良才人力资源有限公司",
        ("818",),
        _street("370285", "莱西市", "虚构路58号"),
        issuer="莱西",
        expires_in_days=60,
    ),
    Firm(
        "happy-19",
        "平度市虚构广聚人力资源有限公司",
        ("818",),
        _street("370283", "平度市", "虚构路59号"),
        {SCOPE: "职业中介活动"},
        9,
        issuer="平度",
        scope="职业中介活动；人力资源服务外包；人力资源培训",
    ),
    Firm(
        "happy-20",
        "平度市虚构墨香图书店",
        ("820",),
        _street("370283", "平度市", "虚构路60号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        6,
        issuer="平度",
        kind=TRADER,
    ),
)
FIRMS = (*STORIES, *HAPPY)
