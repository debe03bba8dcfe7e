// @ts-check
// One exchange with the office. Every failure becomes a Problem with a title and what to do about it (RFC 9457).
// Nothing that is sent or answered is ever written down.
const { PATIENCE_MS, VERSION, office } = require("./config");

/**
 * @typedef {{ field: string, code: string, title: string }} FieldProblem
 * @typedef {object} Told what a Problem says
 * @property {string} code
 * @property {number} [status]
 * @property {string} [title]
 * @property {string} [advice]
 * @property {FieldProblem[]} [fields]
 * @property {Record<string, any>} [extra]
 */

class Problem extends Error {
  /** @param {Told} told */
  constructor({ code, status = 0, title = "", advice = "", fields = [], extra = {} }) {
    super(code);
    this.code = code;
    this.status = status;
    this.title = title;
    this.advice = advice;
    this.fields = fields;
    this.extra = extra;
  }

  /** Whether it may have happened, or may work in a moment: the same key is sent again. */
  get isUnsettled() {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 401 || this.status === 426;
  }

  /** @param {string} name @returns {string} what is wrong with this field */
  fieldTitle(name) {
    return this.fields.find((each) => each.field === name)?.title ?? "";
  }
}

/**
 * @param {number} status
 * @param {any} body
 */
function problemOf(status, body) {
  if (typeof body !== "object" || body === null || !body.title) return new Problem({ code: "broken", status });
  const { type = "", title, advice, fields, status: _, ...extra } = body;
  return new Problem({ code: String(type).split("/").pop() || "broken", status, title, advice, fields, extra });
}

/**
 * @param {"GET" | "POST" | "PUT" | "DELETE"} method
 * @param {string} path
 * @param {{ body?: object, headers?: Record<string, string> }} [more]
 * @returns {Promise<any>} the body of the answer
 */
function exchange(method, path, { body, headers = {} } = {}) {
  const base = office();
  if (!base) return Promise.reject(new Problem({ code: "no-office" }));
  return new Promise((resolve, reject) => {
    wx.request({
      url: base + path,
      method,
      // a POST without a body has no type either: the office takes none for JSON
      ...(body ? { data: JSON.stringify(body) } : {}),
      header: {
        Accept: "application/json",
        ...(body ? { "Content-Type": "application/json" } : {}),
        "Palm-Client": `miniprogram/${VERSION}`,
        ...headers,
      },
      dataType: "json",
      timeout: PATIENCE_MS,
      success: ({ statusCode, data }) => {
        if (statusCode >= 200 && statusCode < 300) resolve(statusCode === 204 ? null : data);
        else reject(problemOf(statusCode, data));
      },
      fail: ({ errMsg = "" }) => reject(new Problem({ code: /timeout|timed out/i.test(errMsg) ? "slow" : "offline" })),
    });
  });
}

module.exports = { Problem, exchange };
