// How dates, codes and numbers are said to people: Beijing time, groups of three, full-width digits understood.
import { isEnglish, t } from "./language.js";

const BEIJING = "Asia/Shanghai";
const MINUTE = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const SHAPES = { iso: {}, day: { year: "numeric", month: "long", day: "numeric" }, moment: MINUTE, weekday: { month: "long", day: "numeric", weekday: "short" } };
const formats = new Map();

// Making one costs more than using it, and a page says many dates.
function said(shape, when) {
  const tongue = shape === "iso" ? "sv-SE" : isEnglish() ? "en-GB" : "zh-CN"; // Swedes write 2026-03-02
  const name = `${shape} ${tongue}`;
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat(tongue, { timeZone: BEIJING, ...SHAPES[shape] }));
  return formats.get(name).format(when);
}

export function day(text) {
  if (!text) return "";
  const when = new Date(text.length === 10 ? `${text}T00:00:00+08:00` : text);
  return Number.isNaN(when.valueOf()) ? text : said("day", when);
}

export function moment(text) {
  const when = new Date(text ?? "");
  return Number.isNaN(when.valueOf()) ? text ?? "" : isEnglish() ? `${said("moment", when)} (Beijing time)` : said("moment", when);
}

// How much is left to the end of a day in Beijing, said to people. `now` is the server's (wire.js).
export function daysLeft(text, now) {
  const left = Math.floor((Date.parse(`${text}T23:59:59+08:00`) - now) / 86_400_000);
  if (left < 0) return t("已过期限");
  return left ? t`还剩 ${left} 天` : t("今天是最后一天");
}

export const yuan = (fen) => (/^\d+$/.test(fen) ? t`${(Number(fen) / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2 })} 元` : fen);

// The next days a courier can be asked for, as {value: "2026-03-02", label: "3月2日 周一"}.
export function comingDays(count, now = Date.now()) {
  return Array.from({ length: count }, (_, index) => {
    const when = new Date(now + (index + 1) * 86_400_000);
    return { value: said("iso", when), label: said("weekday", when) };
  });
}

// Weekdays of a counter's range; the office itself refuses the few that 调休 makes a holiday.
export function weekdaysBetween(first, last) {
  const start = Date.parse(`${first}T12:00:00+08:00`);
  const count = Math.max(0, Math.round((Date.parse(`${last}T12:00:00+08:00`) - start) / 86_400_000) + 1);
  return comingDays(count, start - 86_400_000).filter(({ value }) => ![0, 6].includes(new Date(`${value}T12:00:00Z`).getUTCDay()));
}

// Full-width digits and letters come out of Chinese keyboards.
export const narrow = (text) => text.normalize("NFKC");

export const digitsOnly = (text) => narrow(text).replace(/\D/g, "");

export const inFours = (digits) => digits.replace(/(\d{4})(?=\d)/g, "$1 "); // as a bank card has them

export const inThrees = (digits) => digits.replace(/(\d{3})(?=\d)/g, "$1 ");

// ISO 7064 MOD 11,10: tells a slip of the finger before anything is sent. It proves nothing else.
function hasRightCheckDigit(nine) {
  let product = 10;
  for (const digit of nine.slice(0, 8)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === Number(nine[8]);
}

export function codeSlip(digits) {
  if (digits.length < 9) return t`还差 ${9 - digits.length} 位，办理码一共九位数字。`;
  return hasRightCheckDigit(digits) ? "" : t("有一位数字不对，请和短信再对一遍。");
}

// The code in whatever was pasted, the whole message included: nine digits, or three groups of three.
export function codeIn(text) {
  const plain = narrow(text);
  // No look-behind: Safari before 16.4 refuses the whole module for it.
  const groups = [...plain.matchAll(/(?:^|\D)(\d{3})[\s\-—–.·]{0,3}(\d{3})[\s\-—–.·]{0,3}(\d{3})(?!\d)/g)];
  const found = groups.map(([, a, b, c]) => a + b + c);
  return found.find((nine) => hasRightCheckDigit(nine)) ?? found[0] ?? "";
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export const idNumber = (text) => narrow(text).replace(/[^0-9xX]/g, "").toUpperCase().slice(0, 18);

export function idSlip(number) {
  if (!number) return t("请填写身份证号码。");
  if (!/^\d{17}[\dX]$/.test(number)) return t`身份证号码是 18 位，现在是 ${number.length} 位。`;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return "10X98765432"[sum % 11] === number[17] ? "" : t("号码有一位不对，请对着身份证再看一遍。");
}

export const phoneSlip = (digits) => (/^1\d{10}$/.test(digits) ? "" : t("手机号码是 1 开头的 11 位数字。"));
