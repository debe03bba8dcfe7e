"""The carriers (承运商): our names for them, which are kuaidi100's too, and what people call them."""

from collections.abc import Mapping
from types import MappingProxyType

CARRIERS: Mapping[str, str] = MappingProxyType({"ems": "中国邮政速递（EMS）", "shunfeng": "顺丰速运"})
