"use strict";
const assert = require("node:assert/strict");
const { beforeEach, describe, test } = require("node:test");
const { KNOWN, Phone, refusal } = require("./stage");

const HOME = "GET /v1/enterprise/home";
const SESSION = "POST /v1/enterprise/session";
const CHECKS = "POST /v1/enterprise/identity-checks";

describe("asking the office", () => {
  let phone;
  let api;
  beforeEach(() => {
    phone = new Phone();
    ({ api } = phone.lib("api"));
  });

  test("who asks and with which build is told every time, and JSON only where something is sent", async () => {
    phone.answer(SESSION, KNOWN);
    phone.answer(HOME, {});

    await api.home();

    const [begun, asked] = phone.requests;
    assert.equal(begun.header["Palm-Client"], "miniprogram/1.0.0");
    assert.equal(begun.header["Content-Type"], "application/json");
    assert.deepEqual(asked.header, {
      Accept: "application/json", "Palm-Client": "miniprogram/1.0.0", Authorization: "Bearer token-of-jia",
    });
  });

  for (const [what, says, code, status] of [
    ["a refusal by its code", refusal(404, "not-found"), "not-found", 404],
    ["a page of a proxy as an office that does not answer", { status: 502, body: "<html>" }, "broken", 502],
    ["no network", { errMsg: "request:fail net::ERR_NAME_NOT_RESOLVED" }, "offline", 0],
    ["a network that is too slow", { errMsg: "request:fail timeout" }, "slow", 0],
  ]) {
    test(`tells ${what}`, async () => {
      phone.answer("GET /v1/enterprise/consents/face", says);

      await assert.rejects(api.consent(), (problem) => problem.code === code && problem.status === status);
    });
  }

  test("keeps what a refusal adds, by field and by name", async () => {
    const fields = [{ field: "name", code: "too-long", title: "太长了" }];
    phone.answer("GET /v1/enterprise/consents/face", refusal(422, "malformed-body", { fields, needs: "face" }));

    await assert.rejects(api.consent(), (problem) => problem.fieldTitle("name") === "太长了" && problem.extra.needs === "face");
  });

  test("a build that does not know its office asks nobody", async () => {
    phone.build = "release";

    await assert.rejects(api.consent(), (problem) => problem.code === "no-office");
    assert.deepEqual(phone.requests, []);
  });

  test("a session that ended begins anew once, and the question is asked again", async () => {
    const tokens = ["first", "second"];
    phone.answer(SESSION, () => ({ ...KNOWN, accessToken: tokens.shift() }));
    phone.answer(HOME, ({ header }) => (header.Authorization === "Bearer first" ? refusal(401, "session-ended") : { fine: true }));

    const told = await api.home();

    assert.deepEqual(told, { fine: true });
    assert.equal(phone.logins, 2);
  });

  test("what a new session does not mend is not asked a third time", async () => {
    phone.answer(HOME, refusal(401, "session-ended"));

    await assert.rejects(api.home(), (problem) => problem.code === "session-ended");
    assert.deepEqual([phone.to(HOME).length, phone.logins], [2, 2]);
  });

  for (const code of ["face-needed", "code-wrong"]) {
    test(`${code} is no ended session: nobody signs in anew for it`, async () => {
      phone.answer(HOME, refusal(401, code));

      await assert.rejects(api.home(), (problem) => problem.code === code);
      assert.equal(phone.logins, 1);
    });
  }

  test("however many ask at once, WeChat is asked once", async () => {
    phone.answer(HOME, {});

    await Promise.all([api.home(), api.home(), api.home()]);

    assert.equal(phone.logins, 1);
  });

  test("many that meet an ended session begin one new one", async () => {
    let count = 0;
    phone.answer(SESSION, () => ({ ...KNOWN, accessToken: `token-${(count += 1)}` }));
    phone.answer(HOME, ({ header }) => (header.Authorization === "Bearer token-1" ? refusal(401, "session-ended") : {}));

    await Promise.all([api.home(), api.home(), api.home()]);

    assert.equal(phone.logins, 2);
  });

  test("an answer that comes late tells of the session before, and begins no third one", async () => {
    let count = 0;
    let arrive;
    const late = new Promise((resolve) => {
      arrive = resolve;
    });
    phone.answer(SESSION, () => ({ ...KNOWN, accessToken: `token-${(count += 1)}` }));
    const isOver = ({ header }) => header.Authorization === "Bearer token-1";
    phone.answer(HOME, (request) => (isOver(request) ? refusal(401, "session-ended") : {}));
    phone.answer("GET /v1/enterprise/subscriptions", (request) => (isOver(request) ? late : {}));

    const asked = api.subscriptions();
    await api.home();
    arrive(refusal(401, "session-ended"));
    await asked;

    assert.equal(phone.logins, 2);
  });

  test("one intended action has one key until its answer arrives", async () => {
    const body = { name: "甲子安", idNumber: "999999190001010007" };
    phone.answer(CHECKS, { errMsg: "request:fail timeout" });
    await assert.rejects(api.openCheck(body));
    phone.answer(CHECKS, {});

    await api.openCheck(body);
    await api.openCheck(body);

    const keys = phone.to(CHECKS).map(({ header }) => header["Idempotency-Key"]);
    assert.equal(keys[0], keys[1]);
    assert.notEqual(keys[1], keys[2]);
    assert.match(keys[0], /^[0-9a-f]{32}$/);
  });

  test("what was refused for good, and another body, are other actions", async () => {
    phone.answer(CHECKS, refusal(422, "identifier-invalid"));
    for (const name of ["甲子安", "甲子安", "乙"]) await assert.rejects(api.openCheck({ name }));

    const keys = phone.to(CHECKS).map(({ header }) => header["Idempotency-Key"]);
    assert.equal(new Set(keys).size, 3);
  });

  test("neither token nor name is stored or written to a log", async () => {
    const written = [];
    for (const how of ["log", "info", "warn", "error", "debug"]) test.mock.method(console, how, (...said) => written.push(said));
    phone.answer(CHECKS, refusal(503, "overloaded"));

    await assert.rejects(api.openCheck({ name: "甲子安" }));

    test.mock.restoreAll();
    assert.deepEqual(written, []);
    assert.deepEqual([...phone.storage], []);
  });

  test("a person who signed out is asked anew who they are", async () => {
    phone.answer(HOME, {});
    phone.answer("DELETE /v1/enterprise/session", null);
    await api.home();

    await api.signOut();
    await api.home();

    assert.equal(phone.logins, 2);
  });
});

describe("numbers people type", () => {
  const digits = new Phone().lib("digits");

  test("the code is found among other words and in full-width digits", () => {
    assert.equal(digits.codeIn("办理码４８２ ９１３ ６０９，"), "482913609");
    assert.equal(digits.codeIn("2027年1月20日 482-913-609"), "482913609");
    assert.equal(digits.codeIn("没有"), "");
  });

  test("one wrong digit of a code or of an identity card is told", () => {
    assert.equal(digits.codeSlip("482913609"), "");
    assert.equal(digits.codeSlip("482913608"), "code-wrong");
    assert.equal(digits.codeSlip("4829"), "code-short");
    assert.equal(digits.idSlip("999999190001010007"), "");
    assert.equal(digits.idSlip("999999190001010008"), "id-wrong");
    assert.equal(digits.idSlip("9999"), "id-short");
  });

  test("a mobile number may have its country before it", () => {
    assert.equal(digits.mobile("+86 199 0000 0101"), "19900000101");
    assert.equal(digits.phoneSlip("19900000101"), "");
    assert.equal(digits.phoneSlip("0532888888"), "phone-wrong");
  });

  test("a date is said as Beijing has it", () => {
    const { day } = new Phone().lib("language");

    assert.equal(day("2026-12-21"), "2026年12月21日");
    assert.equal(day("2026-12-20T16:30:00Z"), "2026年12月21日");
  });
});
