"""Targets (请求路径): what a client wrote is taken apart, matched, and written anew by us; never passed on.

Source of the tricks it must withstand: RFC 3986 §6.2.2, RFC 9112 §3.2, OWASP API7:2023.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote

from domain.gateway.plan import Parameter
from domain.gateway.refusals import GatewayNotAllowed

LONGEST, LONGEST_VALUE = 2048, 200
PATTERN = re.compile(r"(?:\[[A-Za-z0-9_.:一-龥-]+\](?:\{[0-9]{1,3}(?:,[0-9]{1,3})?\})?|[A-Za-z0-9_-])+")
"""The language of patterns: classes and counts. Nothing in it can match a slash or take long to fail."""

_NAME = re.compile(r"\{([A-Za-z][A-Za-z0-9]*)\}")
_RAW = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})*")
# what some server on the way may read as an end, a separator, another directory or another escape
_TREACHEROUS = frozenset("/\\;%?#@&")


def names_in(template: str) -> tuple[str, ...]:
    return tuple(_NAME.findall(template))


def segments_of(template: str) -> tuple[str, ...]:
    """«/progress/{caseNo}» → «progress», «{caseNo}»; nothing for «»."""
    return tuple(template.split("/")[1:])


def read_path(path: str, template: str, parameters: Iterable[Parameter]) -> Mapping[str, str]:
    """The parameters in a raw path. A fixed part must be there letter by letter, not percent-encoded.

    Raises GatewayNotAllowed.
    """
    if len(path) > LONGEST:
        raise GatewayNotAllowed("path-too-long")
    given, wanted = segments_of(path), segments_of(template)
    if len(given) != len(wanted) or (path and not path.startswith("/")):
        raise GatewayNotAllowed("path")
    found: dict[str, str] = {}
    for raw, part in zip(given, wanted, strict=True):
        if name := _NAME.fullmatch(part):
            found[name[1]] = _decoded(raw)
        elif raw != part:
            raise GatewayNotAllowed("path")
    return check_values(found, parameters)


def read_query(query: str, parameters: Iterable[Parameter]) -> Mapping[str, str]:
    """Every pair at most once, its name declared; a plus is no space. Raises GatewayNotAllowed."""
    if len(query) > LONGEST:
        raise GatewayNotAllowed("query-too-long")
    declared = tuple(parameters)
    found: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        raw_name, equals, raw_value = pair.partition("=")
        if not equals or "+" in raw_value or raw_name in found:
            raise GatewayNotAllowed("query")
        found[raw_name] = _decoded(raw_value)
    known = {parameter.name for parameter in declared}
    if not found.keys() <= known:
        raise GatewayNotAllowed("query")
    return check_values(found, [parameter for parameter in declared if parameter.name in found])


def check_values(values: Mapping[str, str], parameters: Iterable[Parameter]) -> Mapping[str, str]:
    """Exactly these, each of its form. Raises GatewayNotAllowed."""
    patterns = {parameter.name: parameter.pattern for parameter in parameters}
    if values.keys() != patterns.keys():
        raise GatewayNotAllowed("parameters")
    for name, value in values.items():
        is_plain = value not in {".", ".."} and len(value) <= LONGEST_VALUE
        if not is_plain or not _compiled(patterns[name]).fullmatch(value):
            raise GatewayNotAllowed(f"parameter {name}")
    return values


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with each value encoded by us."""
    return _NAME.sub(lambda name: quote(values[name[1]], safe=""), template)


def write_query(values: Mapping[str, str]) -> str:
    """By name, as both signing schemes want it: what is signed is what is sent."""
    return "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in sorted(values.items()))


def _decoded(raw: str) -> str:
    """Once, strictly. Raises GatewayNotAllowed."""
    if not raw or not _RAW.fullmatch(raw):
        raise GatewayNotAllowed("not-plain")
    try:
        text = re.sub("%(..)", lambda hit: chr(int(hit[1], 16)), raw).encode("latin-1").decode()
    except UnicodeDecodeError:
        raise GatewayNotAllowed("not-utf-8") from None
    if _TREACHEROUS & set(text) or not text.isprintable() or unicodedata.normalize("NFKC", text) != text:
        raise GatewayNotAllowed("treacherous")
    return text


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)
