// @ts-check
// What every page does alike: speaks the chosen language, does one thing at a time, tells what went wrong.
const { isCare } = require("./care");
const { language, say, wordsOf } = require("./language");
const { wasCancelled, wasOffline, wasPrivacyRefused } = require("./platform");
const { Problem } = require("./request");
const { takeNewest } = require("./updates");

/**
 * A page as these functions need it.
 * @typedef {{ data: any, setData(data: Record<string, any>): void }} Screen
 */

/** @type {WeakSet<object>} a page while it waits for an answer: a second tap meanwhile is no second deed */
const busy = new WeakSet();

/**
 * Again at each return: the language or the size of the type may have been changed elsewhere.
 * @param {Screen} screen
 * @param {string} area
 */
function speak(screen, area) {
  screen.setData({ w: wordsOf(area), care: isCare(), english: language() === "en" });
  wx.setNavigationBarTitle({ title: say(area, "title") });
}

/** @param {any} failure @returns {Problem} */
function problemIn(failure) {
  if (failure instanceof Problem) return failure;
  if (failure instanceof Error) throw failure;
  if (wasPrivacyRefused(failure)) return new Problem({ code: "privacy-refused" });
  return new Problem({ code: wasOffline(failure) ? "offline" : "wechat" });
}

/**
 * Chinese is the office's own wording; English ours, where we have it.
 * @param {Problem} problem
 */
function told(problem) {
  const isOurs = !problem.title || language() === "en";
  return {
    code: problem.code,
    title: (isOurs && say("problem", problem.code)) || problem.title || say("problem", "broken"),
    advice: (isOurs && say("advice", problem.code)) || problem.advice,
    isPrivacy: problem.code === "privacy-refused",
  };
}

/**
 * Does one thing. A failure is shown on the page; what the person cancelled themselves is none.
 * @template T
 * @param {Screen} screen
 * @param {() => Promise<T>} run
 * @returns {Promise<T | undefined>} undefined when it failed, or something is being done already
 */
async function act(screen, run) {
  if (busy.has(screen)) return undefined;
  busy.add(screen);
  screen.setData({ busy: true, problem: null });
  try {
    return await run();
  } catch (failure) {
    if (!wasCancelled(/** @type {any} */ (failure))) {
      const problem = problemIn(failure);
      if (problem.code === "client-too-old") takeNewest();
      screen.setData({ problem: told(problem) });
    }
    return undefined;
  } finally {
    busy.delete(screen);
    screen.setData({ busy: false });
  }
}

/** @param {string} slip one of digits.js's @returns {string} */
const slipText = (slip) => (slip ? say("slip", slip) : "");

module.exports = { act, slipText, speak, told };
