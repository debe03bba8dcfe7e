// @ts-check
// The shell of the palm office (掌上办) in WeChat: who one is, what one was told, and the phone page (H5) for all the rest.
const updates = require("./lib/updates");

App({
  onLaunch() {
    updates.watch();
  },

  /** An old link may name a page this build does not have. */
  onPageNotFound() {
    wx.reLaunch({ url: "/pages/start/start" });
  },
});
