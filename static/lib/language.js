// The language of the page (zh/en): Chinese is written where it is said, English stands in dictionaries that load when chosen.
//
//   t`还差 ${n} 位`   the text itself in Chinese; in English what the dictionary has for "还差 {0} 位", with {0} filled in
//   t("再试一次")      the same for a text without gaps
//   told(text)        what the server says: English when known, else Chinese marked as Chinese; a thing to show
//   plain(shown)      what `t` or `told` gave as bare text, for document.title and aria-label
//
// In a dictionary {0} is the first gap, and {0|day|days} picks its word by whether the first gap is one.
import { h } from "./html.js";

const NAME = "palm.language";
const GAP = /\{(\d)(?:\|([^|}]*)\|([^|}]*))?\}/g;
const CHINESE = /[\u3400-\u9fff]/;

let dictionary = null; // in English only: { page: {…}, server: {…}, patterns: [[RegExp, "English"]] }
const listeners = new Set();
export const missing = new Set(); // keys no dictionary knew, for tests and for whoever translates

export const language = () => (dictionary ? "en" : "zh");
export const isEnglish = () => dictionary !== null;

// A gap may hold something to show (a link); then the whole is a list of things to show.
function filled(text, values) {
  if (!values.length) return text;
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(GAP)) {
    const value = values[Number(found[1])];
    parts.push(text.slice(from, found.index), found[2] === undefined ? value : Number(value) === 1 ? found[2] : found[3]);
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  const isText = parts.every((part) => typeof part !== "object" || part === null);
  return isText ? parts.map((part) => part ?? "").join("") : parts;
}

export function t(text, ...values) {
  const key = typeof text === "string" ? text : text.reduce((before, part, index) => `${before}{${index - 1}}${part}`);
  const english = dictionary?.page[key];
  if (dictionary && english === undefined) missing.add(key);
  return filled(english ?? key, values);
}

const DAY = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/; // a day inside a text of the server's
const two = (digits) => digits.padStart(2, "0");

const marked = (text) => h("span", { lang: "zh-CN" }, text);

export function told(text) {
  if (!dictionary || typeof text !== "string" || !CHINESE.test(text)) return text;
  const known = dictionary.server[text] ?? dictionary.page[text];
  if (known !== undefined) return known;
  const day = DAY.exec(text);
  if (day) return `${day[1]}-${two(day[2])}-${two(day[3])}`;
  for (const [pattern, english] of dictionary.patterns) {
    const found = pattern.exec(text);
    if (found) return filled(english, found.slice(1).map(told));
  }
  return marked(text);
}

// What a person wrote, and whose name it is: never translated, marked where the page is English.
export const asWritten = (text) => (dictionary && typeof text === "string" && CHINESE.test(text) ? marked(text) : text);

// For what can hold no mark inside it (an option, an attribute): the language the whole is said in, where it is not the page's.
export const tongueOf = (text) => (dictionary && CHINESE.test(text) ? "zh-CN" : undefined);

export function plain(shown) {
  if (Array.isArray(shown)) return shown.map(plain).join("");
  if (shown && typeof shown === "object") return plain(shown.props?.children);
  return shown === undefined || shown === null || shown === false ? "" : String(shown);
}

// "{0}已到期" in the server's dictionary knows every text of that shape.
const patternOf = (key) => new RegExp(`^${key.replace(/[.*+?^$()[\]\\|]/g, "\\$&").replace(/\{\d\}/g, "(.+?)")}$`, "s");

async function take(choice) {
  if (choice === "en") {
    const { page, server } = await import("../words/en.js");
    const patterns = Object.entries(server).filter(([key]) => key.includes("{0}"));
    dictionary = { page, server, patterns: patterns.map(([key, english]) => [patternOf(key), english]) };
  } else dictionary = null;
  document.documentElement.lang = dictionary ? "en" : "zh-CN";
}

function kept() {
  try {
    return window.localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

// What was chosen on this phone, or null: a choice made at sign-in elsewhere comes in only where none was made here.
export const chosenHere = kept;

// A choice of this phone, kept across visits as the care mode is; it says nothing of the person.
export async function setLanguage(choice) {
  await take(choice);
  try {
    window.localStorage.setItem(NAME, choice);
  } catch {
    // the choice holds for this visit
  }
  listeners.forEach((tell) => tell());
}

// Before the first paint: Chinese readers wait for nothing; a dictionary that does not come leaves the page in Chinese.
export async function restoreLanguage() {
  if (kept() !== "en") return;
  try {
    await take("en");
  } catch {
    // offline: Chinese for this visit, the choice stands
  }
}

export function onLanguage(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
