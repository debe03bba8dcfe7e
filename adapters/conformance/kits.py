"""Every port with its vendors (各端口的供应商): what `palm conformance` knows and `make test` runs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from adapters.conformance.approval.envelope import KIT as BACK_END_BEHIND_THE_ENVELOPE
from adapters.conformance.bank_elements.envelope import KIT as BANK_ELEMENTS_IN_THE_ENVELOPE
from adapters.conformance.courier.ems import KIT as COURIERS_OF_EMS
from adapters.conformance.courier.kuaidi100 import KIT as COURIERS_OF_KUAIDI100
from adapters.conformance.courier.sf import KIT as COURIERS_OF_SF
from adapters.conformance.directory.shandong import KIT as DIRECTORY_OF_SHANDONG
from adapters.conformance.e_licence.envelope import KIT as E_LICENCE_IN_THE_ENVELOPE
from adapters.conformance.enterprise_register.data_sharing import KIT as ENTERPRISES_BY_DATA_SHARING
from adapters.conformance.face.aliyun import KIT as FACE_OF_ALIYUN
from adapters.conformance.face.tencent import KIT as FACE_OF_TENCENT
from adapters.conformance.face.wechat import KIT as FACE_OF_WECHAT
from adapters.conformance.gateway.gateway_hmac import KIT as BACK_ENDS_BY_GATEWAY_HMAC
from adapters.conformance.gateway.national_exchange import KIT as BACK_ENDS_BY_NATIONAL_EXCHANGE
from adapters.conformance.licence_bank.shandong import KIT as LICENCE_BANK_OF_SHANDONG
from adapters.conformance.network_identity.envelope import KIT as NETWORK_IDENTITY_IN_THE_ENVELOPE
from adapters.conformance.push.emas import KIT as PUSHES_OF_EMAS
from adapters.conformance.rating.province import KIT as RATINGS_OF_THE_PROVINCE
from adapters.conformance.registers.data_sharing import KIT as REGISTERS_BY_DATA_SHARING
from adapters.conformance.regulator.envelope import KIT as REGULATOR_IN_THE_ENVELOPE
from adapters.conformance.sms.aliyun import KIT as SMS_OF_ALIYUN
from adapters.conformance.sms.tencent import KIT as SMS_OF_TENCENT
from adapters.conformance.subscribe_message.wechat import KIT as SUBSCRIBE_MESSAGES_OF_WECHAT
from adapters.conformance.template_message.official_account import KIT as TEMPLATE_MESSAGES_OF_WECHAT
from adapters.conformance.unified_identity.province import KIT as IDENTITY_OF_THE_PROVINCE
from adapters.conformance.vendor import VendorKit
from adapters.conformance.wechat.wechat import KIT as MINI_PROGRAM_OF_WECHAT

Kits: TypeAlias = Mapping[str, tuple[VendorKit[Any], ...]]

KITS: Kits = MappingProxyType(
    {
        # kind: (vendor, …)
        "gateway": (BACK_ENDS_BY_GATEWAY_HMAC, BACK_ENDS_BY_NATIONAL_EXCHANGE),
        "regulator": (REGULATOR_IN_THE_ENVELOPE,),
        "network-identity": (NETWORK_IDENTITY_IN_THE_ENVELOPE,),
        "bank-elements": (BANK_ELEMENTS_IN_THE_ENVELOPE,),
        "push": (PUSHES_OF_EMAS,),
        "approval": (BACK_END_BEHIND_THE_ENVELOPE,),
        "e-licence": (E_LICENCE_IN_THE_ENVELOPE,),
        "wechat": (MINI_PROGRAM_OF_WECHAT,),
        "subscribe-message": (SUBSCRIBE_MESSAGES_OF_WECHAT,),
        "template-message": (TEMPLATE_MESSAGES_OF_WECHAT,),
        "unified-identity": (IDENTITY_OF_THE_PROVINCE,),
        "rating": (RATINGS_OF_THE_PROVINCE,),
        "courier": (COURIERS_OF_KUAIDI100, COURIERS_OF_SF, COURIERS_OF_EMS),
        "enterprise-register": (ENTERPRISES_BY_DATA_SHARING,),
        "registers": (REGISTERS_BY_DATA_SHARING,),
        "directory": (DIRECTORY_OF_SHANDONG,),
        "licence-bank": (LICENCE_BANK_OF_SHANDONG,),
        "face": (FACE_OF_ALIYUN, FACE_OF_TENCENT, FACE_OF_WECHAT),
        "sms": (SMS_OF_ALIYUN, SMS_OF_TENCENT),
    }
)
