"""The pilot list's items (首批试点清单) as the sandbox city publishes them: by whom, with what result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.sandbox.city_facts import Body, Task
from adapters.sandbox.public_codes import make_uscc

DEFINER = make_uscc("11", "100000", "MB999900")  # stands for the ministry that defines the certificates
_CITY, _PINGDU, _LAIXI = "青岛", "平度", "莱西"


@dataclass(frozen=True, slots=True)
class Published:
    """One item; `serial` ends its 实施编码, `licence` that of the licence it results in."""

    serial: str
    name: str
    bodies: tuple[str, ...]
    licence: str


# 6 and 7 (粮食收购) are not published: the permit was abolished in 2021
ITEMS = (
    Published("801", "建筑业企业资质简单变更", (_CITY,), "801"),
    Published("802", "工程设计企业资质变更", (_CITY,), "802"),
    Published("803", "工程勘察企业资质变更", (_CITY,), "803"),
    Published("804", "工程监理企业资质变更", (_CITY,), "804"),
    Published("805", "施工图审查机构认定变更", (_CITY,), "805"),
    Published("808", "电影放映单位变更主要登记事项备案", (_CITY,), "808"),
    Published("809", "集中式供水单位卫生许可变更法人", (_CITY,), "809"),
    Published("810", "集中式供水单位卫生许可变更名称", (_CITY,), "809"),
    Published("811", "集中式供水单位卫生许可变更注册地址、供水地址门牌号(非迁移)", (_CITY,), "809"),
    Published("812", "涉水产品许可证变更注册地址、生产地址(路名、路牌)", (_CITY,), "812"),
    Published("813", "涉水产品许可证变更申请单位和实际生产企业名称", (_CITY,), "812"),
    Published(
        "814",
        "消毒产品生产企业变更:单位名称、法定代表人(负责人)、注册地址、生产地址路名、门牌号(非迁移厂址)",
        (_CITY,),
        "814",
    ),
    Published("818", "经营性人力资源服务机构从事职业中介活动许可延续", (_PINGDU, _LAIXI), "818"),
    Published("819", "经营性人力资源服务机构开展人力资源服务业备案", (_PINGDU, _LAIXI), "819"),
    Published("820", "从事出版物零售业务变更法定代表人或经营负责人", (_PINGDU,), "820"),
    Published("990", "样例从业资格证到期换发", (_LAIXI, _PINGDU, _CITY), "990"),
)
LICENCE_NAMES: Mapping[str, str] = {
    "801": "建筑业企业资质证书",
    "802": "工程设计资质证书",
    "803": "工程勘察资质证书",
    "804": "工程监理资质证书",
    "805": "施工图设计文件审查机构认定书",
    "806": "粮食收购许可证",
    "808": "电影放映经营许可证",
    "809": "集中式供水单位卫生许可证",
    "812": "涉及饮用水卫生安全产品卫生许可批件",
    "814": "消毒产品生产企业卫生许可证",
    "818": "人力资源服务许可证",
    "819": "人力资源服务备案凭证",
    "820": "出版物经营许可证",
    "901": "民办非企业单位登记证书",
    "902": "社会团体法人登记证书",
    "903": "基金会法人登记证书",
    "990": "样例从业资格证",
}
"""By the serial of their 证照类型代码. The sample (样例) is nobody's real licence."""

LICENCE_TYPES: Mapping[str, str] = {DEFINER + serial: name for serial, name in LICENCE_NAMES.items()}


def task(body: Body, serial: str, name: str, licence: str) -> Task:
    level = "3" if body.division.endswith("00") else "4"
    # 地方码 37, 类型 01 (行政许可), the rest from a block no real list uses
    return Task(f"{body.uscc}{level}370199999{serial}", name, body, DEFINER + licence)


def tasks(bodies: Mapping[str, Body]) -> Iterable[Task]:
    """`bodies` by the first two characters of their names."""
    for item in ITEMS:
        for name in item.bodies:
            yield task(bodies[name], item.serial, item.name, item.licence)
