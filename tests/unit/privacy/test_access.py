"""The access log's codes: each has words, and the queries know all of them."""

import re
from uuid import uuid4

import pytest

from adapters.postgres.accesses import SOURCES
from adapters.postgres.seen import WHOSE
from bff.http.accessing import THINGS
from domain.kernel.ids import CaseId, MatterId, PartyId
from domain.privacy.access import ByKind, Purpose, Shown, Subject, Thing
from domain.usecases.list_accesses import KINDS
from domain.usecases.note_access import _finest


@pytest.mark.parametrize("code", [*Purpose, *Shown])
def test_what_for_and_what_was_seen_is_said_in_chinese(code: Purpose | Shown) -> None:
    assert re.fullmatch(r"[\u4e00-\u9fff（），、]+", code.words)


def test_who_looks_is_named_by_kind_where_nothing_better_is_known() -> None:
    assert set(KINDS) == set(ByKind)


def test_every_thing_an_answer_may_be_about_leads_to_whose_it_is() -> None:
    asked = set(re.findall(r"thing = '(\w+)'", WHOSE))

    assert asked == {str(thing) for thing in Thing}
    assert set(THINGS.values()) | {Thing.PARTY, Thing.SAMPLE} == set(Thing)


def test_what_other_tables_tell_is_told_in_codes_of_the_list() -> None:
    told = "".join(SOURCES)

    kinds = set(re.findall(r"'([\w-]+)', (?:l\.organisation|department|''|s\.carrier)", told))
    purposes = set(re.findall(r"'([\w-]+)', '\[", told))
    shown = set(re.findall(r"\[\"(\w+)\"\]", told))

    assert kinds == set(ByKind) - {ByKind.STAFF}
    assert purposes == {Purpose.SIGN_ON, Purpose.FILING, Purpose.DELIVERY}  # a verifier says their own
    assert shown < set(Shown)


def test_a_case_says_of_which_matter_and_whose_it_is() -> None:
    party, other = PartyId(uuid4()), PartyId(uuid4())
    matter, second, case = MatterId(uuid4()), MatterId(uuid4()), CaseId(uuid4())
    of_case, of_second = Subject(party, matter, case), Subject(party, second)

    left = _finest([Subject(party), Subject(party, matter), of_case, of_second, Subject(other)])

    assert left == (of_case, of_second, Subject(other))
