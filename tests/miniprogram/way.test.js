"use strict";
const assert = require("node:assert/strict");
const { beforeEach, describe, test } = require("node:test");
const { CONSENT, KNOWN, MATTER, Phone, refusal } = require("./stage");

const PASSED = { state: "passed", session: { ...KNOWN, accessToken: "token-by-card", level: "face" } };

describe("who one is, without a face", () => {
  const OPEN = "POST /v1/enterprise/identity-checks/other-ways";
  const CODES = "POST /v1/enterprise/identity-checks/idc_1/codes";
  const PROOF = "POST /v1/enterprise/identity-checks/idc_1/proof";
  let phone;
  beforeEach(() => {
    phone = new Phone();
    phone.answer("GET /v1/enterprise/consents/other-ways/bank", { ...CONSENT, version: "bank-2026-11-22", title: "银行卡信息处理单独同意书" });
    phone.answer(OPEN, { identityCheckId: "idc_1", resumeToken: "resume-1", way: "bank", expiresAt: "2026-11-21T02:30:00Z" });
    phone.answer(CODES, { seconds: 300, againAfter: 60 });
    phone.answer(PROOF, PASSED);
  });

  async function atTheCard(query = {}) {
    phone.lib("errand").errand.typed = { name: "甲子安", idNumber: "999999190001010007" };
    const page = await phone.open("way", query);
    await page.tap(".agree");
    await page.type(".card-number", "9900 0000 0000 0010");
    await page.type(".phone", "+8619900000101");
    await page.tap(".send");
    await page.type(".code", "482913");
    return page;
  }

  test("the card, the phone and the code go out together, once, and the same session begins", async () => {
    const page = await atTheCard();

    await page.tap(".prove");

    assert.deepEqual(phone.to(OPEN)[0].body, {
      name: "甲子安", idNumber: "999999190001010007", consentVersion: "bank-2026-11-22", agreed: true, way: "bank",
    });
    assert.deepEqual(phone.to(CODES)[0].body, { resumeToken: "resume-1", phone: "19900000101" });
    assert.deepEqual(phone.to(PROOF)[0].body, {
      resumeToken: "resume-1", bank: { cardNumber: "9900000000000010", phone: "19900000101", code: "482913" },
    });
    assert.equal(page.data.card, "");
    assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
  });

  test("a proof whose answer is awaited is not given again", async () => {
    const answers = [{ state: "pending" }, { state: "pending" }, PASSED];
    phone.answer(PROOF, () => answers.shift());
    const page = await atTheCard();

    await page.tap(".prove");

    assert.deepEqual(phone.to(PROOF).map(({ body }) => "bank" in body), [true, false, false]);
    assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
  });

  test("a wrong code leaves the card where it is", async () => {
    phone.answer(PROOF, refusal(401, "code-wrong"));
    const page = await atTheCard();

    await page.tap(".prove");

    assert.equal(page.problem, "code-wrong");
    assert.equal(page.data.card, "9900000000000010");
    assert.equal(phone.logins, 1);
  });

  test("what the bank does not confirm is told with what to do", async () => {
    phone.answer(PROOF, { state: "failed", cause: "elements", advice: "今天还可再试4次。", alternatives: [] });
    const page = await atTheCard();

    await page.tap(".prove");

    assert.match(page.text, /银行没有确认这四项是同一个人的。今天还可再试4次。/);
  });

  test("nothing is proved before a code was sent", async () => {
    phone.lib("errand").errand.typed = { name: "甲子安", idNumber: "999999190001010007" };
    const page = await phone.open("way");
    await page.tap(".agree");
    await page.type(".phone", "123");

    await page.tap(".send");

    assert.match(page.text, /手机号码是 1 开头的 11 位数字/);
    assert.ok(!page.has(".prove"));
    assert.deepEqual(phone.to(CODES), []);
  });

  test("back to the face with the same errand", async () => {
    const page = await atTheCard({ m: MATTER, purpose: "apply" });

    await page.tap(".face");

    assert.deepEqual(phone.visited, [`instead /pages/identity/identity?m=${MATTER}&purpose=apply`]);
  });
});
