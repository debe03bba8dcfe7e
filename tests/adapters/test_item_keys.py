"""Each key of an item: one that contradicts another, is unknown or not honoured is named."""

from pathlib import Path

import pytest

from tests.adapters.item_files import (
    ABOLISHED,
    INSTANT,
    TASK_CODE,
    TASK_KEY,
    problems,
    with_changes,
)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('code = "wg-15-minban-renewal"', 'code = "WG 15"', "code", "hyphens"),
        ('kind = "换发"', 'kind = "变更"', "rule.event", "does not fit"),
        ('kind = "换发"', 'kind = "换发"\nsignature = "seal"', "signature", "Invalid enum value"),
        ('event = "expiry"', 'event = "change"', "timing", "apply_before_days"),
        ("apply_before_days = 30", "apply_before_days = -1", "timing", "from 0"),
        ("apply_before_days = 30\n", "", "timing", "exactly one"),
        ('key = "uscc"', 'key = "address"', "fields", "address twice"),
        ('key = "uscc"', 'key = "信用代码"', "fields[2].key", "lower-case"),
        ('source = "generated"', 'source = "shared"', "materials", "generated"),
        ('document_class = "证照"', 'document_class = "决定文书"', "carriers", "证照"),
        (
            '["pickup", "self_post", "counter", "lost_declaration"]',
            '["pickup", "pickup"]',
            "old_certificate.return_modes",
            "twice",
        ),
        ('    "timing",', '    "timming",', "unconfirmed", "timming"),
        ("[[legal_basis]]\n", "[[old_basis]]\n", "old_basis", "not known"),
        (TASK_CODE, TASK_CODE.replace("A4", "A3"), TASK_KEY, "level"),
        (TASK_CODE, TASK_CODE.replace("A43701", "A43799"), TASK_KEY, "item type"),
        (f'task_code = "{TASK_CODE}"', 'task_code = " "', TASK_KEY, "empty"),
        (
            "pieces_from_register = true",
            'pieces_from_register = "yes"',
            "old_certificate.pieces_from_register",
            "",
        ),
        ("originals,", "original,", "rule.sql", "line 8, column 5"),
        (
            'event = "expiry"',
            'event = "expiry"\nnot_moved_only = true',
            "rule.not_moved_only",
            "event change",
        ),
        ("FROM licences", "FROM changes", "rule.sql", "event expiry goes with licences"),
        ('status = "live"', 'status = "cancelled"', "abolished_by", "names the act"),
        ("[rule]", f"{ABOLISHED}[rule]", "status", "only be cancelled"),
        ("[guide]", "[guides]", "guide", "is missing"),
        ('synonyms = ["民非", ', 'synonyms = ["民非", "民非", ', "synonyms", "twice"),
        (
            'source_field = "funds_fen"',
            'source_field = "funds"',
            "fields[6].source_field",
            "funds is nothing",
        ),
        (
            'source_field = "number"',
            'source_field = "uscc"',
            "fields[8].source_field",
            "nothing licence says",
        ),
        ('source_field = "uscc"', 'source_field = "number"', "fields[2].source_field", "natural person"),
        ('["民办非企业单位"]', '["自然人"]', "fields[2].source_field", "organisation"),
        (
            'document_class = "决定文书"\ncarrier = "ems"',
            'document_class = "决定文书"\ncarrier = "shunfeng"',
            "carriers[2].carrier",
            "邮政法",
        ),
        (
            'resulting_licence_type = "民办非企业单位登记证书"',
            'resulting_licence_type = "别的证书"',
            "resulting_licence_type",
            "another type",
        ),
        ('    "timing",', '    "timing",\n    "instant_authorisation",', "unconfirmed", "says nothing"),
    ],
)
def test_keys_that_contradict_each_other_are_named(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    with_changes(tmp_path, (old, new))

    found = problems(tmp_path)

    assert any(where == key and words in what for where, what in found), found


@pytest.mark.parametrize(
    ("authorisation", "key", "words"),
    [
        (INSTANT.replace("at_most", "one_of"), "rules[1]", "does not fit"),
        (INSTANT.replace("value = 0", 'value = ["0"]'), "rules[1]", "takes a whole number"),
        (INSTANT.replace("form.disputed_count", "form.mood"), "rules[1].field", "form.mood"),
        (INSTANT.partition("[[")[0] + "rules = []\n", "rules", "is empty"),
    ],
)
def test_an_authorisation_nobody_could_decide_by_is_named(
    tmp_path: Path, authorisation: str, key: str, words: str
) -> None:
    with_changes(tmp_path, ("[rule]", f"{authorisation}[rule]"))

    found = problems(tmp_path)

    assert any(where == f"instant_authorisation.{key}" and words in what for where, what in found), found


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            'notice_template = "renewal-due"',
            'notice_template = "renewal-dew"',
            "notice_template",
            "it is renewal-due or registration-changed",
        ),
        ('promise_text = "truthfulness-1"', 'promise_text = "truthfulness-2"', "promise_text", "not known"),
        ('approval_route = "city"', 'approval_route = "province"', "approval_route", "it is city"),
        (
            'document_class = "证照"\ncarrier = "ems"',
            'document_class = "证照"\ncarrier = "pigeon"',
            "carriers[1].carrier",
            "it is ems or shunfeng",
        ),
        ("face_needed = true", "face_needed = false", "face_needed", "not honoured yet"),
        (
            "pieces_from_register = true",
            "pieces_from_register = false",
            "old_certificate.pieces_from_register",
            "not honoured yet",
        ),
    ],
)
def test_what_the_house_does_not_know_or_honour_is_named(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    with_changes(tmp_path, (old, new))

    [(where, what)] = problems(tmp_path)

    assert where == key
    assert words in what
