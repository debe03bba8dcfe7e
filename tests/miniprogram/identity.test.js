"use strict";
const assert = require("node:assert/strict");
const { beforeEach, describe, test } = require("node:test");
const { CONSENT, KNOWN, MATTER, Phone, refusal, settled } = require("./stage");

const CHECKS = "POST /v1/enterprise/identity-checks";
const RESULT = "POST /v1/enterprise/identity-checks/idc_1/result";
const OPENED = { identityCheckId: "idc_1", resumeToken: "resume-1", verifyId: "verify-1", expiresAt: "2026-11-21T02:30:00Z" };
const PASSED = { state: "passed", session: { ...KNOWN, accessToken: "token-by-face", level: "face" } };
const FAILED = { state: "failed", cause: "other_face", advice: "今天还可再试4次。", alternatives: CONSENT.alternatives };

describe("who one is, by the face", () => {
  let phone;
  beforeEach(() => {
    phone = new Phone();
    phone.answer("GET /v1/enterprise/consents/face", CONSENT);
    phone.answer(CHECKS, OPENED);
    phone.answer(RESULT, PASSED);
  });

  async function filled(query = {}) {
    const page = await phone.open("identity", query);
    await page.type(".name", " 甲子安 ");
    await page.type(".number", "999999 19000101 0007");
    return page;
  }

  test("the consent is read before anything is asked, with another way beside it", async () => {
    const page = await phone.open("identity");

    assert.match(page.text, /人脸信息处理单独同意书/);
    assert.match(page.text, /文本版本 wechat-2026-11-22/);
    assert.match(page.text, /银行卡核验预约窗口办理/);
    assert.deepEqual(phone.to(CHECKS), []);
  });

  test("a visitor's check names nobody's matter, and the office is asked for the verdict", async () => {
    const page = await filled({ m: MATTER, purpose: "apply" });

    await page.tap(".agree");

    const [{ body }] = phone.to(CHECKS);
    assert.deepEqual(body, { name: "甲子安", idNumber: "999999190001010007", consentVersion: "wechat-2026-11-22", agreed: true });
    assert.deepEqual(phone.faces, ["verify-1"]);
    assert.deepEqual(phone.to(RESULT).map((each) => each.body), [{ resumeToken: "resume-1" }]);
    assert.equal(phone.lib("errand").errand.isProved(MATTER), false);
  });

  test("whoever is known shows their face for one matter and goes on there", async () => {
    phone.answer("POST /v1/enterprise/session", KNOWN);
    phone.answer(RESULT, { ...PASSED, matterId: MATTER });
    const page = await filled({ m: MATTER, purpose: "apply", then: encodeURIComponent(`/matters/${MATTER}`) });

    await page.tap(".agree");

    const [{ body }] = phone.to(CHECKS);
    assert.deepEqual([body.matterId, body.purpose], [MATTER, "apply"]);
    assert.deepEqual(phone.visited, [`instead /pages/web/web?path=${encodeURIComponent(`/matters/${MATTER}`)}`]);
    assert.equal(phone.lib("errand").errand.isProved(MATTER), true);
  });

  test("the session that the check began is the one that counts from then on", async () => {
    const page = await filled();
    await page.tap(".agree");
    phone.answer("GET /v1/enterprise/home", {});

    await phone.lib("api").api.home();

    assert.equal(phone.to("GET /v1/enterprise/home")[0].header.Authorization, "Bearer token-by-face");
    assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
  });

  test("the code of the text message goes along and leads to its matter", async () => {
    phone.lib("errand").errand.code = "482913609";
    phone.answer(RESULT, { ...PASSED, matterId: MATTER });
    const page = await filled();

    await page.tap(".agree");

    assert.equal(phone.to(CHECKS)[0].body.code, "482913609");
    assert.deepEqual(phone.visited, [`instead /pages/web/web?path=${encodeURIComponent(`/matters/${MATTER}`)}`]);
    assert.equal(phone.lib("errand").errand.code, "");
  });

  test("nothing personal leaves the phone of whoever says no to the privacy guideline", async () => {
    phone.refusesGuideline = true;
    const page = await filled();

    await page.tap(".agree");

    assert.equal(page.problem, "privacy-refused");
    assert.deepEqual(phone.to(CHECKS), []);
    assert.ok(page.has(".way"));
  });

  test("a WeChat too old to ask about the guideline asks nothing", async () => {
    delete globalThis.wx.requirePrivacyAuthorize;
    const page = await filled();

    await page.tap(".agree");

    assert.equal(phone.to(CHECKS).length, 1);
  });

  test("two taps open one check", async () => {
    const page = await filled();

    page.press(".agree");
    page.press(".agree");
    await settled();

    assert.equal(phone.to(CHECKS).length, 1);
  });

  test("what WeChat tells this page decides nothing: the office says no, so it is no", async () => {
    phone.answer(RESULT, FAILED);
    const page = await filled();

    await page.tap(".agree");

    assert.match(page.text, /镜头前的人和身份证上的不像同一个人。今天还可再试4次。/);
    assert.ok(page.has(".way"));
    assert.deepEqual(phone.visited, []);
  });

  test("only what can help this person is offered after a no", async () => {
    phone.answer(RESULT, { ...FAILED, ways: [{ kind: "face", title: "刷脸核验", how: "再来" }, CONSENT.alternatives[1]] });
    const page = await filled();

    await page.tap(".agree");

    assert.doesNotMatch(page.text, /银行卡核验/);
    assert.match(page.text, /预约窗口办理/);
  });

  test("who cancels is not left waiting", async () => {
    phone.cancelsFace = true;
    phone.answer(RESULT, { state: "pending" });
    const page = await filled();

    await page.tap(".agree");

    assert.match(page.text, /您取消了刷脸/);
    assert.equal(phone.to(RESULT).length, 1);
  });

  test("a verdict that is slow is waited for, and asked for again when told to", async () => {
    phone.answer(RESULT, { state: "pending" });
    const page = await filled();
    await page.tap(".agree");
    for (let turns = 0; turns < 5; turns += 1) await settled();
    const waited = page.has(".unsettled");
    phone.answer(RESULT, PASSED);

    await page.tap(".ask-again");

    assert.ok(waited);
    assert.equal(phone.to(CHECKS).length, 1);
    assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
  });

  test("a lost answer to the verdict keeps the check", async () => {
    phone.answer(RESULT, { errMsg: "request:fail timeout" });
    const page = await filled();
    await page.tap(".agree");
    phone.answer(RESULT, PASSED);
    assert.equal(page.problem, "slow");

    await page.tap(".ask-again");

    assert.equal(phone.to(CHECKS).length, 1);
    assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
  });

  test("a check that is over begins anew on the same page", async () => {
    phone.answer(RESULT, refusal(410, "identity-check-ended"));
    const page = await filled();

    await page.tap(".agree");

    assert.equal(page.problem, "identity-check-ended");
    assert.ok(page.has(".agree"));
  });

  test("slips are told before anything is sent", async () => {
    const page = await phone.open("identity");
    await page.type(".number", "999999190001010008");

    await page.tap(".agree");

    assert.match(page.text, /请填写身份证上的姓名/);
    assert.match(page.text, /号码有一位不对/);
    assert.deepEqual(phone.to(CHECKS), []);
  });

  test("a WeChat that cannot compare faces says so and offers the other ways", async () => {
    delete globalThis.wx.requestFacialVerify;

    const page = await phone.open("identity");

    assert.ok(page.has(".too-old"));
    assert.ok(!page.has(".agree"));
    assert.ok(page.has(".way"));
  });

  test("the other way takes along what was typed and what it was for, the name in no address", async () => {
    const page = await filled({ m: MATTER, purpose: "case", then: encodeURIComponent("/cases/case_01je7jryg2e008000000000003") });

    await page.tap(".way", 0);

    assert.deepEqual(phone.visited, [`instead /pages/way/way?m=${MATTER}&purpose=case&then=%2Fcases%2Fcase_01je7jryg2e008000000000003`]);
    assert.deepEqual(phone.lib("errand").errand.typed, { name: " 甲子安 ", idNumber: "999999190001010007" });
  });

  test("from the H5 it goes back to it, where it was", async () => {
    phone.answer("POST /v1/enterprise/session", KNOWN);
    phone.pages = [{ route: "pages/start/start" }, { route: "pages/web/web" }, { route: "pages/identity/identity" }];
    const page = await filled({ purpose: "data", then: encodeURIComponent("/my-data") });

    await page.tap(".agree");

    assert.deepEqual(phone.visited, ["back"]);
    assert.equal(phone.lib("errand").errand.takeNext(), "/my-data");
  });

  test("from a guide of the H5, where one asks for oneself, it goes back to the guide", async () => {
    phone.answer("POST /v1/enterprise/session", KNOWN);
    phone.pages = [{ route: "pages/web/web" }, { route: "pages/identity/identity" }];
    const page = await filled({ purpose: "apply", then: encodeURIComponent("/items/wg-15-minban-renewal") });

    await page.tap(".agree");

    assert.deepEqual(phone.visited, ["back"]);
    assert.equal(phone.lib("errand").errand.takeNext(), "/items/wg-15-minban-renewal");
  });

  test("nowhere but to pages of ours", async () => {
    phone.answer("POST /v1/enterprise/session", KNOWN);
    const page = await filled({ then: encodeURIComponent("//elsewhere.example/"), purpose: "everything", m: "mtr_1" });

    await page.tap(".agree");

    assert.equal(phone.to(CHECKS)[0].body.purpose, undefined);
    assert.equal(phone.to(CHECKS)[0].body.matterId, undefined);
    assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
  });
});
