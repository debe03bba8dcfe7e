"""Templates (消息模板) as they stand in the platform's console, and what they say with our values in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.wechat.values import fitting
from domain.kernel.refusal import Refused

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PAGE = re.compile(r"[A-Za-z0-9_][\x21-\x7e]{0,1023}")


@dataclass(frozen=True, slots=True)
class WechatField:
    """One line of a template: its key («thing1»), what stands before it, and our text with ${variables}."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class WechatTemplate:
    """A template chosen in the platform's console; all of its fields, in their order there."""

    template_id: str
    title: str
    fields: tuple[WechatField, ...]


class Wordings:
    """Our names of templates to the platform's. `system` is named when one is refused."""

    def __init__(self, system: str, templates: Mapping[str, WechatTemplate]) -> None:
        self._system, self._templates = system, templates

    def known(self, template: str) -> WechatTemplate:
        """Raises Refused."""
        known = self._templates.get(template)
        if known is None:
            raise Refused(self._system, "template-unknown")
        return known

    def data(self, template: str, values: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """The fields as the platform wants them. Raises Refused."""
        return {key: {"value": value} for key, value in self._filled(self.known(template), values).items()}

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """What the person reads. Raises Refused."""
        known = self.known(template)
        data = self._filled(known, values)
        return "\n".join((known.title, *(f"{line.label}：{data[line.key]}" for line in known.fields)))

    def check_page(self, page: str) -> None:
        """Raises Refused for what is no path inside a mini-program."""
        if _PAGE.fullmatch(page) is None:
            raise Refused(self._system, "page-malformed")

    def _filled(self, known: WechatTemplate, values: Mapping[str, str]) -> dict[str, str]:
        """Every field's value as it is sent. Raises Refused, naming the field and never the value."""
        data = {}
        for line in known.fields:
            if not set(_VARIABLE.findall(line.text)) <= values.keys():
                raise Refused(self._system, "template-variable-missing")
            value = fitting(line.key, _VARIABLE.sub(lambda found: values[found[1]], line.text))
            if value is None:
                raise Refused(self._system, f"value-malformed-{line.key}")
            data[line.key] = value
        return data
