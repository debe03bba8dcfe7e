"""The item as its file says it: scope, law, last day, window."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.catalogue.holder_kind import HolderKind
from domain.catalogue.item import (
    IssuingBody,
    Item,
    Kind,
    LegalBasis,
    Limit,
    LimitUnit,
    Payer,
    Status,
    Timing,
)
from domain.catalogue.paperwork import (
    CertificatePolicy,
    DeliveryMode,
    FieldKind,
    FieldSource,
    FormField,
    Material,
    MaterialSource,
    Necessity,
    OldCertificate,
    ReturnMode,
)
from domain.catalogue.rule import Event, Rule
from domain.kernel.ids import ItemCode

TWENTY_DAYS = Limit(20, LimitUnit.WORKING_DAY)
RENEWAL = Timing((60, 30, 7), TWENTY_DAYS, TWENTY_DAYS, apply_before_days=30)
CHANGE = Timing((20, 5), TWENTY_DAYS, TWENTY_DAYS, due_after_change_days=30)
TODAY = date(2026, 11, 21)
LAIXI, JIMO = "11370285MB9990012C", "11370215MB9990039P"


def an_item(**differences: object) -> Item:
    item = Item(
        code=ItemCode("a-renewal"),
        name="到期换发",
        version=1,
        status=Status.LIVE,
        kind=Kind.REPLACEMENT,
        holder_kinds=(HolderKind.PRIVATE_NON_ENTERPRISE,),
        licence_type="登记证书",
        resulting_licence_type="登记证书",
        approval_route="city",
        payer=Payer.GOVERNMENT,
        face_needed=True,
        notice_template="renewal-due",
        promise_text="truthfulness-1",
        legal_basis=(LegalBasis("条例", "国务院令第251号", date(1998, 10, 25)),),
        issuing_bodies=(IssuingBody(LAIXI, "莱西市行政审批局", 4),),
        rule=Rule("expiry", 1, Event.EXPIRY, "SELECT"),
        timing=RENEWAL,
        fields=(),
        materials=(),
        old_certificate=OldCertificate(
            CertificatePolicy.NONE, (ReturnMode.NONE,), pieces_from_register=False
        ),
        delivery_modes=(DeliveryMode.ELECTRONIC_ONLY,),
        carriers=(),
    )
    return replace(item, **differences)  # type: ignore[arg-type] # names and types are the test's to get right


def a_field(**differences: object) -> FormField:
    field = FormField(
        key="name",
        label="单位名称",
        kind=FieldKind.TEXT,
        source=FieldSource.REGISTER,
        required=True,
        locked=True,
        subject_of_item=True,
        deferrable=False,
        source_field="name",
    )
    return replace(field, **differences)  # type: ignore[arg-type] # as above


def a_material(**differences: object) -> Material:
    material = Material("form", "申请表", MaterialSource.GENERATED, Necessity.REQUIRED, deferrable=False)
    return replace(material, **differences)  # type: ignore[arg-type] # as above


def test_scope_is_the_code_of_the_body_on_the_licence() -> None:
    item = an_item()

    covered = item.covers(LAIXI), item.covers(JIMO), item.covers("370285"), item.covers("")

    assert covered == (True, False, False, False)


def test_a_renewal_is_applied_for_until_thirty_days_before_the_licence_ends() -> None:
    last_day = an_item().last_day_to_apply(date(2027, 1, 20))

    assert last_day == date(2026, 12, 21)


def test_a_change_is_reported_within_its_days_after_it_happened() -> None:
    item = an_item(rule=Rule("change", 1, Event.CHANGE, "SELECT"), timing=CHANGE)

    assert item.last_day_to_apply(date(2026, 11, 1)) == date(2026, 12, 1)


def test_the_window_of_a_renewal_reaches_from_licences_ending_today_to_the_first_rung() -> None:
    today = date(2026, 11, 21)
    item = an_item()

    asked = item.rule_parameters(today)

    assert asked["window_from"] == today
    assert asked["window_until"] == today + timedelta(days=90)
    assert item.last_day_to_apply(date(2027, 2, 19)) - timedelta(days=60) == today


def test_the_window_of_a_change_looks_back_beyond_the_limit() -> None:
    today = date(2026, 11, 21)

    asked = an_item(rule=Rule("change", 1, Event.CHANGE, "SELECT"), timing=CHANGE).rule_parameters(today)

    assert asked["window_from"] == today - timedelta(days=30 + 365)
    assert asked["window_until"] == today


def test_an_item_is_in_force_from_the_first_day_of_its_youngest_basis() -> None:
    bases = (LegalBasis("条例", "甲", date(1998, 10, 25)), LegalBasis("办法", "乙", date(2027, 1, 1)))
    item = an_item(legal_basis=bases)

    days = date(2026, 12, 31), date(2027, 1, 1)
    assert [item.is_in_force(day, in_sandbox=False) for day in days] == [False, True]
    assert [item.is_offered(day, in_sandbox=True) for day in days] == [False, True]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DRAFT])
def test_a_cancelled_or_draft_item_is_never_in_force(status: Status) -> None:
    assert not an_item(status=status).is_in_force(TODAY, in_sandbox=True)


def test_an_item_with_something_unconfirmed_tells_nobody_outside_the_sandbox() -> None:
    complete, unconfirmed = an_item(), an_item(unconfirmed=("timing.promised",))

    assert complete.is_offered(TODAY, in_sandbox=False)
    assert not unconfirmed.is_offered(TODAY, in_sandbox=False)
    assert unconfirmed.is_offered(TODAY, in_sandbox=True)


def test_a_sample_lives_in_the_sandbox_only() -> None:
    sample = an_item(status=Status.SAMPLE)

    assert sample.is_offered(TODAY, in_sandbox=True)
    assert not sample.is_in_force(TODAY, in_sandbox=False)


def test_an_item_is_for_the_kinds_of_holders_it_names_and_no_other() -> None:
    item = an_item(holder_kinds=(HolderKind.ENTERPRISE, HolderKind.SOLE_TRADER))

    assert [item.is_for(kind) for kind in ("企业", "个体工商户", "事业单位", "")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "contradiction",
    [
        {"due_after_change_days": 30},
        {"apply_before_days": None},
        {"notice_ladder_days": ()},
        {"notice_ladder_days": (7, 30)},
        {"notice_ladder_days": (30, 30)},
        {"notice_ladder_days": (30, -1)},
        {"promised": Limit(21, LimitUnit.WORKING_DAY)},
        {"promised": Limit(0, LimitUnit.WORKING_DAY)},
    ],
)
def test_times_that_contradict_each_other_are_refused(contradiction: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(RENEWAL, **contradiction)  # type: ignore[arg-type] # as above


@pytest.mark.parametrize(
    "contradiction",
    [
        {"source_field": None},
        {"source": FieldSource.PERSON},
        {"source": FieldSource.PERSON, "source_field": None},
        {"choices": ("甲",)},
        {"kind": FieldKind.CHOICE},
        {"deferrable": True},
        {"max_length": 0},
    ],
)
def test_a_field_no_form_could_honour_is_refused(contradiction: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        a_field(**contradiction)


@pytest.mark.parametrize(
    "contradiction",
    [
        {"deferrable": True},
        {"necessity": Necessity.DEFERRABLE},
        {"defer_working_days": 10},
        {"deferrable": True, "necessity": Necessity.DEFERRABLE, "source": MaterialSource.PERSON},
        {"deferrable": True, "necessity": Necessity.DEFERRABLE, "defer_working_days": 10},
    ],
)
def test_only_what_a_person_owes_may_come_later_and_only_for_so_long(
    contradiction: dict[str, object],
) -> None:
    with pytest.raises(ValueError, match=r"."):
        a_material(**contradiction)


@pytest.mark.parametrize(
    ("policy", "modes"),
    [
        (CertificatePolicy.NONE, (ReturnMode.PICKUP,)),
        (CertificatePolicy.SWAP_AT_DOOR, (ReturnMode.NONE,)),
        (CertificatePolicy.SWAP_AT_DOOR, ()),
        (CertificatePolicy.BEFORE_DECISION, (ReturnMode.PICKUP, ReturnMode.NONE)),
        (CertificatePolicy.COUNTER, (ReturnMode.COUNTER, ReturnMode.PICKUP)),
    ],
)
def test_ways_back_that_contradict_the_policy_are_refused(
    policy: CertificatePolicy, modes: tuple[ReturnMode, ...]
) -> None:
    with pytest.raises(ValueError, match=r"return_modes|counter"):
        OldCertificate(policy, modes, pieces_from_register=True)
