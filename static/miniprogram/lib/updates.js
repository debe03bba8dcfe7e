// @ts-check
// A newer build: taken at the next start by itself, at once where the office does not serve this one any more.

let isReady = false;

/** Called once, when the mini-program starts. */
function watch() {
  const manager = wx.getUpdateManager();
  manager.onUpdateReady(() => {
    isReady = true;
  });
}

/** Begins anew with the newer build, if it is here. @returns {boolean} whether it was */
function takeNewest() {
  if (isReady) wx.getUpdateManager().applyUpdate();
  return isReady;
}

module.exports = { takeNewest, watch };
