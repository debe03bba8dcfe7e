// @ts-check
// Who asks to be known, as both ways take it: the name and number typed, and what the check is for.
const { errand } = require("./errand");
const paths = require("./paths");
const { session } = require("./session");

/**
 * @typedef {{ m: string, purpose: string, mandate: string, then: string }} Aim
 *   `then`: a page of the H5 to go on at, or `back` for the page before this one
 */

const PURPOSES = new Set(["apply", "case", "mandate", "jump", "data"]);

/** @param {any} query what the page was opened with @returns {Aim} only what is known, in the words we know */
function aimOf({ m = "", purpose = "", mandate = "", then = "" }) {
  const plain = decodeURIComponent(then);
  return {
    m: /^mtr_[0-9a-z]{26}$/.test(m) ? m : "",
    purpose: PURPOSES.has(purpose) ? purpose : "",
    mandate: /^mdt_[0-9a-z]{26}$/.test(mandate) ? mandate : "",
    then: plain === "back" || paths.wayTo(plain) ? plain : "",
  };
}

/**
 * @param {Aim} aim
 * @param {{ name: string, idNumber: string, version: string }} typed
 * @returns {Promise<import("./api").Applicant>}
 */
async function applicant(aim, { name, idNumber, version }) {
  errand.typed = { name, idNumber };
  const { level } = await session.current();
  const isKnown = level !== "none"; // a visitor names no matter
  return {
    name: name.trim().normalize("NFC"),
    idNumber,
    consentVersion: version,
    agreed: true,
    ...(isKnown && aim.m ? { matterId: aim.m } : {}),
    ...(isKnown && aim.purpose ? { purpose: aim.purpose } : {}),
    ...(isKnown && aim.purpose === "mandate" ? { mandateId: aim.mandate } : {}),
    ...(errand.code && !(isKnown && aim.purpose) ? { code: errand.code } : {}),
  };
}

/**
 * A check that was passed: a session began with it; on to what it was for.
 * @param {Aim} aim
 * @param {{ session: import("./session").Visit, matterId?: string }} result
 */
function goOn(aim, result) {
  session.adopt(result.session);
  errand.proved(result.matterId ?? ""); // the matter it counts for, if it was for one
  const matterId = aim.m || result.matterId || "";
  const path = aim.then && aim.then !== "back" ? aim.then : matterId && `/matters/${matterId}`;
  const before = getCurrentPages().slice(-2, -1)[0];
  if (before?.route === "pages/web/web" && path) {
    errand.showNext(path);
    wx.navigateBack();
  } else if (aim.then === "back") wx.navigateBack();
  else if (path) wx.redirectTo({ url: paths.web(path) });
  else wx.reLaunch({ url: "/pages/start/start" });
}

module.exports = { aimOf, applicant, goOn };
