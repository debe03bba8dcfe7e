"""The cast of the sandbox city (演示城市人物): who is due, who is not and why; plainly invented."""

from dataclasses import dataclass

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Story:
    """One organisation. `phone` None: the responsible person's own; else what the register has."""

    name: str
    organisation: str
    kind: str
    issuer: str
    expires_in_days: int
    address: str = "山东省青岛市莱西市虚构路1号"
    status: str = "01"
    duplicates: int = 2
    phone: str | None = None
    scope: str = "章程所定业务（演示）"
    supervisor: str = "莱西市虚构业务主管局"


_UNIT, _SOCIETY, _FUND = "民办非企业单位", "社会团体", "基金会"

CAST = (
    Story(
        "journey",
        "莱西市晨光艺术培训学校",
        _UNIT,
        "莱西",
        60,
        address="山东省青岛市莱西市虚构路18号",
        scope="音乐、舞蹈、美术培训",
        supervisor="莱西市虚构教育主管局",
    ),
    Story("due-but-denied", "莱西市远帆职业技能培训中心", _UNIT, "莱西", 55),
    Story("no-usable-contact", "莱西市静水养老服务中心", _UNIT, "莱西", 58, phone=""),
    Story("landline-only", "莱西市老槐树社区服务站", _UNIT, "莱西", 63, phone="0532-00000017"),
    Story("due", "莱西市小满幼儿园", _UNIT, "莱西", 45, duplicates=1),
    Story("due", "莱西市谷雨康复中心", _UNIT, "莱西", 71, duplicates=3),
    Story("due", "莱西市秋实图书馆", _UNIT, "莱西", 88),
    Story("due-last-day", "莱西市冬至社会工作服务中心", _UNIT, "莱西", 30),
    Story("too-late", "莱西市立春儿童发展中心", _UNIT, "莱西", 12),
    Story("expires-today", "莱西市雨水科普馆", _UNIT, "莱西", 0),
    Story("expired", "莱西市惊蛰农业技术服务中心", _UNIT, "莱西", -1),
    Story("expired", "莱西市清明书画院", _UNIT, "莱西", -40),
    Story("expired", "莱西市夏至体育俱乐部", _UNIT, "莱西", -400),
    Story("not-yet-due", "莱西市小暑养老院", _UNIT, "莱西", 200),
    Story("not-yet-due", "莱西市大暑护理院", _UNIT, "莱西", 365),
    Story("not-yet-due", "莱西市处暑培训学校", _UNIT, "莱西", 900),
    Story("not-yet-due", "莱西市白露幼儿园", _UNIT, "莱西", 1400),
    Story("not-yet-due", "莱西市寒露托育中心", _UNIT, "莱西", 1700, duplicates=1),
    Story("revoked", "莱西市霜降培训中心", _UNIT, "莱西", 60, status="07"),
    Story("cancelled", "莱西市立冬民俗馆", _UNIT, "莱西", 62, status="04"),
    Story("withdrawn", "莱西市小雪陶艺馆", _UNIT, "莱西", 64, status="03"),
    Story("out-of-scope", "即墨区潮生幼儿园", _UNIT, "即墨", 60, address="山东省青岛市即墨区虚构路2号"),
    Story("out-of-scope", "即墨区海晏养老服务中心", _UNIT, "即墨", 61, address="山东省青岛市即墨区虚构路4号"),
    # scope follows the body on the certificate, never an address: these two cross over
    Story("out-of-scope", "即墨区岚山培训学校", _UNIT, "即墨", 66, address="山东省青岛市莱西市虚构路6号"),
    Story("due-elsewhere", "莱西市大寒救援队", _UNIT, "莱西", 67, address="山东省青岛市即墨区虚构路8号"),
    Story("due-society", "莱西市虚构果品行业协会", _SOCIETY, "莱西", 59),
    Story("due-society", "莱西市虚构太极拳协会", _SOCIETY, "莱西", 77),
    Story("not-yet-due-society", "莱西市虚构摄影学会", _SOCIETY, "莱西", 500),
    Story("expired-society", "莱西市虚构集邮协会", _SOCIETY, "莱西", -9),
    Story("out-of-scope-society", "即墨区虚构渔业协会", _SOCIETY, "即墨", 60),
    Story("other-kind", "莱西市虚构助学基金会", _FUND, "莱西", 60, duplicates=1),
    Story("due-pingdu", "平度市虚构葡萄技术服务中心", _UNIT, "平度", 60, supervisor="平度市虚构业务主管局"),
    Story("due-city", "青岛市虚构海洋科普中心", _UNIT, "青岛", 60, supervisor="青岛市虚构业务主管局"),
    Story("not-yet-due-city", "青岛市虚构潮汐研究会", _SOCIETY, "青岛", 800),
)

FOUNDATIONS = (
    # scope follows the body on the certificate: the first lives in 莱西 and is the city's
    Story("foundation-city", "青岛市虚构敬老基金会", _FUND, "青岛", 60, duplicates=1),
    Story(
        "foundation-pingdu",
        "平度市虚构奖教基金会",
        _FUND,
        "平度",
        60,
        address="山东省青岛市平度市虚构路3号",
        duplicates=1,
    ),
    Story("foundation-laixi", "莱西市虚构济困基金会", _FUND, "莱西", 60, duplicates=1),
)
"""Beside the cast, so that its people keep their numbers: emulators remember them."""

LATER_ORGANISATIONS = (
    Story("two-of-three", "莱西市虚构半夏托育中心", _UNIT, "莱西", 60),
    Story("takes-back-early", "莱西市虚构早鸟幼儿园", _UNIT, "莱西", 61),
    Story("takes-back-late", "莱西市虚构回舟培训学校", _UNIT, "莱西", 62),
    Story("answers-late", "莱西市虚构缓缓养老院", _UNIT, "莱西", 63),
    Story("lost-at-home", "莱西市虚构漏斗科普馆", _UNIT, "莱西", 64),
    Story("lost-on-the-way", "莱西市虚构远途康复中心", _UNIT, "莱西", 65),
    Story("filed-away", "莱西市虚构卷宗图书馆", _UNIT, "莱西", 66),
)
"""For ends that are not happy. Their people are the last newcomers: everybody else keeps their numbers."""

PERSON_NAMES = tuple(f"{_STEMS[n % 10]}{_BRANCHES[n % 12]}安" for n in range(len(CAST) + 4))
"""One a story, then the four of EXTRA_PEOPLE; sixty names before the cycle repeats."""

EXTRA_PEOPLE = dict(
    zip(
        PERSON_NAMES[len(CAST) :],
        (
            "普通市民，名下没有待办事项",
            "",  # in the population register, never signs in, leaves no phone
            "晨光艺术培训学校负责人授权的经办人",
            "晨光艺术培训学校的前任负责人：应得到中性拒绝",
        ),
        strict=True,
    )
)
