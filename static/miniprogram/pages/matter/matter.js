// @ts-check
// One notice, opened from WeChat, a link or a picture: who comes in here is asked who they are, then goes on in the H5.
const { api } = require("../../lib/api");
const { matterIn } = require("../../lib/digits");
const { errand } = require("../../lib/errand");
const { day, say } = require("../../lib/language");
const paths = require("../../lib/paths");
const { Problem } = require("../../lib/request");
const { act, speak } = require("../../lib/screen");
const { session } = require("../../lib/session");

const NOT_THEIRS = new Set(["not-found", "not-representative"]);
const FINAL = new Set(["yes", "never", "already_done", "not_me"]);

/** @param {any} invitation what the page shows of it */
const shown = ({ party, why, items }) => ({
  state: items.every((/** @type {any} */ item) => FINAL.has(item.answer)) ? "answered" : "ready",
  party: say("matter", "party", party.name),
  why: why.map((/** @type {any} */ each) => each.text),
  items: items.map((/** @type {any} */ item) => ({
    itemCode: item.itemCode, name: item.name, lastDay: say("matter", "last-day", day(item.lastDay)),
  })),
});

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, busy: false, problem: /** @type {any} */ (null),
    matterId: "", state: "loading", party: "", isProved: false,
    why: /** @type {string[]} */ ([]), items: /** @type {any[]} */ ([]),
  },
  methods: {
    /** @param {{ m?: string, scene?: string }} query `scene` is what a picture carries */
    onLoad(query) {
      this.setData({ matterId: matterIn(query.m) || matterIn(query.scene) });
    },

    onShow() {
      speak(this, "matter");
      return this.load();
    },

    load() {
      return act(this, async () => {
        const { matterId } = this.data;
        if (!matterId) return this.setData({ state: "not-theirs" });
        const visit = await session.current();
        if (visit.level === "none") return this.setData({ state: "visitor" });
        try {
          const { invitation } = await api.invitation(matterId);
          this.setData({ ...shown(invitation), isProved: errand.isProved(matterId) });
        } catch (problem) {
          if (!(problem instanceof Problem && NOT_THEIRS.has(problem.code))) throw problem;
          this.setData({ state: "not-theirs" });
        }
      });
    },

    /** Whoever nobody knows yet names no matter: the check is for signing in, and brings them back here. */
    prove() {
      wx.navigateTo({ url: paths.identity({ then: "back" }) });
    },

    goOn() {
      const { matterId } = this.data;
      const path = `/matters/${matterId}`;
      const isKnown = errand.isProved(matterId);
      wx.navigateTo({ url: isKnown ? paths.web(path) : paths.identity({ m: matterId, purpose: "apply", then: path }) });
    },

    look() {
      wx.navigateTo({ url: paths.web(`/matters/${this.data.matterId}`) });
    },

    home() {
      wx.reLaunch({ url: "/pages/start/start" });
    },
  },
});
