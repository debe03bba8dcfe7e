"""The kind of holder (持证主体): who licences are issued to, and which of them have a 营业执照."""

from enum import StrEnum


class HolderKind(StrEnum):
    """持证主体; USCC authority and type 51, 52, 53, 91, 92, 93, 12, 11, N."""

    PERSON = "自然人"
    SOCIAL_GROUP = "社会团体"
    PRIVATE_NON_ENTERPRISE = "民办非企业单位"
    FOUNDATION = "基金会"
    ENTERPRISE = "企业"
    SOLE_TRADER = "个体工商户"
    COOPERATIVE = "农民专业合作社"
    PUBLIC_INSTITUTION = "事业单位"
    STATE_ORGAN = "机关"
    VILLAGE_COLLECTIVE = "村集体"


HAVE_BUSINESS_LICENCE = frozenset({HolderKind.ENTERPRISE, HolderKind.SOLE_TRADER, HolderKind.COOPERATIVE})
"""Whom 市场主体登记 registers: 市场主体登记管理条例 (国务院令第746号) §2; §21: each gets a 营业执照."""
