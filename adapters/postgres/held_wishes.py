"""What a copy of one's data (个人信息副本) reads of what somebody wished for on their own phone."""

from adapters.postgres.held_kind import HeldKind

WISHES = (
    HeldKind(
        "preferences",
        "提醒方式、免打扰时段和语言",
        "SELECT muted, quiet_starts, quiet_ends, language, changed_at FROM preferences WHERE id = %(person)s",
        personal=True,
    ),
    HeldKind(
        "card_orders",
        "卡片的顺序",
        "SELECT p.id AS row, p.name AS party, o.licences FROM card_orders o"
        " JOIN parties p ON p.id = o.party_id WHERE o.person_id = %(person)s ORDER BY o.id",
        {"party": "parties.name"},
        personal=True,
    ),
)
