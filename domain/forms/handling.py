"""How a case may be handled (办理方式), where its item offers a choice: by rules at once, or by staff."""

from collections.abc import Mapping
from types import MappingProxyType

INSTANT, STAFF = "instant", "staff"
HANDLING_WORDS: Mapping[str, str] = MappingProxyType({INSTANT: "即时办理（秒批）", STAFF: "由工作人员办理"})
HANDLING_MODES = (INSTANT, STAFF)
