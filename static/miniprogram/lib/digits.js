// @ts-check
// The nine digits of a text message (办理码), and the other numbers people type: slips of the finger are told at once.

// Full-width digits come out of Chinese keyboards.
const narrow = (/** @type {string} */ text) => text.normalize("NFKC");

const digitsOnly = (/** @type {string} */ text) => narrow(text).replace(/\D/g, "");

const inThrees = (/** @type {string} */ digits) => digits.replace(/(\d{3})(?=\d)/g, "$1 ");

// ISO 7064 MOD 11,10; it proves nothing, the office looks.
function hasRightCheckDigit(/** @type {string} */ nine) {
  let product = 10;
  for (const digit of nine.slice(0, 8)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === Number(nine[8]);
}

/** @param {string} digits @returns {"" | "code-short" | "code-wrong"} */
function codeSlip(digits) {
  if (digits.length < 9) return "code-short";
  return hasRightCheckDigit(digits) ? "" : "code-wrong";
}

/** The code in whatever was pasted or scanned, the whole message included. */
function codeIn(/** @type {string} */ text) {
  const groups = [...narrow(text).matchAll(/(?:^|\D)(\d{3})[\s\-—–.·]{0,3}(\d{3})[\s\-—–.·]{0,3}(\d{3})(?!\d)/g)];
  const found = groups.map(([, a, b, c]) => a + b + c);
  return found.find(hasRightCheckDigit) ?? found[0] ?? "";
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const idNumber = (/** @type {string} */ text) => narrow(text).replace(/[^0-9xX]/g, "").toUpperCase().slice(0, 18);

/** @param {string} number @returns {"" | "id-short" | "id-wrong"} */
function idSlip(number) {
  if (!/^\d{17}[\dX]$/.test(number)) return "id-short";
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return "10X98765432"[sum % 11] === number[17] ? "" : "id-wrong";
}

const mobile = (/** @type {string} */ text) => digitsOnly(text).replace(/^86(?=1\d{10}$)/, "");

/** @param {string} digits @returns {"" | "phone-wrong"} */
const phoneSlip = (digits) => (/^1\d{10}$/.test(digits) ? "" : "phone-wrong");

const MATTER = /^mtr_[0-9a-hjkmnp-tv-z]{26}$/;

/** A matter's address out of a link, a notice or a picture (whose scene is escaped); anything else is none. */
const matterIn = (/** @type {string | undefined} */ text) => (text && MATTER.test(text) ? text : "");

module.exports = { codeIn, codeSlip, digitsOnly, idNumber, idSlip, inThrees, matterIn, mobile, narrow, phoneSlip };
