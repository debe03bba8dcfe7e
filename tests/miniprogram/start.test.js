"use strict";
const assert = require("node:assert/strict");
const { beforeEach, describe, test } = require("node:test");
const { KNOWN, MATTER, Phone, refusal } = require("./stage");

const HOME = {
  person: { name: "甲**" }, actingFor: "pty_2", cards: 1, alerts: 0,
  parties: [
    { partyId: "pty_1", name: "甲**", kind: "person", capacity: "本人" },
    { partyId: "pty_2", name: "晨光学校（虚构）", kind: "organisation", capacity: "负责人" },
  ],
  matters: [{ matterId: MATTER, title: "登记证书将到期", state: "invited", lastDay: "2026-12-21", items: [], next: { action: "answer", label: "去办理" } }],
  cases: [
    { caseId: "case_01je7jryg2e008000000000003", matterId: "mtr_0", itemName: "资质变更", state: "accepted", stateText: "已受理", next: { action: "wait", label: "等待审批" } },
  ],
};

describe("the first page", () => {
  let phone;
  beforeEach(() => {
    phone = new Phone();
  });

  const known = () => {
    phone.answer("POST /v1/enterprise/session", KNOWN);
    phone.answer("GET /v1/enterprise/home", HOME);
    return phone.open("start");
  };

  test("asks a visitor for the nine digits and shows nobody's matters", async () => {
    const page = await phone.open("start");

    assert.ok(page.has(".code"));
    assert.equal(phone.to("GET /v1/enterprise/home").length, 0);
    assert.equal(phone.title, "掌上办");
  });

  test("shows whoever is known what waits, for which party and until when, in one request", async () => {
    const page = await known();

    assert.match(page.text, /甲\*\*，您好/);
    assert.match(page.text, /办理单位：晨光学校/);
    assert.match(page.text, /登记证书将到期去办理最晚 2026年12月21日/);
    assert.match(page.text, /正在办资质变更已受理/);
    assert.deepEqual(phone.to("GET /v1/enterprise/home").map((each) => each.search), ["?choose=waiting"]);
    assert.ok(!page.has(".code"));
  });

  test("says in English where a matter stands, by the office's codes", async () => {
    phone.settings.language = "en";

    const page = await known();

    assert.match(page.text, /登记证书将到期StartBy 21 Dec 2026 at the latest/);
    assert.match(page.text, /资质变更Accepted for processing/);
  });

  test("leads from a notice to its page and from a case to the H5", async () => {
    const page = await known();

    await page.tap(".line", 0);
    await page.tap(".line", 1);

    assert.deepEqual(phone.visited, [`to /pages/matter/matter?m=${MATTER}`, "to /pages/web/web?path=%2Fcases%2Fcase_01je7jryg2e008000000000003"]);
  });

  test("tells a slip of the finger before anything is sent", async () => {
    const page = await phone.open("start");

    await page.type(".code", "482913600");
    await page.tap(".next");

    assert.match(page.text, /有一位数字不对/);
    assert.deepEqual(phone.visited, []);
  });

  test("takes the code along in memory, never in an address", async () => {
    const page = await phone.open("start");

    await page.type(".code", "482913609");
    await page.tap(".next");

    assert.deepEqual(phone.visited, ["to /pages/identity/identity?"]);
    assert.equal(phone.lib("errand").errand.code, "482913609");
    assert.deepEqual([...phone.storage.keys()], []);
  });

  test("finds the code in the whole message that was pasted", async () => {
    phone.clipboard = "【莱西审批】登记证书2027年1月20日到期。办理码482 913 609，在「掌上办」输入即可办理。";
    const page = await phone.open("start");

    await page.tap(".paste");

    assert.equal(page.data.digits, "482913609");
  });

  test("does not look at the clipboard of whoever says no to the privacy guideline", async () => {
    phone.refusesGuideline = true;
    phone.clipboard = "办理码482 913 609";
    const page = await phone.open("start");

    await page.tap(".paste");

    assert.equal(page.problem, "privacy-refused");
    assert.equal(page.data.digits, "");
  });

  test("says so when the clipboard holds no code", async () => {
    phone.clipboard = "您好";
    const page = await phone.open("start");

    await page.tap(".paste");

    assert.match(page.text, /没有找到九位数字/);
  });

  for (const [what, scanned, leads] of [
    ["a picture of a matter", { path: `pages/matter/matter.html?scene=${MATTER}` }, [`to /pages/matter/matter?m=${MATTER}`]],
    ["a picture of somebody else's", { path: "pages/other/other?scene=1" }, []],
    ["a matter that is none", { path: "pages/matter/matter?scene=mtr_x" }, []],
  ]) {
    test(`follows ${what} only where it is one of ours`, async () => {
      phone.scanned = scanned;
      const page = await phone.open("start");

      await page.tap(".scan");

      assert.deepEqual(phone.visited, leads);
      assert.equal(/这不是我们的码/.test(page.text), leads.length === 0);
    });
  }

  test("says nothing when scanning is called off", async () => {
    const page = await phone.open("start");

    await page.tap(".scan");

    assert.equal(page.problem, "");
  });

  test("opens the matter that a picture carries as its scene", async () => {
    await phone.open("start", { scene: MATTER });

    assert.deepEqual(phone.visited, [`to /pages/matter/matter?m=${MATTER}`]);
  });

  test("says that the network is away and asks again when told to", async () => {
    phone.answer("POST /v1/enterprise/session", { errMsg: "request:fail net::ERR_INTERNET_DISCONNECTED" });
    const page = await phone.open("start");
    const before = page.problem;
    phone.answer("POST /v1/enterprise/session", KNOWN);
    phone.answer("GET /v1/enterprise/home", HOME);

    await page.instance.load();

    assert.equal(before, "offline");
    assert.equal(page.problem, "");
    assert.match(page.text, /甲\*\*，您好/);
  });

  for (const [errMsg, code] of [["login:fail net::ERR_INTERNET_DISCONNECTED", "offline"], ["login:fail system error", "wechat"]]) {
    test(`tells a sign-in that WeChat failed with «${errMsg}» as ${code}`, async () => {
      globalThis.wx.login = ({ fail }) => fail({ errMsg });

      const page = await phone.open("start");

      assert.equal(page.problem, code);
    });
  }

  test("begins anew with the newer build where this one is too old", async () => {
    phone.answer("POST /v1/enterprise/session", refusal(426, "client-too-old"));
    require("../../static/miniprogram/app.js");
    phone.app.onLaunch();
    phone.updateReady();

    const page = await phone.open("start");

    assert.equal(page.problem, "client-too-old");
    assert.deepEqual(phone.visited, ["update"]);
  });

  test("in the care mode shows fewer choices, and all of them after one tap", async () => {
    const page = await phone.open("start");
    assert.ok(page.has(".guides"));

    await page.tap(".care");
    const fewer = page.has(".guides");
    await page.tap(".more");

    assert.equal(fewer, false);
    assert.ok(page.has(".palm_care"));
    assert.ok(page.has(".guides"));
    assert.equal(phone.storage.get("palm.care"), true);
  });

  test("whose WeChat has large type begins in the care mode", async () => {
    phone.settings.fontSizeSetting = 23;

    const page = await phone.open("start");

    assert.ok(page.has(".palm_care"));
  });

  test("speaks English after one tap, and from the start where WeChat does", async () => {
    const page = await phone.open("start");
    await page.tap(".language");
    const tapped = page.text;
    phone.storage.clear();
    phone.settings.language = "en";

    const other = await phone.open("start");

    for (const text of [tapped, other.text]) {
      assert.match(text, /Type the nine digits from our text message/);
      assert.doesNotMatch(text.replaceAll("中文", ""), /[\u4e00-\u9fff]/);
    }
  });

  test("after signing out nothing of the person is left", async () => {
    const page = await known();
    phone.answer("DELETE /v1/enterprise/session", () => {
      phone.answer("POST /v1/enterprise/session", { ...KNOWN, level: "none" });
      return null;
    });

    await page.tap(".sign-out");

    assert.doesNotMatch(page.text, /甲|晨光|登记证书/);
    assert.ok(page.has(".code"));
  });
});
