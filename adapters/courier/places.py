"""An address (地址) in the parts carriers ask for: 省, 市, 县 and the rest.

Source: names as GB/T 2260 has them; below the four 直辖市 there is no other city.
"""

import re
from dataclasses import dataclass

from domain.kernel.refusal import Refused

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_PROVINCE = r"(?P<province>[^省市区]{2,8}?(?:省|自治区|特别行政区))"
_CITY = r"(?P<city>[^市州盟区县旗]{1,10}?(?:自治州|地区|市|州|盟))"
_COUNTY = r"(?P<county>市?[^市区县旗省]{1,12}?(?:自治县|自治旗|林区|特区|新区|市|区|县|旗))"
_PLACE = re.compile(f"{_PROVINCE}{_CITY}{_COUNTY}(?P<rest>.+)")
_MUNICIPAL = re.compile(f"(?P<province>{'|'.join(MUNICIPALITIES)})(?:市辖区)?{_COUNTY}(?P<rest>.+)")


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    province: str
    city: str
    county: str
    rest: str


def split(address: str) -> Place:
    """Raises Refused: a carrier that wants the parts does not come to an address that has none."""
    plain = "".join(address.split())
    if found := _MUNICIPAL.fullmatch(plain):
        return Place(found["province"], found["province"], found["county"], found["rest"])
    found = _PLACE.fullmatch(plain)
    if found is None:
        raise Refused("courier", "address-not-split")
    return Place(found["province"], found["city"], found["county"], found["rest"])
