"""Answers about a business licence (电子营业执照) that no emulator would give, and what is made of them."""

from collections.abc import Mapping

from adapters.conformance.e_licence.suite import GIVEN, UNTIL
from domain.identity.outside_sign_in import LicenceHolder
from domain.kernel.authorisation import Authorisation

Changed = Mapping[str, object]

SOME = Authorisation("EA-00000001", ("wg-01-construction", "wg-20-bookshop"), UNTIL)
A_CHIEF: Changed = {
    "uscc": "91370283MA990001X3",
    "organisation": "平度市虚构书香书店有限公司",
    "kind": "企业",
    "holder": {"name": "乙丑宁", "idNumber": "999999190001010007"},
    "role": "法定代表人",
}
MORE: Changed = {"items": ["wg-20-bookshop", "wg-01-construction", "x"], "until": "2027-01-03"}
TOLD: tuple[tuple[str, Authorisation, Changed, bool], ...] = (
    ("theirs", SOME, {}, True),
    ("for all now", SOME, {"items": ["*"]}, True),
    ("for more", SOME, MORE, True),
    ("not for all", GIVEN, {}, False),
    ("for all still", GIVEN, {"items": ["*"]}, True),
    ("an item less", SOME, {"items": ["wg-20-bookshop"]}, False),
    ("for nothing of some", SOME, {"items": []}, False),
    ("for nothing of all", GIVEN, {"items": []}, False),
    ("a day less", SOME, {"until": "2027-01-01"}, False),
    ("another one", SOME, {"authorisationId": "EA-00000002"}, False),
    ("said no", SOME, {"authorised": False}, False),
    ("another organisation", SOME, {"uscc": "91370283MA990001X3"}, False),
    ("another person", SOME, {"idNumber": "370285196001059983"}, False),
)
UNCLEAR: Mapping[str, Changed] = {
    "an agent of nobody": {"role": "办事人"},
    "an office by leave": {
        "role": "法定代表人",
        "authorisation": {"authorisationId": "EA-1", "items": [], "until": "2027-01-01"},
    },
    "no number": {
        "role": "办事人",
        "authorisation": {"authorisationId": "", "items": [], "until": "2027-01-01"},
    },
    "a long number": {
        "role": "办事人",
        "authorisation": {"authorisationId": "E" * 65, "items": [], "until": "2027-01-01"},
    },
    "another kind": {"kind": "宗教活动场所"},
    "no id number": {"holder": {"name": "乙丑宁"}},
}


def stands(agent: LicenceHolder) -> dict[str, object]:
    """The house's yes to SOME."""
    return {
        "uscc": agent.organisation_number.reveal(),
        "idNumber": agent.number.reveal(),
        "authorised": True,
        "authorisationId": "EA-00000001",
        "items": ["wg-01-construction", "wg-20-bookshop"],
        "until": "2027-01-02",
    }
