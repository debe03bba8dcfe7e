// @ts-check
// The first page: the nine digits of a text message (办理码), or what waits for whoever is known here.
const { api } = require("../../lib/api");
const { isCare, setCare } = require("../../lib/care");
const { codeIn, codeSlip, digitsOnly, inThrees, matterIn } = require("../../lib/digits");
const { errand } = require("../../lib/errand");
const { linesOf } = require("../../lib/homes");
const { day, language, say, setLanguage } = require("../../lib/language");
const paths = require("../../lib/paths");
const { agreeToGuideline, clipboard, scan } = require("../../lib/platform");
const { act, slipText, speak } = require("../../lib/screen");
const { session } = require("../../lib/session");

/** @type {{ id: string, path: string }[]} what is there for everybody */
const OPEN_TO_ALL = [
  { id: "message", path: "/pages/message/message" },
  { id: "guides", path: paths.web("/items") },
  { id: "counter", path: paths.web("/appointment") },
];

/** @param {import("../../lib/homes").Line} line */
const shown = (line) => ({
  ...line,
  state: (language() === "en" && say(line.isMatter ? "next" : "state", line.code)) || line.state,
  detail: line.lastDay ? say("start", "last-day", day(line.lastDay)) : "",
});

Component({
  data: {
    w: /** @type {Record<string, string>} */ ({}),
    care: false, english: false, busy: false, problem: /** @type {any} */ (null),
    isLoading: true, isMoreShown: false, hello: "", party: "", others: 0,
    waiting: /** @type {any[]} */ ([]), running: /** @type {any[]} */ ([]),
    digits: "", grouped: "", slip: "",
  },
  methods: {
    /** @param {{ scene?: string, m?: string }} query */
    onLoad(query) {
      const matter = matterIn(query.m) || matterIn(query.scene);
      if (matter) wx.navigateTo({ url: paths.matter(matter) });
    },

    onShow() {
      speak(this, "start");
      return this.load();
    },

    async onPullDownRefresh() {
      await this.load();
      wx.stopPullDownRefresh();
    },

    load() {
      return act(this, async () => {
        const visit = await session.current();
        if (visit.level === "none") {
          this.setData({ isLoading: false, hello: "", waiting: [], running: [] });
          return;
        }
        const home = await api.home();
        const { party, others, waiting, running } = linesOf(home);
        this.setData({
          isLoading: false, others, hello: say("start", "hello", home.person.name),
          party: party && say("start", "party", party), waiting: waiting.map(shown), running: running.map(shown),
        });
      });
    },

    /** @param {{ detail: { value: string } }} event */
    type({ detail }) {
      this.put(digitsOnly(detail.value).slice(0, 9));
    },

    /** @param {string} digits */
    put(digits) {
      this.setData({ digits, grouped: inThrees(digits), slip: digits.length === 9 ? slipText(codeSlip(digits)) : "" });
    },

    paste() {
      return act(this, async () => {
        await agreeToGuideline();
        const found = codeIn(await clipboard());
        if (found) this.put(found);
        else this.setData({ slip: say("start", "code-none") });
      });
    },

    /** A picture of ours leads to its page; anything else may hold nine digits. */
    scan() {
      return act(this, async () => {
        await agreeToGuideline();
        const { path, result } = await scan();
        const [, page = "", query = ""] = /^\/?([\w/]+?)(?:\.html)?(?:\?(.*))?$/.exec(path) ?? [];
        const matter = page === "pages/matter/matter" ? matterIn(query.replace(/^(?:scene|m)=/, "")) : "";
        if (matter) wx.navigateTo({ url: paths.matter(matter) });
        else if (codeIn(result)) this.put(codeIn(result));
        else if (page !== "pages/start/start") this.setData({ slip: say("start", "scan-none") });
      });
    },

    /** The code is no credential: whoever comes with it is asked who they are. */
    enterCode() {
      const slip = codeSlip(this.data.digits);
      this.setData({ slip: slipText(slip) });
      if (slip) return;
      errand.code = this.data.digits;
      wx.navigateTo({ url: paths.identity() });
    },

    withoutCode() {
      errand.code = "";
      wx.navigateTo({ url: paths.identity() });
    },

    /** @param {any} event */
    openLine({ currentTarget }) {
      const { id } = currentTarget.dataset;
      const line = [...this.data.waiting, ...this.data.running].find((each) => each.id === id);
      if (line) wx.navigateTo({ url: line.isMatter ? paths.matter(line.matterId) : paths.web(line.path) });
    },

    /** @param {any} event */
    open({ currentTarget }) {
      const { id } = currentTarget.dataset;
      const found = OPEN_TO_ALL.find((each) => each.id === id);
      if (found) wx.navigateTo({ url: found.path });
    },

    openAll() {
      wx.navigateTo({ url: paths.web("/") });
    },
    openActing() {
      wx.navigateTo({ url: paths.web("/acting") });
    },
    openWallet() {
      wx.navigateTo({ url: paths.web("/wallet") });
    },
    openPhone() {
      wx.navigateTo({ url: "/pages/phone/phone" });
    },
    openSubscribe() {
      wx.navigateTo({ url: "/pages/subscribe/subscribe" });
    },
    showMore() {
      this.setData({ isMoreShown: true });
    },

    switchCare() {
      setCare(!isCare());
      speak(this, "start");
    },

    switchLanguage() {
      setLanguage(language() === "en" ? "zh" : "en");
      speak(this, "start");
      return this.load();
    },

    async signOut() {
      const { confirm } = await wx.showModal({
        title: say("start", "sign-out"), content: say("start", "sign-out-detail"),
        confirmText: say("start", "sign-out-yes"), cancelText: say("start", "sign-out-no"),
      });
      if (!confirm) return;
      await act(this, () => api.signOut());
      errand.forget();
      await this.load();
    },
  },
});
