"""Enterprises that joined the sandbox city later (后来入城的企业): after the others, who keep their numbers.

Emulators remember people and licences by those numbers.
"""

from adapters.sandbox.city_enterprise_cast import NAME, RESPONSIBLE, SOMEBODY_ELSE, TRADER, Firm

_SIDE_BY_SIDE = ("东门", "西门", "南门", "北门", "上河", "下河", "前山", "后山", "左岸")

LATER = (
    Firm(
        "by-hand",
        "青岛市虚构从容建筑有限公司",
        ("801",),
        ("370202", "山东省青岛市市南区虚构路61号"),
        {NAME: "青岛市虚构匆忙建筑有限公司"},
        7,
    ),
    Firm(
        "bookshop-in-wechat",
        "平度市虚构晓读书店有限公司",
        ("820",),
        ("370283", "山东省青岛市平度市虚构路62号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        5,
        issuer="平度",
        is_former_on_file=True,
        has_agent=True,
    ),
    Firm(
        "bookshop-sold-again",
        "平度市虚构夜航书店有限公司",
        ("820",),
        ("370283", "山东省青岛市平度市虚构路63号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        5,
        issuer="平度",
        is_former_on_file=True,
    ),
    Firm(
        "keypad-shop",
        "平度市虚构慢读书店",
        ("820",),
        ("370283", "山东省青岛市平度市虚构路64号"),
        {RESPONSIBLE: SOMEBODY_ELSE},
        5,
        issuer="平度",
        kind=TRADER,
    ),
    # nothing has happened to these: a register that renames them makes a campaign (推送) of its own
    *(
        Firm(
            "renamed-together",
            f"青岛市虚构{word}建筑有限公司",
            ("801",),
            ("370202", f"山东省青岛市市南区虚构路{number}号"),
        )
        for number, word in enumerate(_SIDE_BY_SIDE, start=71)
    ),
    Firm(
        "granted-wrongly",
        "青岛市虚构右岸建筑有限公司",
        ("801",),
        ("370202", "山东省青岛市市南区虚构路80号"),
    ),
    # 容缺后补: one keeps the promise, one forgets it; of the third item the law keeps promises away
    Firm(
        "keeps-the-promise",
        "莱西市虚构守信人力资源有限公司",
        ("818",),
        ("370285", "山东省青岛市莱西市虚构路82号"),
        issuer="莱西",
        expires_in_days=60,
    ),
    Firm(
        "forgets-the-promise",
        "莱西市虚构善忘人力资源有限公司",
        ("818",),
        ("370285", "山东省青岛市莱西市虚构路83号"),
        issuer="莱西",
        expires_in_days=60,
    ),
    Firm(
        "may-not-promise",
        "青岛市虚构明渠供水有限公司",
        ("809",),
        ("370213", "山东省青岛市李沧区虚构路84号"),
        {NAME: "青岛市虚构暗渠供水有限公司"},
        7,
    ),
)
