// @ts-check
// What the person came for, in memory alone: a code, a face just compared, the page the web-view is to show next.

const FRESH_MS = 4 * 60_000; // the office counts a face for five minutes; one of them is for filling in

const NOBODY = { name: "", idNumber: "" };

/** @type {{ code: string, proof: { matterId: string, at: number } | null, webPath: string, typed: typeof NOBODY }} */
const held = { code: "", proof: null, webPath: "", typed: NOBODY };

const errand = {
  get code() {
    return held.code;
  },
  set code(nine) {
    held.code = nine;
  },
  /** Who takes the other way after all need not type it again. */
  get typed() {
    return held.typed;
  },
  set typed(typed) {
    held.typed = typed;
  },
  /** @param {string} matterId */
  proved(matterId) {
    held.code = "";
    held.typed = NOBODY;
    held.proof = { matterId, at: Date.now() };
  },
  /** @param {string} matterId */
  isProved: (matterId) => Boolean(held.proof && held.proof.matterId === matterId && Date.now() - held.proof.at < FRESH_MS),
  /** @param {string} path */
  showNext(path) {
    held.webPath = path;
  },
  takeNext() {
    const path = held.webPath;
    held.webPath = "";
    return path;
  },
  forget() {
    held.code = "";
    held.proof = null;
    held.webPath = "";
    held.typed = NOBODY;
  },
};

module.exports = { errand };
