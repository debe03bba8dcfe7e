// @ts-check
// Whether the office may write in WeChat (订阅消息). Credits are what the platform tells the office, not what is told here.
const { api } = require("../../lib/api");
const { say } = require("../../lib/language");
const { askForMessages } = require("../../lib/platform");
const { act, speak } = require("../../lib/screen");

const SWITCHED_OFF = 20004; // of wx.requestSubscribeMessage: the person switched all messages off
const MOST_AT_ONCE = 3; // the platform's

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, busy: false, problem: /** @type {any} */ (null),
    isLoading: true, isOff: false, told: "", templates: /** @type {any[]} */ ([]),
  },
  methods: {
    onShow() {
      speak(this, "subscribe");
      return this.load();
    },

    load() {
      return act(this, async () => this.list(await api.subscriptions()));
    },

    /** @param {{ templates: { templateId: string, kinds: string[], credits: number }[] }} answered */
    list({ templates }) {
      this.setData({
        isLoading: false,
        templates: templates.map((each) => ({
          ...each, title: each.kinds.map((kind) => say("subscribe", kind)).filter(Boolean).join(" · "),
          left: each.credits ? say("subscribe", "left", each.credits) : say("subscribe", "none"),
        })),
      });
    },

    /** WeChat's question comes first, in the tap itself: after anything was waited for it is refused. */
    allow() {
      const ids = this.data.templates.map((each) => each.templateId).slice(0, MOST_AT_ONCE);
      const answering = askForMessages(ids);
      this.setData({ told: "", isOff: false });
      return act(this, async () => {
        const answers = await this.answersTo(answering);
        if (!answers) return;
        const said = ids.filter((id) => answers[id] === "accept" || answers[id] === "reject");
        for (const id of said) this.list(await api.noteSubscription(id, answers[id] === "accept"));
        const isAllowed = said.some((id) => answers[id] === "accept");
        this.setData({ told: say("subscribe", isAllowed ? "accepted" : "rejected") });
      });
    },

    /** @param {Promise<Record<string, string>>} answering */
    async answersTo(answering) {
      try {
        return await answering;
      } catch (failure) {
        const { errCode } = /** @type {import("../../lib/platform").Failure} */ (failure);
        if (errCode !== SWITCHED_OFF) throw failure;
        this.setData({ isOff: true });
        return null;
      }
    },

    settings() {
      wx.openSetting({ withSubscriptions: true });
    },
  },
});
