"use strict";
const assert = require("node:assert/strict");
const { beforeEach, describe, test } = require("node:test");
const { Phone, settled } = require("./stage");

let phone;
beforeEach(() => {
  phone = new Phone();
});

describe("messages in WeChat", () => {
  const PATH = "/v1/enterprise/subscriptions";
  const template = (id, credits = 0) => ({ templateId: id, kinds: ["renewal-due"], credits, ask: true });
  beforeEach(() => {
    phone.answer(`GET ${PATH}`, { templates: [template("t-1"), template("t-2")] });
    phone.answer(`POST ${PATH}`, { templates: [template("t-1", 1), template("t-2")] });
  });

  test("WeChat's question comes in the tap itself, and each answer is told to the office", async () => {
    phone.tapped = { "t-1": "accept", "t-2": "reject", errMsg: "requestSubscribeMessage:ok" };
    const page = await phone.open("subscribe");
    const before = phone.requests.length;

    page.instance.allow();
    const asked = [phone.asked, phone.requests.length - before];
    await settled();

    assert.deepEqual(asked, [["t-1", "t-2"], 0]);
    assert.deepEqual(phone.to(`POST ${PATH}`).map((each) => each.body), [
      { templateId: "t-1", accepted: true }, { templateId: "t-2", accepted: false },
    ]);
    assert.match(page.text, /还能发 1 条/);
    assert.match(page.text, /已允许/);
  });

  test("what WeChat filtered or banned was no answer of the person's", async () => {
    phone.tapped = { "t-1": "filter", "t-2": "ban" };
    const page = await phone.open("subscribe");

    await page.tap(".allow");

    assert.deepEqual(phone.to(`POST ${PATH}`), []);
  });

  test("where all messages are switched off it leads to the settings", async () => {
    phone.refusesWith = { errCode: 20004, errMsg: "requestSubscribeMessage:fail" };
    const page = await phone.open("subscribe");
    await page.tap(".allow");

    await page.tap(".settings");

    assert.deepEqual(phone.visited, ["settings"]);
    assert.equal(page.problem, "");
  });

  test("what a subscription is worth is explained before it is asked for", async () => {
    const page = await phone.open("subscribe");

    assert.match(page.text, /每允许一次，我们能发一条/);
    assert.match(page.text, /长期订阅/);
  });
});

describe("the phone number", () => {
  const PATH = "POST /v1/enterprise/phone-number";

  test("is kept when WeChat hands over its code, and shown masked", async () => {
    phone.answer(PATH, { phone: "199****0101" });
    const page = await phone.open("phone");

    await page.fire(".allow", "getphonenumber", { code: "phone-code", errMsg: "getPhoneNumber:ok" });

    assert.deepEqual(phone.to(PATH).map((each) => each.body), [{ code: "phone-code" }]);
    assert.match(page.text, /已留下 199\*\*\*\*0101/);
  });

  test("who does not hand it over misses nothing", async () => {
    const page = await phone.open("phone");

    await page.fire(".allow", "getphonenumber", { errMsg: "getPhoneNumber:fail user deny" });

    assert.match(page.text, /没有留号码，不影响办事/);
    assert.deepEqual(phone.to(PATH), []);
    assert.equal(page.problem, "");
  });

  test("who does not agree to the privacy guideline can read it", async () => {
    const page = await phone.open("phone");

    await page.fire(".allow", "getphonenumber", { errMsg: "getPhoneNumber:fail privacy permission is not authorized" });

    assert.equal(page.problem, "privacy-refused");
    assert.equal(page.data.problem.isPrivacy, true);
  });
});

describe("whether a text was ours", () => {
  const PATH = "POST /v1/sms/messages/check";

  async function asked(says) {
    phone.answer(PATH, says);
    const page = await phone.open("message");
    await page.type(".code", "办理码482 913 609");
    await page.type(".phone", "19900000101");
    await page.tap(".check");
    return page;
  }

  test("yes comes with when it was sent and what it said", async () => {
    const page = await asked({ sent: true, sentAt: "2026-11-21T01:30:00Z", wording: "【莱西审批】…", note: "…" });

    assert.deepEqual(phone.to(PATH)[0].body, { code: "482913609", receivingNumber: "19900000101" });
    assert.match(page.text, /✓ 是我们发的2026年11月21日（北京时间）发到这个号码，全文是：【莱西审批】…/);
  });

  test("no comes with what to do about a fraud", async () => {
    const page = await asked({ sent: false, note: "…" });

    assert.match(page.text, /✗ 查不到我们发过这条短信/);
    assert.match(page.text, /96110/);
  });

  test("nothing is asked with half of the question", async () => {
    const page = await phone.open("message");
    await page.type(".code", "482913609");

    await page.tap(".check");

    assert.deepEqual(phone.to(PATH), []);
    assert.match(page.text, /手机号码是 1 开头/);
  });
});
