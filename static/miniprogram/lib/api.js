// @ts-check
// Every call of the pages to the office: adds who asks, signs in anew once, keeps one key per intended action.
const { intend } = require("./intended");
const { exchange, Problem } = require("./request");
const { session } = require("./session");

const E = "/v1/enterprise";
const one = encodeURIComponent;

/** What a new sign-in may mend; any other 401 says what is missing, and wx.login does not bring it. */
const OVER = new Set(["session-ended", "sign-in-needed"]);

/**
 * @param {"GET" | "POST" | "PUT" | "DELETE"} method
 * @param {string} path
 * @param {{ body?: object, headers?: Record<string, string> }} [more]
 */
async function ask(method, path, { body, headers = {} } = {}) {
  /** @param {import("./session").Visit} visit */
  const attempt = (visit) =>
    exchange(method, path, { body, headers: { ...headers, Authorization: `Bearer ${visit.accessToken}` } });
  const before = await session.current();
  try {
    return await attempt(before);
  } catch (problem) {
    if (!(problem instanceof Problem && OVER.has(problem.code))) throw problem;
    // somebody else may have signed in anew meanwhile
    const now = await session.current();
    return attempt(now === before ? await session.renew() : now);
  }
}

/**
 * @param {string} path
 * @param {object} [body]
 */
async function act(path, body) {
  const intention = await intend(`POST ${path}`, body);
  try {
    const answer = await ask("POST", path, { body, headers: { "Idempotency-Key": intention.key } });
    intention.settle();
    return answer;
  } catch (problem) {
    if (problem instanceof Problem && !problem.isUnsettled) intention.settle();
    throw problem;
  }
}

/**
 * @typedef {{ name: string, idNumber: string, consentVersion: string, agreed: boolean, code?: string, matterId?: string,
 *   purpose?: string, mandateId?: string }} Applicant
 */

const api = {
  consent: () => exchange("GET", `${E}/consents/face`),
  wayConsent: (/** @type {string} */ way) => exchange("GET", `${E}/consents/other-ways/${one(way)}`),
  openCheck: (/** @type {Applicant} */ body) => act(`${E}/identity-checks`, body),
  checkResult: (/** @type {string} */ id, /** @type {string} */ resumeToken) =>
    ask("POST", `${E}/identity-checks/${one(id)}/result`, { body: { resumeToken } }),
  openOtherWay: (/** @type {Applicant & { way: string }} */ body) => act(`${E}/identity-checks/other-ways`, body),
  sendCode: (/** @type {string} */ id, /** @type {string} */ resumeToken, /** @type {string} */ phone) =>
    ask("POST", `${E}/identity-checks/${one(id)}/codes`, { body: { resumeToken, phone } }),
  prove: (/** @type {string} */ id, /** @type {string} */ resumeToken, /** @type {object} */ proof) =>
    ask("POST", `${E}/identity-checks/${one(id)}/proof`, { body: { resumeToken, ...proof } }),

  home: () => ask("GET", `${E}/home?choose=waiting`),
  invitation: (/** @type {string} */ id) => ask("GET", `${E}/invitations/${one(id)}/screen`),
  keepPhone: (/** @type {string} */ code) => ask("POST", `${E}/phone-number`, { body: { code } }),
  subscriptions: () => ask("GET", `${E}/subscriptions`),
  noteSubscription: (/** @type {string} */ templateId, /** @type {boolean} */ accepted) =>
    ask("POST", `${E}/subscriptions`, { body: { templateId, accepted } }),
  checkMessage: (/** @type {string} */ code, /** @type {string} */ receivingNumber) =>
    exchange("POST", "/v1/sms/messages/check", { body: { code, receivingNumber } }),

  ticket: (/** @type {string} */ path) => ask("POST", `${E}/web-view-tickets`, { body: { path } }),

  async signOut() {
    await ask("DELETE", `${E}/session`);
    session.forget();
  },
};

module.exports = { api };
