"""How the ways of old and new certificates are said on the form (申报表单) and on paper."""

from collections.abc import Mapping
from types import MappingProxyType

PICKUP, COURIER = "pickup", "courier"  # the two ways that need a person's address
RETURN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        PICKUP: "上门收取",
        "self_post": "自寄",
        "counter": "窗口交回",
        "lost_declaration": "遗失声明",
        "none": "无需交回",
    }
)
DELIVERY_WORDS: Mapping[str, str] = MappingProxyType(
    {COURIER: "快递送达", "counter": "窗口领取", "electronic_only": "仅电子证照"}
)
BY_PERSON = "本人填写"
BY_MINI_PROGRAM = "本人在小程序提供"  # the number they let us have: to be reached by, proves nothing
