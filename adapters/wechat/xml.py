"""The XML of a push (消息推送的 XML): one element «xml» with fields in it, and nothing else XML can do.

The standard library's expat, by hand: a DOCTYPE ends the reading where it begins, so there is no entity to
expand, no file and no address to fetch; size, depth and number of fields are bounded. defusedxml wraps the
same parser with the same handlers for trees we do not need.
"""

from collections.abc import Mapping
from typing import NoReturn
from xml.parsers import expat

from domain.kernel.callbacks import SignatureWrong

MOST_BYTES, MOST_FIELDS, DEEPEST = 64 * 1024, 64, 4
ROOT = "xml"


def fields(content: bytes) -> Mapping[str, str]:
    """The text of each field directly below the root; what is nested deeper is passed over.

    Raises SignatureWrong: whatever it is, the platform sends no such thing.
    """
    if len(content) > MOST_BYTES:
        raise SignatureWrong("push-malformed")
    reading = _Reading()
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = reading.begin, reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.ProcessingInstructionHandler = parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise SignatureWrong("push-malformed") from None
    return reading.found


class _Reading:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        del attributes
        self._path.append(name)
        if len(self._path) > DEEPEST or self._path[0] != ROOT:
            _refuse()
        if len(self._path) == 2:  # noqa: PLR2004 - the root and the field
            # said twice is said by two
            if name in self.found or len(self.found) == MOST_FIELDS:
                _refuse()
            self.found[name] = ""

    def end(self, name: str) -> None:
        del name
        self._path.pop()

    def text(self, text: str) -> None:
        if len(self._path) == 2:  # noqa: PLR2004 - as above
            self.found[self._path[1]] += text


def _refuse(*told: object) -> NoReturn:
    del told
    raise SignatureWrong("push-malformed")
