"""What a copy of one's data (个人信息副本) reads of the party itself: one question for each kind of row."""

from collections.abc import Mapping

from adapters.postgres.held_kind import HeldKind, these
from adapters.postgres.held_wishes import WISHES

PARTY = (
    HeldKind(
        "identity",
        "身份和名称",
        "SELECT id AS row, kind, holder_kind, number_kind, name, number, seen_at FROM parties"
        " WHERE id = %(party)s",
        {"name": "parties.name", "number": "parties.number"},
    ),
    HeldKind(
        "represents",
        "登记机关说您代表的单位",
        "SELECT p.id AS row, a.capacity, p.name AS organisation, a.as_of FROM authorities a"
        " JOIN parties p ON p.id = a.party_id WHERE a.person_id = %(person)s ORDER BY a.as_of",
        {"organisation": "parties.name"},
        personal=True,
    ),
    HeldKind(
        "registers",
        "最近一次向登记机关核对",
        "SELECT asked_at FROM register_answers WHERE person_id = %(person)s",
        personal=True,
    ),
    HeldKind(
        "phones",
        "登录手机号",
        "SELECT id AS row, phone, linked_at, first_seen_at, signed_in_at FROM phone_accounts"
        " WHERE person_id = %(person)s ORDER BY id",
        {"phone": "phone_accounts.phone"},
        personal=True,
    ),
    HeldKind(
        "addresses",
        "地址簿",
        "SELECT id AS row, made_at, sealed AS content FROM addresses WHERE person_id = %(person)s"
        " ORDER BY id",
        {"content": "addresses.sealed"},
        personal=True,
    ),
    HeldKind(
        "wechat",
        "绑定的微信账号",
        "SELECT id AS row, openid, unionid, phone, linked_at, first_seen_at, signed_in_at FROM visitors"
        " WHERE person_id = %(person)s ORDER BY id",
        {"openid": "visitors.openid", "unionid": "visitors.unionid", "phone": "visitors.phone"},
        personal=True,
    ),
    HeldKind(
        "followers",
        "关注公众号的微信账号",
        "SELECT id AS row, openid, followed_at FROM followers WHERE ended_at IS NULL AND unionid_index"
        " = ANY(%(unionids)s) ORDER BY id",
        {"openid": "followers.openid"},
        personal=True,
    ),
    HeldKind(
        "sessions",
        "登录记录",
        "SELECT started_at, ends_at, ended_at, ended_why, channel, method, device_words, used_at"
        " FROM sessions WHERE person_id = %(person)s ORDER BY started_at",
        personal=True,
    ),
    HeldKind(
        "app_devices",
        "接收提醒的应用",
        "SELECT platform, bound_at, ended_at FROM app_devices WHERE person_id = %(person)s ORDER BY bound_at",
        personal=True,
    ),
    HeldKind(
        "identity_checks",
        "实人认证记录（不含照片）",
        "SELECT opened_at, state, purpose, verifier, consent_version, passed_at, forgotten_at"
        " FROM identity_checks WHERE person_index = %(index)s ORDER BY opened_at",
        personal=True,
    ),
    HeldKind(
        "consents",
        "刷脸的同意和撤回",
        "SELECT version, given_at, withdrawn_at FROM consents WHERE person_index = %(index)s"
        " ORDER BY given_at",
        personal=True,
    ),
    HeldKind(
        "alerts",
        "安全提醒",
        "SELECT kind, made_at, told_at, read_at FROM alerts WHERE person_id = %(person)s ORDER BY made_at",
        personal=True,
    ),
    *WISHES,
    HeldKind(
        "visits",
        "窗口和电话办理",
        "SELECT kind, desk, opened_at, ended_at, is_helped FROM visits WHERE party_id = %(party)s"
        " OR (party_id IS NULL AND person_id = %(person)s) ORDER BY opened_at",
    ),
    HeldKind(
        "starts",
        "自己办的申请",
        "SELECT item, asked_at, state, reason, ended_at FROM starts WHERE party_id = %(party)s ORDER BY id",
    ),
    HeldKind(
        "mandates",
        "您给出的授权委托",
        "SELECT items, acts, from_on, until_on, most_cases, source, state, given_at, ended_at FROM mandates"
        " WHERE principal_id = %(party)s ORDER BY drafted_at",
    ),
    HeldKind(
        "mandates_received",
        "您接受的授权委托",
        "SELECT id AS row, agent, items, acts, from_on, until_on, state, given_at, ended_at FROM mandates"
        " WHERE agent_id = %(person)s ORDER BY drafted_at",
        {"agent": "mandates.agent"},
        personal=True,
    ),
    HeldKind(
        "mandate_uses",
        "受托办理的记录",
        "SELECT operation, case_id, at FROM mandate_uses u WHERE u.person_id = %(person)s OR u.mandate_id IN"
        " (SELECT id FROM mandates WHERE principal_id = %(party)s) ORDER BY at",
    ),
    HeldKind(
        "matters",
        "事由",
        "SELECT id AS matter_id, state, opened_at FROM matters WHERE holder_id = %(party)s"
        " ORDER BY opened_at",
    ),
    HeldKind(
        "invitations",
        "办理邀约和答复",
        "SELECT i.matter_id, i.issued_at, i.seen_at, o.item, o.event_date, o.last_day, o.licence_tail,"
        " o.source, o.changed, o.as_of, o.answer FROM invitations i JOIN offers o ON o.invitation_id = i.id"
        " WHERE i.party_id = %(party)s ORDER BY i.issued_at, o.place",
    ),
    HeldKind(
        "notices",
        "发给您的提示",
        "SELECT id AS row, matter_id, channel, template, state, queued_at, sent_at, sealed AS content"
        " FROM notices WHERE matter_id IN :matters AND :texted ORDER BY queued_at",
        {"content": "notices.sealed"},
        only=these("to", "wording"),
    ),
    HeldKind(
        "notices_elsewhere",
        "发给您的提示（小程序消息，或号码不是您的，不列号码）",
        "SELECT id AS row, matter_id, channel, template, state, queued_at, sent_at, sealed AS content"
        " FROM notices WHERE matter_id IN :matters AND NOT :texted ORDER BY queued_at",
        {"content": "notices.sealed"},
        only=these("wording"),
    ),
    HeldKind(
        "calls",
        "电话联络",
        "SELECT id AS row, matter_id, kind, received_at, done_at,"
        " CASE WHEN :ringing THEN phone END AS phone FROM calls"
        " WHERE matter_id IN :matters ORDER BY received_at",
        {"phone": "calls.phone"},
    ),
    HeldKind(
        "call_notes",
        "电话联络的结果",
        "SELECT c.matter_id, a.at, a.outcome, a.again_on FROM call_attempts a"
        " JOIN calls c ON c.id = a.call_id WHERE c.matter_id IN :matters ORDER BY a.at",
    ),
    HeldKind(
        "appointments",
        "窗口预约",
        "SELECT id AS row, matter_id, number, counter, day, half, name, phone, booked_at FROM appointments"
        " WHERE matter_id IN :matters ORDER BY day",
        {"name": "appointments.name", "phone": "appointments.phone"},
    ),
    HeldKind(
        "licences",
        "卡包里的证照",
        "SELECT id AS row, status, valid_until, fetched_at, confirmed_at, sealed AS content FROM licences"
        " WHERE holder_id = %(party)s ORDER BY id",
        {"content": "licences.sealed"},
    ),
    HeldKind(
        "wallet",
        "卡包最近一次领取",
        "SELECT asked_at FROM wallets WHERE holder_id = %(party)s",
    ),
    HeldKind(
        "presentations",
        "亮证",
        "SELECT shown_at, redeemed_at FROM presentations WHERE holder_id = %(party)s ORDER BY shown_at",
    ),
    HeldKind(
        "verifications",
        "证照被核验",
        "SELECT l.at, l.organisation, l.purpose, l.result FROM looks l JOIN licences c"
        " ON c.id = l.licence_id WHERE c.holder_id = %(party)s ORDER BY l.at",
    ),
    HeldKind(
        "ratings",
        "好差评",
        "SELECT id AS row, case_id, satisfaction, tags, words, given_at FROM ratings"
        " WHERE party_id = %(party)s ORDER BY given_at",
        {"words": "ratings.words"},
    ),
    HeldKind(
        "grievances",
        "您反映的问题和答复",
        "SELECT id AS row, case_id, kind, field, state, raised_at, answered_at, sealed AS content"
        " FROM grievances WHERE party_id = %(party)s ORDER BY raised_at",
        {"content": "grievances.sealed"},
        only=these("said", "answers"),
        without=these("by"),
    ),
    HeldKind(
        "jumps",
        "从本平台进入部门页面",
        "SELECT department, page, issued_at, used_at FROM gateway_tickets"
        " WHERE %(party)s IN (person_id, party_id) ORDER BY issued_at",
    ),
    HeldKind(
        "accesses",
        "工作人员查阅记录（按用途）",
        "SELECT at, purpose, what, case_id FROM data_accesses WHERE party_id = %(party)s ORDER BY at",
    ),
    HeldKind(
        "evidence",
        "您看到并确认过的内容原文",
        "SELECT id AS row, matter_id, kind, kept_at, sealed AS content FROM evidence"
        " WHERE matter_id IN :matters AND kind IN"
        " ('intent', 'form', 'dispute', 'supplement', 'statement', 'refusal', 'notice') ORDER BY kept_at",
        {"content": "evidence.sealed"},
    ),
    HeldKind(
        "ledger",
        "留痕账（时间、事项、渠道）",
        "SELECT at, kind, matter_id, case_id, channel, level FROM ledger_entries"
        " WHERE party_id = %(party)s OR person_id = %(person)s OR matter_id IN :matters ORDER BY seq",
    ),
    HeldKind(
        "copies",
        "信息副本的申请",
        "SELECT asked_at, state, ready_at, ends_at, fetched_at FROM data_exports"
        " WHERE party_id = %(party)s ORDER BY asked_at",
    ),
    HeldKind(
        "erasures",
        "删除的申请",
        "SELECT asked_at, state, done_at FROM erasures WHERE party_id = %(party)s ORDER BY asked_at",
    ),
)
# a table with a party, a matter or a case in it that no copy reads, and why
LEFT_OUT: Mapping[str, str] = {
    "address_codes": "a keyed digest of a code that opens nothing",
    "shadow_weighings": "how rules not yet in force would have weighed: no part of any decision",
    "instant_reviews": "a clerk's note; what came of it is in the ledger and on the case",
}
