// @ts-check
// Known without a face (其他方式核验): a bank card and the phone the bank knows, of the same weight.
const { aimOf, applicant, goOn } = require("../../lib/applicant");
const { api } = require("../../lib/api");
const { digitsOnly, idNumber, idSlip, mobile, phoneSlip } = require("../../lib/digits");
const { errand } = require("../../lib/errand");
const { say } = require("../../lib/language");
const paths = require("../../lib/paths");
const { agreeToGuideline, pause } = require("../../lib/platform");
const { Problem } = require("../../lib/request");
const { act, slipText, speak } = require("../../lib/screen");

const SHORTEST_CARD = 12;
const ASK_EVERY_MS = 2000;
const ASK_TIMES = 20;

const NOTHING_WRONG = { nameSlip: "", numberSlip: "", cardSlip: "", phoneSlip: "", codeSlip: "" };

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    i: /** @type {Record<string, string>} */ ({}),
    care: false, busy: false, problem: /** @type {any} */ (null),
    aim: /** @type {import("../../lib/applicant").Aim} */ ({ m: "", purpose: "", mandate: "", then: "" }),
    state: "loading", // person, card, pending, failed
    consent: /** @type {any} */ (null), version: "", check: /** @type {any} */ (null),
    name: "", idNumber: "", card: "", phone: "", code: "", isSent: false, cause: "", advice: "",
    ...NOTHING_WRONG,
  },
  methods: {
    /** @param {any} query */
    onLoad(query) {
      this.setData({ aim: aimOf(query), ...errand.typed });
      this.show();
      return this.load();
    },

    onShow() {
      this.show();
    },

    show() {
      speak(this, "way");
      const fields = ["name", "number", "number-hint"].map((key) => [key === "number-hint" ? "numberHint" : key, say("identity", key)]);
      this.setData({ i: Object.fromEntries(fields) });
    },

    load() {
      return act(this, async () => {
        const consent = await api.wayConsent("bank");
        this.setData({ consent, state: "person", version: say("identity", "version", consent.version) });
      });
    },

    /** @param {any} event `data-field` names what is typed */
    type({ currentTarget, detail }) {
      const { field } = currentTarget.dataset;
      /** @type {Record<string, (text: string) => string>} */
      const clean = {
        name: (text) => text, idNumber, phone: mobile,
        card: (text) => digitsOnly(text).slice(0, 19), code: (text) => digitsOnly(text).slice(0, 6),
      };
      this.setData({ [field]: clean[field](detail.value) });
    },

    agree() {
      const { name, idNumber: number, consent, aim } = this.data;
      const wrong = { nameSlip: name.trim().length < 2 ? say("identity", "name-slip") : "", numberSlip: slipText(idSlip(number)) };
      this.setData({ ...NOTHING_WRONG, ...wrong });
      if (wrong.nameSlip || wrong.numberSlip) return undefined;
      return act(this, async () => {
        await agreeToGuideline();
        const who = await applicant(aim, { name, idNumber: number, version: consent.version });
        this.setData({ check: await api.openOtherWay({ ...who, way: "bank" }), state: "card" });
      });
    },

    sendCode() {
      const { check, phone } = this.data;
      this.setData({ phoneSlip: slipText(phoneSlip(phone)) });
      if (phoneSlip(phone)) return undefined;
      return act(this, async () => {
        await api.sendCode(check.identityCheckId, check.resumeToken, phone);
        this.setData({ isSent: true });
      });
    },

    prove() {
      const { card, phone, code } = this.data;
      const wrong = {
        cardSlip: card.length < SHORTEST_CARD ? say("way", "card-slip") : "",
        phoneSlip: slipText(phoneSlip(phone)), codeSlip: code.length === 6 ? "" : say("way", "code-slip"),
      };
      this.setData({ ...NOTHING_WRONG, ...wrong });
      if (Object.values(wrong).some(Boolean)) return undefined;
      return act(this, () => this.finish({ bank: { cardNumber: card, phone, code } }));
    },

    /** @param {object} proof given once; what became of it is asked without it */
    async finish(proof) {
      const { check, aim } = this.data;
      try {
        let result = await api.prove(check.identityCheckId, check.resumeToken, proof);
        for (let times = ASK_TIMES; result.state === "pending" && times > 0; times -= 1) {
          this.setData({ state: "pending" });
          await pause(ASK_EVERY_MS);
          result = await api.prove(check.identityCheckId, check.resumeToken, {});
        }
        this.setData({ card: "", code: "" });
        if (result.state === "passed") goOn(aim, result);
        else this.setData({ state: "failed", check: null, cause: say("cause", result.cause) || say("cause", "unclear"), advice: result.advice ?? "" });
      } catch (problem) {
        const isOver = problem instanceof Problem && (problem.status === 404 || problem.status === 410);
        this.setData({ state: isOver ? "person" : "card" });
        throw problem;
      }
    },

    again() {
      this.setData({ state: "person", isSent: false, cause: "", advice: "" });
    },

    face() {
      const { name, idNumber: number, aim } = this.data;
      errand.typed = { name, idNumber: number };
      wx.redirectTo({ url: paths.identity(aim) });
    },
  },
});
