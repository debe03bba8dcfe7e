// @ts-check
// The phone page (H5) in a web-view, entered by a ticket: one use, sixty seconds, bound to the session here.
const { api } = require("../../lib/api");
const { office } = require("../../lib/config");
const { errand } = require("../../lib/errand");
const { say } = require("../../lib/language");
const paths = require("../../lib/paths");
const { Problem } = require("../../lib/request");
const { act, speak } = require("../../lib/screen");
const { session } = require("../../lib/session");

/** What is there for everybody opens whatever becomes of a ticket. @param {string} path @returns {Promise<string>} */
async function publicAddress(path) {
  const plain = `${office()}/#${path}`;
  try {
    const { level } = await session.current();
    return level === "none" ? plain : (await api.ticket(path)).url; // known here is known there
  } catch (failure) {
    if (failure instanceof Error && !(failure instanceof Problem)) throw failure;
    return plain;
  }
}

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, busy: false, problem: /** @type {any} */ (null), path: "/", src: "",
  },
  methods: {
    /** @param {{ path?: string }} query */
    onLoad(query) {
      const path = decodeURIComponent(query.path ?? "/");
      this.setData({ path: paths.wayTo(path) ? path : "/" });
      speak(this, "web");
      return this.enter();
    },

    /** Back from the native face page: on to where the H5 was, with the session that began meanwhile. */
    onShow() {
      const path = errand.takeNext();
      if (!path) return undefined;
      this.setData({ path: paths.wayTo(path) ? path : "/" });
      return this.enter();
    },

    enter() {
      return act(this, async () => {
        const { path } = this.data;
        this.setData({ src: "" }); // an address that differs behind # alone is not always loaded anew
        if (paths.wayTo(path) === "public") return this.setData({ src: await publicAddress(path) });
        try {
          this.setData({ src: (await api.ticket(path)).url });
        } catch (problem) {
          if (!(problem instanceof Problem && problem.code === "face-needed")) throw problem;
          wx.redirectTo({ url: paths.identity({ then: path }) });
        }
      });
    },

    closed() {
      this.setData({ src: "", problem: { code: "closed", title: say("web", "closed"), advice: say("web", "closed-detail") } });
    },
  },
});
