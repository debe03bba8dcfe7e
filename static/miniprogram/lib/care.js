// @ts-check
// The care mode (长辈版): larger type, larger targets, fewer choices; kept on this phone alone.
const KEPT = "palm.care";
const LARGE = 22; // WeChat's own type setting in px, of which 17 is the usual one

function isCare() {
  const chosen = wx.getStorageSync(KEPT);
  if (typeof chosen === "boolean") return chosen;
  return (wx.getAppBaseInfo().fontSizeSetting ?? 0) >= LARGE;
}

/** @param {boolean} chosen */
function setCare(chosen) {
  wx.setStorageSync(KEPT, chosen);
}

module.exports = { isCare, setCare };
