// @ts-check
// Who is signed in. The token lives in memory alone: there is nothing to renew, wx.login is silent and asks nobody.
const { loginCode } = require("./platform");
const { exchange } = require("./request");

/**
 * @typedef {object} Visit
 * @property {string} accessToken
 * @property {string} expiresAt
 * @property {"none" | "phone" | "face"} level `none`: nobody's face passed on this account yet
 * @property {{ name: string }} [person]
 */

/** @type {Visit | null} */
let visit = null;
/** @type {Promise<Visit> | null} */
let beginning = null;

async function begin() {
  // the code is good once, so a lost answer is asked for with another
  visit = /** @type {Visit} */ (await exchange("POST", "/v1/enterprise/session", { body: { code: await loginCode() } }));
  return visit;
}

const session = {
  /** @returns {Promise<Visit>} */
  current() {
    return visit ? Promise.resolve(visit) : session.renew();
  },

  /** However many ask at once, WeChat is asked once. @returns {Promise<Visit>} */
  renew() {
    beginning ??= begin().finally(() => {
      beginning = null;
    });
    return beginning;
  },

  /** @param {Visit} begun what a check that was passed began */
  adopt(begun) {
    visit = begun;
  },

  forget() {
    visit = null;
  },
};

module.exports = { session };
