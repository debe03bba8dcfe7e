// @ts-check
// "Was this really you?": the code and the full receiving number together; neither alone tells anything.
const { api } = require("../../lib/api");
const { codeIn, codeSlip, digitsOnly, mobile, phoneSlip } = require("../../lib/digits");
const { errand } = require("../../lib/errand");
const { day, say } = require("../../lib/language");
const { act, slipText, speak } = require("../../lib/screen");

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, busy: false, problem: /** @type {any} */ (null),
    digits: "", phone: "", codeSlip: "", phoneSlip: "", answer: /** @type {any} */ (null),
  },
  methods: {
    onShow() {
      speak(this, "message");
    },

    /** @param {any} event */
    typeCode({ detail }) {
      this.setData({ digits: (codeIn(detail.value) || digitsOnly(detail.value)).slice(0, 9) });
    },

    /** @param {any} event */
    typePhone({ detail }) {
      this.setData({ phone: mobile(detail.value) });
    },

    check() {
      const { digits, phone } = this.data;
      const wrong = { codeSlip: slipText(codeSlip(digits)), phoneSlip: slipText(phoneSlip(phone)) };
      this.setData({ ...wrong, answer: null });
      if (wrong.codeSlip || wrong.phoneSlip) return undefined;
      return act(this, async () => {
        const told = await api.checkMessage(digits, phone);
        if (told.sent) errand.code = digits; // who goes on from here need not type it again
        this.setData({ answer: { ...told, when: told.sent ? say("message", "yes-detail", day(told.sentAt)) : "" } });
      });
    },
  },
});
