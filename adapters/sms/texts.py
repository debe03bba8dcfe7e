"""The approved texts (短信模板) of the office, as every operator's adapter words them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.kernel.refusal import Refused

SYSTEM = "sms"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class SmsTemplate:
    """An approved template: the vendor's code and its text with ${variables}, without the signature."""

    code: str
    text: str


class Texts:
    """`templates`: our names to one vendor's; `sign_name` without its 【】."""

    def __init__(self, sign_name: str, templates: Mapping[str, SmsTemplate]) -> None:
        self.sign_name, self._templates = sign_name, templates

    def code(self, template: str) -> str:
        """The vendor's code of our template. Raises Refused."""
        return self._known(template).code

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """The whole text. Raises Refused: no such template, or a value is missing."""
        known = self._known(template)
        if not set(_VARIABLE.findall(known.text)) <= values.keys():
            raise Refused(SYSTEM, "template-variable-missing")
        return f"【{self.sign_name}】" + _VARIABLE.sub(lambda found: values[found[1]], known.text)

    def in_order(self, template: str, values: Mapping[str, str]) -> list[str]:
        """The values by where their variables stand, for vendors who number them. Raises Refused."""
        names = dict.fromkeys(_VARIABLE.findall(self._known(template).text))
        if not names.keys() <= values.keys():
            raise Refused(SYSTEM, "template-variable-missing")
        return [values[name] for name in names]

    def _known(self, template: str) -> SmsTemplate:
        found = self._templates.get(template)
        if found is None or not found.code:
            raise Refused(SYSTEM, "template-unknown")
        return found
