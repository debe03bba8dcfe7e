"use strict";
const assert = require("node:assert/strict");
const { beforeEach, describe, test } = require("node:test");
const { KNOWN, MATTER, Phone, refusal, settled } = require("./stage");

const TICKETS = "POST /v1/enterprise/web-view-tickets";
const SCREEN = `GET /v1/enterprise/invitations/${MATTER}/screen`;

let phone;
beforeEach(() => {
  phone = new Phone();
});

const known = () => phone.answer("POST /v1/enterprise/session", KNOWN);

describe("a notice that was opened", () => {
  const INVITATION = {
    side: { partyId: "pty_1" },
    invitation: {
      party: { name: "晨光学校（虚构）" },
      why: [{ text: "登记证书有效期至2027年1月20日。", source: "登记系统" }],
      items: [{ itemCode: "a", name: "证书换发", lastDay: "2026-12-21" }],
    },
  };

  test("tells a visitor nothing but that they are asked who they are", async () => {
    const page = await phone.open("matter", { m: MATTER });
    await page.tap(".prove");

    assert.deepEqual(phone.to(SCREEN), []);
    assert.deepEqual(phone.visited, ["to /pages/identity/identity?then=back"]);
  });

  test("names what is due and asks for the face for this very matter", async () => {
    known();
    phone.answer(SCREEN, INVITATION);
    const page = await phone.open("matter", { scene: MATTER });

    await page.tap(".go");

    assert.match(page.text, /办理单位：晨光学校（虚构）登记证书有效期至2027年1月20日。证书换发最晚 2026年12月21日/);
    const then = encodeURIComponent(`/matters/${MATTER}`);
    assert.deepEqual(phone.visited, [`to /pages/identity/identity?m=${MATTER}&purpose=apply&then=${then}`]);
  });

  test("asks for no second face within the minutes that one counts", async (context) => {
    known();
    phone.answer(SCREEN, INVITATION);
    phone.lib("errand").errand.proved(MATTER);
    const page = await phone.open("matter", { m: MATTER });
    await page.tap(".go");
    const later = Date.now() + 5 * 60_000;
    context.mock.method(Date, "now", () => later);

    await page.tap(".go");

    assert.match(page.text, /已经确认是您本人/);
    assert.deepEqual(phone.visited.map((each) => each.split("?")[0]), ["to /pages/web/web", "to /pages/identity/identity"]);
  });

  test("may be looked at without a face", async () => {
    known();
    phone.answer(SCREEN, INVITATION);
    const page = await phone.open("matter", { m: MATTER });

    await page.tap(".look");

    assert.deepEqual(phone.visited, [`to /pages/web/web?path=${encodeURIComponent(`/matters/${MATTER}`)}`]);
  });

  test("answered on another phone meanwhile asks for no face and shows how it stands", async () => {
    known();
    const answered = { ...INVITATION.invitation, items: [{ itemCode: "a", name: "证书换发", lastDay: "2026-12-21", answer: "yes" }] };
    phone.answer(SCREEN, { ...INVITATION, invitation: answered });
    const page = await phone.open("matter", { m: MATTER });

    await page.tap(".look");

    assert.match(page.text, /这件事您已经回答过了/);
    assert.ok(!page.has(".go"));
    assert.deepEqual(phone.visited, [`to /pages/web/web?path=${encodeURIComponent(`/matters/${MATTER}`)}`]);
  });

  for (const [what, query, says] of [
    ["somebody else's", { m: MATTER }, refusal(404, "not-found")],
    ["of a party one no longer acts for", { m: MATTER }, refusal(404, "not-representative")],
    ["no address at all", { m: "mtr_nonsense" }, {}],
  ]) {
    test(`${what} leads to the first page`, async () => {
      known();
      phone.answer(SCREEN, says);
      const page = await phone.open("matter", query);

      await page.tap(".home");

      assert.ok(page.has(".not-theirs"));
      assert.deepEqual(phone.visited, ["anew /pages/start/start"]);
    });
  }

  test("an office that is away is told of, and asked again", async () => {
    known();
    phone.answer(SCREEN, refusal(503, "overloaded"));
    const page = await phone.open("matter", { m: MATTER });
    const before = page.problem;
    phone.answer(SCREEN, INVITATION);

    await page.instance.load();

    assert.equal(before, "overloaded");
    assert.ok(page.has(".go"));
  });
});

describe("the H5 in the web-view", () => {
  const url = "http://127.0.0.1:8000/#/enter?ticket=one-use";

  test("is entered by a ticket for the very page", async () => {
    known();
    phone.answer(TICKETS, { ticket: "one-use", url, expiresAt: "2026-11-21T02:21:00Z" });

    const page = await phone.open("web", { path: encodeURIComponent("/cases/case_01je7jryg2e008000000000003") });

    assert.deepEqual(phone.to(TICKETS).map((each) => each.body), [{ path: "/cases/case_01je7jryg2e008000000000003" }]);
    assert.equal(page.data.src, url);
  });

  test("needs no ticket of a visitor for what is there for everybody", async () => {
    const page = await phone.open("web", { path: encodeURIComponent("/appointment") });

    assert.equal(page.data.src, "http://127.0.0.1:8000/#/appointment");
    assert.deepEqual(phone.to(TICKETS), []);
  });

  test("knows who is known here on what is there for everybody too", async () => {
    known();
    phone.answer(TICKETS, { ticket: "one-use", url, expiresAt: "" });

    const page = await phone.open("web", { path: encodeURIComponent("/items/wg-15-minban-renewal") });

    assert.deepEqual(phone.to(TICKETS).map((each) => each.body), [{ path: "/items/wg-15-minban-renewal" }]);
    assert.equal(page.data.src, url);
  });

  for (const [what, prepare] of [
    ["no ticket is to be had", () => (known(), phone.answer(TICKETS, refusal(503, "overloaded")))],
    ["nobody can be signed in", () => phone.answer("POST /v1/enterprise/session", refusal(503, "outside-unavailable"))],
  ]) {
    test(`opens what is there for everybody when ${what}`, async () => {
      prepare();

      const page = await phone.open("web", { path: encodeURIComponent("/appointment") });

      assert.equal(page.data.src, "http://127.0.0.1:8000/#/appointment");
      assert.equal(page.problem, "");
    });
  }

  test("goes to no address that was put into a link", async () => {
    known();
    phone.answer(TICKETS, { ticket: "one-use", url, expiresAt: "" });

    await phone.open("web", { path: encodeURIComponent("//elsewhere.example/x") });

    assert.deepEqual(phone.to(TICKETS).map((each) => each.body), [{ path: "/" }]);
  });

  test("asks nobody in: whom nobody knows yet is asked who they are first", async () => {
    phone.answer(TICKETS, refusal(401, "face-needed"));

    await phone.open("web", { path: encodeURIComponent("/wallet") });

    assert.deepEqual(phone.visited, ["instead /pages/identity/identity?then=%2Fwallet"]);
  });

  test("is entered anew with a fresh ticket after the face was shown", async () => {
    known();
    phone.answer(TICKETS, { ticket: "one-use", url, expiresAt: "" });
    const page = await phone.open("web", { path: encodeURIComponent("/cases/case_01je7jryg2e008000000000003") });
    phone.lib("errand").errand.showNext("/my-data");

    page.instance.onShow();
    await settled();
    page.instance.onShow();
    await settled();

    assert.deepEqual(phone.to(TICKETS).map((each) => each.body.path), ["/cases/case_01je7jryg2e008000000000003", "/my-data"]);
  });

  test("that did not open says so, and tries again with another ticket", async () => {
    known();
    phone.answer(TICKETS, { ticket: "one-use", url, expiresAt: "" });
    const page = await phone.open("web", {});
    await page.fire(".h5", "error", {});
    const before = page.problem;

    await page.instance.enter();

    assert.equal(before, "closed");
    assert.equal(page.data.src, url);
    assert.equal(phone.to(TICKETS).length, 2);
  });
});
