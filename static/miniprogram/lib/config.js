// @ts-check
// Where the office is. The one place to edit before a release; README.md beside app.json says what else to register.

const VERSION = "1.0.0";

// `develop` is the developer tools and a phone that previews, `trial` is 体验版, `release` is what people have.
const OFFICES = {
  develop: "http://127.0.0.1:8000",
  trial: "",
  release: "",
};

/** How long an answer is waited for. */
const PATIENCE_MS = 20_000;

/** @returns {string} the office's address, without a slash at its end; empty where none was set */
function office() {
  return OFFICES[wx.getAccountInfoSync().miniProgram.envVersion];
}

module.exports = { OFFICES, PATIENCE_MS, VERSION, office };
