// @ts-check
// Chinese or English: as the person chose, else as their WeChat speaks.
const { WORDS } = require("./words");

const KEPT = "palm.language";

/** @returns {"zh" | "en"} */
function language() {
  const chosen = wx.getStorageSync(KEPT);
  if (chosen === "zh" || chosen === "en") return chosen;
  return /^en/.test(wx.getAppBaseInfo().language) ? "en" : "zh";
}

/** @param {"zh" | "en"} chosen */
function setLanguage(chosen) {
  wx.setStorageSync(KEPT, chosen);
}

/**
 * @param {string} area
 * @param {string} key
 * @param {...(string | number)} gaps what {0}, {1} … are filled with
 * @returns {string} empty where there is no such word
 */
function say(area, key, ...gaps) {
  const found = WORDS[area]?.[key]?.[language() === "en" ? 1 : 0] ?? "";
  return found.replace(/\{(\d)\}/g, (_, index) => String(gaps[Number(index)] ?? ""));
}

/** @param {string} area @returns {Record<string, string>} what a page shows, and what every page shows */
function wordsOf(area) {
  const at = language() === "en" ? 1 : 0;
  const all = Object.entries({ ...WORDS.common, ...WORDS[area] });
  return Object.fromEntries(all.map(([key, both]) => [key.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()), both[at]]));
}

const BEIJING_MS = 8 * 3_600_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @param {string} text a Beijing date, or an instant @returns {string} */
function day(text) {
  const when = new Date(text.length === 10 ? `${text}T00:00:00Z` : Date.parse(text) + BEIJING_MS);
  if (Number.isNaN(when.valueOf())) return text;
  const [year, month, date] = [when.getUTCFullYear(), when.getUTCMonth(), when.getUTCDate()];
  return say("common", "day", year, language() === "en" ? MONTHS[month] : month + 1, date);
}

module.exports = { day, language, say, setLanguage, wordsOf };
