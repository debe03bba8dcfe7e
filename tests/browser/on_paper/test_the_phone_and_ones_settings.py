"""The phone and what somebody wishes for, against the contract's examples: settings, messages, cards."""

import copy
import json
import time

from playwright.sync_api import expect

from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

NAMES = ("登记证书", "食品经营许可证", "营业执照", "卫生许可证", "排水许可证", "道路运输证")


def many_cards(paper: Paper) -> list[str]:
    [card] = paper.example_of("read_wallet")["cards"]
    cards = [
        {**copy.deepcopy(card), "licenceId": f"{card['licenceId'][:-1]}{number}", "name": name}
        for number, name in enumerate(NAMES)
    ]
    cards[-1] |= {"status": "revoked", "statusText": "已撤销"}
    paper.says["read_wallet"] = {"cards": cards}
    return [one["licenceId"] for one in cards]


def test_a_way_and_hours_are_saved_by_themselves(phone: Phone, paper: Paper) -> None:
    before = paper.example_of("read_preferences")
    go(phone, "/settings")
    phone.on("wishes")
    phone.check_screen()

    phone.on("way-app").click()
    [first] = paper.heard("change_preferences")
    phone.on("quiet-ends").select_option("15:00")
    *_, last = paper.heard("change_preferences", 2)

    assert first == {
        "version": before["version"],
        "muted": ["mini-program", "app"],
        "quietHours": before["quietHours"],
        "language": "zh",
    }
    assert last["quietHours"] == {"starts": "12:30", "ends": "15:00"}
    expect(phone.on("saved")).to_contain_text("已保存")


def test_the_last_way_cannot_be_turned_off_and_it_is_said_why(phone: Phone, paper: Paper) -> None:
    told = paper.example_of("read_preferences")
    told["ways"][2] |= {"mayTurnOff": False, "why": "现在只有短信能联系到您，先打开另一种能收到的方式才能关"}
    paper.says["read_preferences"] = told
    go(phone, "/settings")

    expect(phone.on("way-sms")).to_be_disabled()
    expect(phone.on("ways")).to_contain_text("现在只有短信能联系到您")


def test_what_another_tab_changed_is_shown_and_this_change_is_not_laid_over_it(
    phone: Phone, paper: Paper
) -> None:
    go(phone, "/settings")
    phone.on("wishes")
    paper.refuses["change_preferences"] = ["changed-meanwhile"]
    paper.says["read_preferences"] = {**paper.example_of("read_preferences"), "version": 4, "muted": []}

    phone.on("way-app").click()

    expect(phone.on("elsewhere")).to_contain_text("没有存")
    expect(phone.on("way-app")).to_be_checked()
    expect(phone.on("way-mini-program")).to_be_checked()
    assert len(paper.heard("change_preferences")) == 1


def test_the_language_is_the_phones_at_once_and_the_persons_for_the_next(phone: Phone, paper: Paper) -> None:
    go(phone, "/settings")

    phone.on("language-en").click()
    [kept] = paper.heard("change_preferences")

    expect(phone.page.locator("h1")).to_have_text("Settings")
    assert kept["language"] == "en"
    assert phone.page.evaluate("document.documentElement.lang") == "en"
    phone.check_screen()


def test_settings_that_cannot_be_read_leave_the_phones_own_and_the_way_to_all_else(
    phone: Phone, paper: Paper
) -> None:
    paper.refuses["read_preferences"] = ["outside-unavailable"]
    go(phone, "/settings")

    phone.on("problem")
    phone.on("care").click()

    expect(phone.page.locator("body")).to_have_attribute("data-weui-mode", "care")
    phone.on("to-sessions")
    expect(phone.on("sign-out")).to_be_visible()
    assert paper.bodies("change_preferences") == []


def test_only_who_is_signed_out_is_not_offered_to_sign_out(phone: Phone, paper: Paper) -> None:
    paper.refuses["refresh_session"] = ["session-ended"]
    go(phone, "/settings")

    phone.on("check-again")
    expect(phone.page.get_by_test_id("sign-out")).to_have_count(0)


def test_what_was_really_sent_is_read_word_for_word_with_what_tells_a_false_one(
    phone: Phone, paper: Paper
) -> None:
    told = paper.example_of("list_messages")
    [one] = told["messages"]
    gone = {key: value for key, value in one.items() if key not in {"wording", "to"}}
    paper.says["list_messages"] = told
    go(phone, "/messages")

    expect(phone.on("fraud-words")).to_contain_text("从不带链接")
    expect(phone.on(f"message-{one['messageId']}")).to_contain_text(one["wording"])
    expect(phone.on(f"message-{one['messageId']}")).to_contain_text(f"发到 {one['to']}")
    other = {**gone, "messageId": f"{one['messageId'][:-1]}z"}
    paper.says["list_messages"] = {"messages": [other], "partial": True}
    phone.tap("more")

    expect(phone.on(f"message-{other['messageId']}")).to_contain_text("原文已按保存期限删除")
    expect(phone.page.get_by_test_id("more")).to_have_count(0)
    phone.check_screen()
    phone.tap("to-check")
    phone.on("page-message")


def test_one_asks_as_oneself_what_was_sent_whomever_one_acts_for(phone: Phone, paper: Paper) -> None:
    """Acting for one, nothing is told of the texts about oneself and the others: true ones look false."""
    asked: list[bool] = []
    phone.page.on(
        "request",
        lambda one: asked.append("acting-for" in one.headers) if "/citizen/messages" in one.url else None,
    )
    party = json.dumps(paper.example_of("list_messages")["messages"][0]["partyId"])
    phone.page.add_init_script(f"sessionStorage.setItem('palm.acting', '{party}')")
    go(phone, "/messages")
    phone.tap("more")
    expect(phone.page.locator("main blockquote")).to_have_count(2)

    assert asked == [False, False]


def test_coming_back_to_a_longer_list_nothing_between_the_pages_is_lost(phone: Phone, paper: Paper) -> None:
    [one] = paper.example_of("list_messages")["messages"]
    newest, a, b, c = ({**one, "messageId": f"{one['messageId'][:-1]}{name}"} for name in "nabc")
    paper.says["list_messages"] = {"messages": [a, b], "nextCursor": "after-b"}
    go(phone, "/messages")
    phone.on("more")
    paper.says["list_messages"] = {"messages": [c]}
    phone.tap("more")
    phone.on(f"message-{c['messageId']}")

    paper.says["list_messages"] = {"messages": [newest, a], "nextCursor": "after-a"}
    phone.page.clock.set_fixed_time(time.time() + 60)
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.on(f"message-{newest['messageId']}")
    paper.says["list_messages"] = {"messages": [b, c]}
    phone.tap("more")
    phone.on(f"message-{b['messageId']}")

    shown = phone.page.locator("main section[data-state]").evaluate_all(
        "all => all.map((one) => one.dataset.test)"
    )
    assert shown == [f"message-{each['messageId']}" for each in (newest, a, b, c)]


def test_a_card_is_found_by_the_words_it_shows_in_english_and_by_those_printed_on_it(
    phone: Phone, paper: Paper
) -> None:
    first, *_ = many_cards(paper)
    paper.says["read_wallet"]["cards"][0]["name"] = "电子营业执照"
    phone.page.add_init_script("localStorage.setItem('palm.language', 'en')")
    go(phone, "/wallet")

    for words in ("electronic BUSINESS", "电子营业"):
        phone.on("search").fill(words)
        expect(phone.page.locator(".palm-licence")).to_have_count(1)
        expect(phone.on(f"card-{first}")).to_contain_text("Electronic business licence")


def test_among_many_cards_one_is_found_by_words_or_by_how_it_stands(phone: Phone, paper: Paper) -> None:
    *_, revoked = many_cards(paper)
    go(phone, "/wallet")
    phone.on("finding")
    phone.check_screen()

    phone.type("search", "排水")
    expect(phone.page.locator(".palm-licence")).to_have_count(1)
    phone.tap("only-over")
    phone.on("none-found")
    phone.tap("see-all")
    phone.tap("only-over")

    expect(phone.page.locator(".palm-licence")).to_have_count(1)
    phone.on(f"card-{revoked}")


def test_cards_are_put_in_order_by_keys_and_the_focus_stays_with_the_card(phone: Phone, paper: Paper) -> None:
    first, second, third, *rest = many_cards(paper)
    go(phone, "/wallet")
    phone.tap("order")

    phone.on(f"top-{third}").press("Enter")
    [once] = paper.heard("order_wallet")
    expect(phone.on(f"down-{third}")).to_be_focused()  # it is on top: there is no further up
    phone.on(f"down-{third}").press("Enter")
    *_, twice = paper.heard("order_wallet", 2)

    assert once == {"licenceIds": [third, first, second, *rest]}
    assert twice == {"licenceIds": [first, third, second, *rest]}
    expect(phone.on("moved")).to_contain_text("第 2 张")
    phone.check_screen()
