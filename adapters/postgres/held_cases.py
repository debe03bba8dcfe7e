"""What a copy of one's data (个人信息副本) reads of the party's cases: one question for each kind of row."""

from adapters.postgres.held_kind import HeldKind, these

CASES = (
    HeldKind(
        "cases",
        "办件",
        "SELECT id AS case_id, matter_id, item_code, number, capacity, state, intended_at, confirmed_at,"
        " filed_at, accepted_at, decided_at, delivered_at, ended_at, ended_as FROM cases"
        " WHERE party_id = %(party)s ORDER BY intended_at",
    ),
    HeldKind(
        "forms",
        "申报表单",
        "SELECT id AS row, id AS case_id, state, sealed AS content FROM forms WHERE id IN :cases ORDER BY id",
        {"content": "forms.sealed"},
    ),
    HeldKind(
        "materials",
        "申请材料",
        "SELECT id AS row, case_id, key, name, content_type, sm3 FROM material_files"
        " WHERE case_id IN :cases ORDER BY id",
        file="material_files.sealed",
    ),
    HeldKind(
        "supplements",
        "补正通知",
        "SELECT id AS row, case_id, state, asked_at, told_at, days, unit, answered_at, handed_in_at,"
        " sealed AS content FROM supplements WHERE case_id IN :cases ORDER BY asked_at",
        {"content": "supplements.sealed"},
        only=these("reasons", "wanted"),
    ),
    HeldKind(
        "supplement_files",
        "补正材料",
        "SELECT f.id AS row, s.case_id, f.index AS key, f.content_type, f.sm3 FROM supplement_files f"
        " JOIN supplements s ON s.id = f.supplement_id WHERE s.case_id IN :cases ORDER BY f.id",
        file="supplement_files.sealed",
    ),
    HeldKind(
        "promises",
        "承诺",
        "SELECT id AS row, case_id, material_name, kind, state, signed_at, days, brought_at, checked_at,"
        " sealed AS content FROM promises WHERE case_id IN :cases ORDER BY signed_at",
        {"content": "promises.sealed"},
        only=these("text"),
    ),
    HeldKind(
        "promised_files",
        "承诺后补的材料",
        "SELECT f.id AS row, p.case_id, p.material AS key, p.content_type, p.sm3 FROM promised_files f"
        " JOIN promises p ON p.id = f.id WHERE p.case_id IN :cases ORDER BY f.id",
        file="promised_files.sealed",
    ),
    HeldKind(
        "proposals",
        "按规则自动提出的办理建议和所用的信息",
        "SELECT id AS row, case_id, state, rules_version, made_at, sealed AS content FROM proposals"
        " WHERE case_id IN :cases ORDER BY made_at",
        {"content": "proposals.sealed"},
        only=these("rules", "inputs"),
    ),
    HeldKind(
        "decisions",
        "审批结果",
        "SELECT id AS row, case_id, result, decided_at, sealed AS content FROM decisions"
        " WHERE case_id IN :cases ORDER BY decided_at",
        {"content": "decisions.sealed"},
    ),
    HeldKind(
        "documents",
        "审批文书",
        "SELECT id AS row, case_id, kind AS key, 'application/pdf' AS content_type, sealed_at, sm3"
        " FROM documents WHERE case_id IN :cases ORDER BY id",
        file="documents.sealed",
    ),
    HeldKind(
        "clock_stops",
        "暂停计时",
        "SELECT case_id, reason, document_number, since, until FROM clock_stops"
        " WHERE case_id IN :cases ORDER BY since",
    ),
    HeldKind(
        "clock_extensions",
        "延长办理期限",
        "SELECT id AS case_id, days, unit, document_number, state, decided_on FROM clock_extensions"
        " WHERE id IN :cases ORDER BY id",
    ),
    HeldKind(
        "case_requests",
        "撤回和退件的申请",
        "SELECT case_id, kind, state, reason, asked_at FROM case_requests"
        " WHERE case_id IN :cases ORDER BY asked_at",
    ),
    HeldKind(
        "signatures",
        "手写签名的时间",
        "SELECT case_id, signed_at, desk, used_at FROM signatures WHERE case_id IN :cases ORDER BY signed_at",
    ),
    HeldKind(
        "rechecks",
        "抽查复核和您要求的复核",
        "SELECT id AS row, case_id, state, drawn_at, asked_at, asked, judged_at FROM rechecks"
        " WHERE case_id IN :cases ORDER BY drawn_at",
        {"asked": "rechecks.asked"},
    ),
    HeldKind(
        "revocations",
        "撤销程序和您的陈述",
        "SELECT id AS row, case_id, basis, state, prepared_at, hear_until, decided_at, revoked_at,"
        " sealed AS content FROM revocations WHERE case_id IN :cases ORDER BY prepared_at",
        {"content": "revocations.sealed"},
        only=these("reasons", "statement", "remedies"),
        without=these("taken_by"),
    ),
    HeldKind(
        "shipments",
        "证照寄送",
        "SELECT id AS row, case_id, direction, way, state, carrier, waybill, planned_at, pickup_day,"
        " delivered_at, scanned_at, sealed AS content FROM shipments"
        " WHERE case_id IN :cases ORDER BY planned_at",
        {"content": "shipments.sealed"},
        only=these("sender", "receiver", "pieces", "events", "handed_to"),
        without=these("text", "code"),  # a courier writes their own name and number there
    ),
    HeldKind(
        "results",
        "向监管部门报送的审批结果",
        "SELECT case_id, kind, day, state FROM results WHERE case_id IN :cases ORDER BY made_at",
    ),
    HeldKind(
        "archives",
        "归档",
        "SELECT case_id, part, archived_at, until FROM archives WHERE case_id IN :cases ORDER BY archived_at",
    ),
)
