"""Which carrier may carry what: an organ's own documents go with the post alone."""

import pytest

from domain.catalogue.paperwork import DocumentClass
from domain.shipments.carriers import (
    CARRIERS,
    EMS,
    LAWFUL,
    SHUNFENG,
    CarrierNotAllowed,
    check_carrier,
    lawful,
)
from domain.shipments.states import Way
from domain.usecases.parcel_view import parcel_view
from tests.support.catalogue import shipped
from tests.unit.shipments.test_shipment import a_shipment


def test_every_class_of_document_has_its_row() -> None:
    assert set(LAWFUL) == set(DocumentClass)
    assert all(may <= set(CARRIERS) for may in LAWFUL.values())


def test_an_organs_own_document_goes_with_the_post_alone() -> None:
    assert lawful(DocumentClass.DECISION) == {EMS}
    with pytest.raises(CarrierNotAllowed):
        check_carrier(SHUNFENG, (DocumentClass.CERTIFICATE, DocumentClass.DECISION))


def test_a_class_nobody_wrote_down_goes_with_the_post_alone() -> None:
    assert lawful("还没有写进表里的") == {EMS}


def test_a_certificate_goes_with_either() -> None:
    for carrier in CARRIERS:
        check_carrier(carrier, (DocumentClass.CERTIFICATE,))


def test_no_shipped_item_names_a_carrier_that_may_not() -> None:
    for item in shipped().all():
        for carriage in item.carriers:
            assert carriage.carrier in lawful(carriage.document_class), item.code


def test_what_is_an_organs_own_decision_on_paper_says_so() -> None:
    """认定书 and 批件 are documents of the organ; 许可证, 登记证书, 资质证书 and 凭证 are certificates."""
    for item in shipped().all():
        is_document = item.resulting_licence_type.endswith(("认定书", "批件", "决定书", "通知书"))
        assert (item.paper_class is DocumentClass.DECISION) == is_document, item.code


@pytest.mark.parametrize(
    ("document_class", "carriers"),
    [(DocumentClass.CERTIFICATE, (EMS, SHUNFENG)), (DocumentClass.DECISION, (EMS,))],
)
def test_who_posts_it_themselves_is_offered_the_carriers_that_may(
    document_class: DocumentClass, carriers: tuple[str, ...]
) -> None:
    shipment = a_shipment()
    by_us = parcel_view(shipment, document_class).carriers
    shipment.way = Way.SELF_POST

    assert (by_us, parcel_view(shipment, document_class).carriers) == ((), carriers)
