"""The emulated approval back-end: materials in, the old certificate back, sealed documents out."""

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature

from tests.sandbox.approval.back_end import CITY, PIECES, TASK, BackEnd, verify_seal
from tests.sandbox.public_bodies import Listener, until


async def test_a_material_counts_when_its_bytes_are_the_declared_ones(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    wrong = await back_end.put(case_no, b"the application forn")
    right = await back_end.put(case_no)
    again = await back_end.put(case_no)

    assert (wrong.code, right.code, again.code) == ("4220", "0", "0")
    assert right.data["materialsMissing"] == []


@pytest.mark.parametrize("index", ["1", "x", "999"])
async def test_a_material_never_declared_is_unknown(back_end: BackEnd, index: str) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    assert (await back_end.put(case_no, index=index)).code == "4040"


async def test_nothing_is_accepted_while_a_material_is_missing(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "accept"})

    assert answer.status == 400
    assert (await back_end.case(case_no))["status"] == "已提交"


async def test_no_decision_before_the_old_certificate_is_back_piece_by_piece(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case(oldCertificate="before-decision", oldPieces=PIECES)
    granting = {"caseNo": case_no, "outcome": "grant"}
    await back_end.surrender(case_no, PIECES[:2])
    early = await back_end.control("/__decide", granting)

    await back_end.surrender(case_no, PIECES)

    assert early.status == 400
    assert (await back_end.control("/__decide", granting)).json == {"status": "办结-准予"}


async def test_a_certificate_with_another_number_is_not_the_one_declared(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case(oldCertificate="before-decision", oldPieces=PIECES)

    other_number = await back_end.surrender(case_no, [PIECES[0] | {"number": "别的号"}])
    other_piece = await back_end.surrender(case_no, [PIECES[0] | {"serial": 2}])

    assert (other_number.code, other_piece.code) == ("4220", "4220")
    assert all(piece["scannedAt"] is None for piece in (await back_end.case(case_no))["originals"])


async def test_what_is_known_to_be_lost_is_not_waited_for(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case(oldCertificate="before-decision", oldPieces=PIECES)
    granting = {"caseNo": case_no, "outcome": "grant"}
    await back_end.surrender(case_no, PIECES[:2])
    early = await back_end.control("/__decide", granting)

    nothing = await back_end.surrender(case_no, [])
    told = await back_end.surrender(case_no, PIECES[:2], lost=PIECES[2:])

    assert (early.status, nothing.code, told.code) == (400, "4000", "0")
    assert (await back_end.control("/__decide", granting)).json == {"status": "办结-准予"}


async def test_a_case_that_needs_no_surrender_takes_none(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()

    assert (await back_end.surrender(case_no, PIECES)).code == "4092"


async def test_every_step_leaves_a_sealed_document(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    listed = (await back_end.call("GET", f"/api/v1/cases/{case_no}/documents")).data

    assert [paper["kind"] for paper in listed] == ["accepted", "decision-granted"]
    certificate = (await back_end.call("GET", "/api/v1/seal-certificate")).data
    assert certificate["bodyCode"] == TASK.body.uscc
    for paper in listed:
        got = await back_end.call("GET", f"/api/v1/documents/{paper['docId']}")
        assert got.body.startswith(b"%PDF-")
        assert (len(got.body), hashlib.new("sm3", got.body).hexdigest()) == (paper["size"], paper["sm3"])
        assert got.headers["X-Seal-Body"] == TASK.body.uscc
        verify_seal(certificate, got)


async def test_an_altered_document_does_not_carry_its_seal(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    paper = (await back_end.case(case_no))["documents"][0]
    certificate = (await back_end.call("GET", "/api/v1/seal-certificate")).data
    await back_end.control("/__mode", {"mode": "bad_seal"})

    got = await back_end.call("GET", f"/api/v1/documents/{paper['docId']}")

    with pytest.raises(InvalidSignature):
        verify_seal(certificate, got)


async def test_each_body_seals_with_its_own_key(back_end: BackEnd) -> None:
    keys = {
        (await back_end.call("GET", "/api/v1/seal-certificate", query={"bodyCode": body.uscc})).data[
            "publicKey"
        ]
        for body in CITY.bodies
    }
    stranger = await back_end.call("GET", "/api/v1/seal-certificate", query={"bodyCode": "x"})

    assert len(keys) == len(CITY.bodies)
    assert stranger.code == "4040"


async def test_a_decision_that_was_served_has_a_sealed_receipt_and_the_case_stays_decided(
    told: BackEnd, listener: Listener
) -> None:
    case_no = await told.accepted_case()
    await told.control("/__decide", {"caseNo": case_no, "outcome": "deny"})

    await told.control("/__decide", {"caseNo": case_no, "outcome": "serve"})

    await until(lambda: len(listener.got) == 3)
    assert (listener.got[2]["status"], listener.got[2]["seq"]) == ("已送达", 3)
    assert (await told.case(case_no))["status"] == "办结-不予"
    papers = (await told.call("GET", f"/api/v1/cases/{case_no}/documents")).data
    assert [paper["kind"] for paper in papers] == ["accepted", "decision-denied", "service-receipt"]


async def test_nothing_is_served_before_it_is_decided(told: BackEnd) -> None:
    case_no = await told.accepted_case()

    assert (await told.control("/__decide", {"caseNo": case_no, "outcome": "serve"})).status == 400


async def test_every_step_can_be_asked_for_as_it_was_pushed(told: BackEnd, listener: Listener) -> None:
    case_no = await told.accepted_case()
    await told.control("/__decide", {"caseNo": case_no, "outcome": "deny"})
    await until(lambda: len(listener.got) == 2)

    assert (await told.call("GET", f"/api/v1/cases/{case_no}/steps")).data == listener.got
    assert (await told.call("GET", "/api/v1/cases/N-0/steps")).code == "4040"
