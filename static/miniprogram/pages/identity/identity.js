// @ts-check
// Consent, then the face on WeChat's own page (实人认证); the verdict is the office's. Another way stands beside it.
const { aimOf, applicant, goOn } = require("../../lib/applicant");
const { api } = require("../../lib/api");
const { idNumber, idSlip } = require("../../lib/digits");
const { errand } = require("../../lib/errand");
const { say } = require("../../lib/language");
const paths = require("../../lib/paths");
const { agreeToGuideline, hasFace, pause, showFace } = require("../../lib/platform");
const { Problem } = require("../../lib/request");
const { act, slipText, speak } = require("../../lib/screen");

const ASK_EVERY_MS = 2000;
const ASK_TIMES = 20;

/** What can be begun here; any other way is told in words. */
const BEGUN_HERE = new Set(["bank", "counter"]);

/** @typedef {{ kind: string, title: string, how: string }} Way */

/** @param {Way[]} ways @param {boolean} english */
const shownWays = (ways, english) =>
  ways
    .filter((way) => way.kind !== "face" && way.kind !== "mini-program")
    .map((way) => ({ ...way, title: (english && say("identity", `other-${way.kind}`)) || way.title, isHere: BEGUN_HERE.has(way.kind) }));

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, english: false, busy: false, problem: /** @type {any} */ (null),
    aim: /** @type {import("../../lib/applicant").Aim} */ ({ m: "", purpose: "", mandate: "", then: "" }),
    state: "loading", // form, pending, unsettled, failed
    consent: /** @type {any} */ (null), version: "", ways: /** @type {any[]} */ ([]), isTooOld: false,
    name: "", idNumber: "", nameSlip: "", numberSlip: "",
    check: /** @type {any} */ (null), cause: "", advice: "",
  },
  methods: {
    /** @param {any} query */
    onLoad(query) {
      this.setData({ aim: aimOf(query), isTooOld: !hasFace(), ...errand.typed });
      speak(this, "identity");
      return this.load();
    },

    onShow() {
      speak(this, "identity");
    },

    load() {
      return act(this, async () => {
        const consent = await api.consent();
        this.setData({
          consent, state: "form", version: say("identity", "version", consent.version),
          ways: shownWays(consent.alternatives, this.data.english),
        });
      });
    },

    /** @param {any} event */
    typeName({ detail }) {
      this.setData({ name: detail.value });
    },

    /** @param {any} event */
    typeNumber({ detail }) {
      this.setData({ idNumber: idNumber(detail.value) });
    },

    /** Agreed to by the very button that sends it. */
    start() {
      const { name, idNumber: number, consent, aim } = this.data;
      const wrong = { name: name.trim().length < 2, number: idSlip(number) };
      this.setData({ nameSlip: wrong.name ? say("identity", "name-slip") : "", numberSlip: slipText(wrong.number) });
      if (wrong.name || wrong.number) return undefined;
      return act(this, async () => {
        await agreeToGuideline();
        const check = await api.openCheck(await applicant(aim, { name, idNumber: number, version: consent.version }));
        this.setData({ check, state: "pending" });
        await this.finish(await showFace(check.verifyId));
      });
    },

    askAgain() {
      return act(this, () => this.finish(true));
    },

    /** @param {boolean} wentThrough what WeChat said to this page: it decides how long is waited, nothing else */
    async finish(wentThrough) {
      const { check } = this.data;
      try {
        for (let times = wentThrough ? ASK_TIMES : 1; times > 0; times -= 1) {
          const result = await api.checkResult(check.identityCheckId, check.resumeToken);
          if (result.state === "passed") return goOn(this.data.aim, result);
          if (result.state === "failed") return this.fail(result.cause, result.advice, result.ways ?? result.alternatives);
          if (times > 1) await pause(ASK_EVERY_MS);
        }
      } catch (problem) {
        if (problem instanceof Problem && (problem.status === 404 || problem.status === 410)) this.setData({ state: "form" });
        else this.setData({ state: "unsettled" });
        throw problem;
      }
      return wentThrough ? this.setData({ state: "unsettled" }) : this.fail("cancelled", "", this.data.consent.alternatives);
    },

    /**
     * @param {string} cause
     * @param {string} advice
     * @param {Way[]} ways
     */
    fail(cause, advice, ways) {
      this.setData({
        state: "failed", check: null, cause: say("cause", cause) || say("cause", "unclear"), advice,
        ways: shownWays(ways, this.data.english),
      });
    },

    again() {
      this.setData({ state: "form", cause: "", advice: "" });
    },

    /** @param {any} event */
    another({ currentTarget }) {
      const { kind } = currentTarget.dataset;
      const { name, idNumber: number, aim } = this.data;
      errand.typed = { name, idNumber: number };
      // in this page's place: whoever is known by then goes back to where they came from
      if (kind === "bank") wx.redirectTo({ url: paths.way(aim) });
      else if (kind === "counter") wx.navigateTo({ url: paths.web("/appointment") });
    },
  },
});
