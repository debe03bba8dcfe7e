// @ts-check
// The number WeChat knows, to be reached by: one tap, or none. It proves nothing and opens nothing.
const { api } = require("../../lib/api");
const { say } = require("../../lib/language");
const { wasPrivacyRefused } = require("../../lib/platform");
const { act, speak } = require("../../lib/screen");

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, busy: false, problem: /** @type {any} */ (null), kept: "", isRefused: false,
  },
  methods: {
    onShow() {
      speak(this, "phone");
    },

    /** @param {{ detail: { code?: string, errMsg?: string } }} event WeChat's answer to its own button */
    allow({ detail }) {
      const { code, errMsg } = detail;
      this.setData({ isRefused: !code, problem: null });
      if (code) {
        return act(this, async () => this.setData({ kept: say("phone", "kept", (await api.keepPhone(code)).phone) }));
      }
      if (wasPrivacyRefused({ errMsg })) return act(this, () => Promise.reject({ errMsg }));
      return undefined;
    },

    back() {
      wx.navigateBack();
    },
  },
});
