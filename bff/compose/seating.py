"""Every desk of the office (各窗口), seated on its parts: which vendor is behind a port is not known here."""

from adapters.catalogue.live import LiveCatalogue
from adapters.catalogue.live_search import LiveSearch
from adapters.files.consents import WECHAT, ConsentFile
from adapters.files.counters import CountersFile
from bff.compose.archives import archive_desk
from bff.compose.calls import CallParts, call_desk
from bff.compose.cases import case_desk
from bff.compose.clocks import clock_desk
from bff.compose.core import Core
from bff.compose.counter import CounterParts, counter_desk
from bff.compose.decisions import DecisionParts, decision_desk
from bff.compose.endings import EndingParts, ending_desk
from bff.compose.erasing import ErasingParts, my_data_desk
from bff.compose.figures import figure_desk
from bff.compose.first_counter import first_counter
from bff.compose.forms import form_desk
from bff.compose.gateway import GatewayParts, gateway_desk
from bff.compose.grievances import GrievanceParts, grievance_desk
from bff.compose.identity import IdentityParts, identity_desk
from bff.compose.instant import InstantParts, instant_desk
from bff.compose.item_versions import item_version_desk
from bff.compose.items import items_desk
from bff.compose.mandates import NOBODY, MandateParts, mandate_desk
from bff.compose.notices import notice_desk
from bff.compose.other_ways import OtherWayParts, offered, other_way_desk
from bff.compose.outside import Outside
from bff.compose.places import Places
from bff.compose.preferences import preference_desk
from bff.compose.privacy import PrivacyParts, privacy_desk
from bff.compose.promises import PromiseParts, promise_desk
from bff.compose.screens import screen_desk
from bff.compose.sessions import session_desk
from bff.compose.shipments import shipment_desk, shipment_plans
from bff.compose.shipped import catalogue
from bff.compose.sign_in import SignInParts, sign_in_desk
from bff.compose.staff import staff_desk
from bff.compose.starts import StartParts, start_desk
from bff.compose.supervision import supervision_desk
from bff.compose.supplements import SupplementParts, supplement_desk
from bff.compose.telling import ways
from bff.compose.today import today_desk
from bff.compose.wallet import WalletParts, wallet_desk
from bff.compose.wechat import wechat_desk
from bff.office import Office
from domain.staff.today import Queue


def seat_office(core: Core, out: Outside, places: Places, *, items: LiveCatalogue | None = None) -> Office:
    """Every desk, on these parts. `items`: the catalogue as somebody read it already, else as shipped."""
    items, calendars = items or LiveCatalogue(catalogue(), core.now), places.calendars
    counters = CountersFile()
    identity = identity_desk(
        core,
        IdentityParts(
            faces=out.face.beside(out.wechat.face),
            mini_program=out.wechat.mini_program,
            social_register=out.registers.holders,
            limits=places.limits,
            tokens=places.tokens,
            consent_texts=ConsentFile(shipped_as=out.face.consent, ways=offered(out.bank, out.network)),
            wechat_consent_texts=ConsentFile(shipped_as=WECHAT, ways=offered(out.bank, None)),
            counters=counters,
            calendars=calendars,
            public_url=places.public_url,
            authorisations=out.e_licence or NOBODY,
            signs_in_by_province=out.unified_identity is not None,
        ),
    )
    counter, search = first_counter(counters), LiveSearch(items, in_sandbox=places.in_sandbox)
    notices = notice_desk(
        core,
        catalogue=items,
        register=out.registers.holders,
        sms=out.sms,
        sms_callbacks=out.sms_callbacks,
        messages=out.wechat.messages,
        wechat_callbacks=out.wechat.callbacks,
        limits=places.limits,
        sms_operators=out.sms_operators,
        sms_price_fen=out.sms_price_fen,
        sms_callback_secret=places.sms_callback_secret,
        quiet=places.quiet,
        in_sandbox=places.in_sandbox,
        more_ways=out.more_ways,
    )
    shipments = shipment_desk(
        core,
        items,
        out.courier,
        identity.check_authority,
        public_url=places.public_url,
    )
    calls = call_desk(core, CallParts(items, calendars, counters, identity.check_authority))
    approval = out.approval
    instant = instant_desk(
        core, InstantParts(items, calendars, identity.check_authority, approval.revocations)
    )
    grievances = grievance_desk(core, GrievanceParts(items, calendars, identity.check_authority))
    clocks = clock_desk(core, items, calendars)
    cases = case_desk(
        core,
        catalogue=items,
        calendars=calendars,
        register=out.registers.holders,
        population=out.registers.population,
        enterprises=out.registers.enterprises,
        counter=counter,
        couriers=out.courier.couriers,
        check_authority=identity.check_authority,
    )
    wallet = wallet_desk(
        core,
        WalletParts(
            bank=out.licence_bank,
            rating=out.rating,
            limits=places.limits,
            catalogue=items,
            checkpoints=places.checkpoints,
            ledger_seal=places.ledger_seal,
            check_authority=identity.check_authority,
            calendars=calendars,
        ),
    )
    return Office(
        staff=staff_desk(core, places.limits, places.passwords, items),
        today=today_desk(
            core,
            items,
            {
                Queue.DOUBTS: notices.queue_doubts,
                Queue.CALLS: calls.queue_calls,
                Queue.INSTANT: instant.queue_instant,
                Queue.CLOCKS: clocks.queue_clocks,
                Queue.CERTIFICATES: shipments.queue_certificates,
                Queue.GRIEVANCES: grievances.queue_grievances,
            },
        ),
        clocks=clocks,
        notices=notices,
        identity=identity,
        other_ways=other_way_desk(
            core,
            OtherWayParts(
                out.bank, out.network, out.sms, places.limits, places.public_url, places.code_budget
            ),
            identity,
        ),
        sessions=session_desk(core, out.sms, places.tokens, is_pushing=out.push is not None),
        sign_in=sign_in_desk(
            core,
            SignInParts(
                sms=out.sms,
                social_register=out.registers.holders,
                limits=places.limits,
                tokens=places.tokens,
                check_authority=identity.check_authority,
                code_budget=places.code_budget,
                web_view_tickets=places.web_view_tickets,
                public_url=places.public_url,
                unified_identity=out.unified_identity,
                e_licence=out.e_licence,
            ),
        ),
        cases=cases,
        screens=screen_desk(core, cases, wallet, identity.check_authority),
        forms=form_desk(core, out.licence_bank, identity.check_authority, items, places.limits),
        mandates=mandate_desk(
            core, MandateParts(items, identity.check_authority, in_sandbox=places.in_sandbox)
        ),
        shipments=shipments,
        decisions=decision_desk(
            core,
            DecisionParts(
                approval=approval.back_end,
                pushes=approval.pushes,
                steps=approval.steps,
                licence_bank=out.licence_bank,
                catalogue=items,
                plans=shipment_plans(core, items, counter, out.courier.couriers),
                check_authority=identity.check_authority,
                register=out.registers.holders,
                sign_proposal=places.sign_proposal,
                print_paper=places.print_paper,
                calendars=calendars,
            ),
        ),
        items=items_desk(items, core.now, in_sandbox=places.in_sandbox, search=search),
        item_versions=item_version_desk(
            core, items, search.restock, bench=places.bench, in_sandbox=places.in_sandbox
        ),
        starts=start_desk(
            core,
            StartParts(
                catalogue=items,
                register=out.registers.holders,
                analysis=places.analysis,
                limits=places.limits,
                check_authority=identity.check_authority,
                in_sandbox=places.in_sandbox,
            ),
        ),
        supplements=supplement_desk(
            core,
            SupplementParts(approval.back_end, out.licence_bank, calendars, identity.check_authority),
        ),
        promises=promise_desk(
            core, PromiseParts(approval.promises, items, calendars, identity.check_authority)
        ),
        endings=ending_desk(
            core,
            EndingParts(
                approval.back_end,
                items,
                calendars,
                shipment_plans(core, items, counter, out.courier.couriers),
                identity.check_authority,
            ),
        ),
        calls=calls,
        counter=counter_desk(core, CounterParts(out.registers.population, identity.check_authority)),
        figures=figure_desk(
            core,
            catalogue=items,
            calendars=calendars,
            limits=places.limits,
            list_push_lists=notices.list_push_lists,
        ),
        archives=archive_desk(core, places.archives, items),
        supervision=supervision_desk(core, out.regulator, out.regulator_calls),
        gateway=gateway_desk(core, GatewayParts(places.gateway, places.limits, identity.check_authority)),
        my_data=my_data_desk(core, ErasingParts(items, identity.check_authority, places.keeping)),
        preferences=preference_desk(
            core,
            ways(core, out.sms, out.wechat.messages, out.more_ways),
            identity.check_authority,
            places.quiet,
        ),
        privacy=privacy_desk(core, PrivacyParts(items, places.gateway.plan, identity.check_authority)),
        instant=instant,
        grievances=grievances,
        wechat=wechat_desk(core, out.wechat.links, out.official_account, notices, identity),
        wallet=wallet,
    )
