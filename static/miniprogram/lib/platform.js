// @ts-check
// WeChat's own calls as promises: some of them answer to callbacks alone.

/**
 * What a call of the platform's failed with; `errMsg` is for programmers and is shown to nobody.
 * @typedef {{ errMsg?: string, errCode?: number, errno?: number }} Failure
 */

/** @returns {Promise<string>} the code of wx.login, good once */
function loginCode() {
  return new Promise((resolve, reject) => {
    wx.login({ success: ({ code }) => (code ? resolve(code) : reject({ errMsg: "login:fail" })), fail: reject });
  });
}

/**
 * Hands the person over to WeChat's face page. What it answers counts for nothing: the office is asked.
 * @param {string} verifyId
 * @returns {Promise<boolean>} whether they went through it
 */
function showFace(verifyId) {
  if (!wx.requestFacialVerify) return Promise.resolve(false);
  return new Promise((resolve) => {
    wx.requestFacialVerify({ verifyId, success: () => resolve(true), fail: () => resolve(false) });
  });
}

/** Whether this WeChat is new enough for the face page (base library 3.8.12). */
const hasFace = () => typeof wx.requestFacialVerify === "function";

/**
 * Only in the very tap: the platform refuses the question after anything was waited for.
 * @param {string[]} tmplIds
 * @returns {Promise<Record<string, string>>} template to `accept`, `reject`, `ban`, `filter`
 */
function askForMessages(tmplIds) {
  return new Promise((resolve, reject) => {
    wx.requestSubscribeMessage({
      tmplIds,
      success: (/** @type {any} */ answers) => resolve(answers),
      fail: reject,
    });
  });
}

/** @returns {Promise<{ result: string, path: string }>} what was scanned: a text, or a page of a mini-program */
function scan() {
  return new Promise((resolve, reject) => {
    wx.scanCode({
      scanType: ["qrCode", "wxCode"],
      success: (/** @type {any} */ { result = "", path = "" }) => resolve({ result, path }),
      fail: reject,
    });
  });
}

/**
 * WeChat's own question about the privacy guideline (用户隐私保护指引), before anything personal is asked for or sent. It
 * comes once; whoever agreed before, or has a WeChat that does not ask, is not asked.
 * @returns {Promise<void>}
 */
function agreeToGuideline() {
  if (!wx.requirePrivacyAuthorize) return Promise.resolve();
  return new Promise((resolve, reject) => {
    wx.requirePrivacyAuthorize({ success: () => resolve(), fail: reject });
  });
}

/** @returns {Promise<string>} */
function clipboard() {
  return new Promise((resolve, reject) => {
    wx.getClipboardData({ success: ({ data }) => resolve(data), fail: reject });
  });
}

/** @returns {Promise<string>} a number nobody made before, to name one intended action by */
function freshKey() {
  return new Promise((resolve, reject) => {
    wx.getRandomValues({
      length: 16,
      success: ({ randomValues }) =>
        resolve(Array.from(new Uint8Array(randomValues), (byte) => byte.toString(16).padStart(2, "0")).join("")),
      fail: reject,
    });
  });
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {Failure | undefined} failure */
const wasCancelled = (failure) => /cancel/.test(failure?.errMsg ?? "");

/** WeChat itself did not get through: its words are in one of two languages. */
const wasOffline = (/** @type {Failure | undefined} */ failure) => /net::|network|timeout|\u7f51\u7edc/i.test(failure?.errMsg ?? "");

/** The platform's word for: they did not agree to the privacy guideline (用户隐私保护指引). */
const wasPrivacyRefused = (/** @type {Failure | undefined} */ failure) =>
  /privacy permission is not authorized|privacy api banned/.test(failure?.errMsg ?? "") || failure?.errno === 104;

module.exports = {
  agreeToGuideline, askForMessages, clipboard, freshKey, hasFace, loginCode, pause, scan, showFace,
  wasCancelled, wasOffline, wasPrivacyRefused,
};
