// The session as this page knows it: the access token is held in memory only, the refresh token by an HttpOnly cookie.
import { held } from "./held.js";
import { kept } from "./kept.js";
import { exchange, Problem, serverNow } from "./wire.js";

const HINT = "palm.signed-in"; // says only that asking for a refresh is worth a round trip
let token = null;
let refreshing = null;
let account = null;
let last = ""; // whose token it was last

function hint(value) {
  try {
    if (value === undefined) return window.localStorage.getItem(HINT) === "yes";
    if (value) window.localStorage.setItem(HINT, "yes");
    else window.localStorage.removeItem(HINT);
  } catch {
    // without storage each visit starts signed out
  }
  return Boolean(value);
}

// Whose a token says it is; whether it counts the server decides. Empty: it does not say.
function ownerOf(jwt) {
  try {
    return JSON.parse(atob(jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub ?? "";
  } catch {
    return "";
  }
}

export const session = {
  get token() {
    return token;
  },
  get isLikely() {
    return token !== null || hint();
  },
  // A phone number that a code was right for and that is nobody's yet: the next check passed makes it theirs.
  get account() {
    return account && serverNow() < Date.parse(account.expiresAt) ? account.accountToken : null;
  },
  set account(granted) {
    account = granted;
  },
  open(granted) {
    const who = ownerOf(granted.accessToken);
    if (last && last !== who) kept.dropHeld(); // what is only held in memory was somebody else's
    last = who;
    token = granted.accessToken;
    account = null;
    hint(true);
  },
  close() {
    token = account = null;
    hint(false);
    kept.dropAll();
    held.dropAll();
    window.palmShell?.unbindAccount(); // the app around the page, if any, shows nobody's notices then
  },
};

async function askForToken() {
  try {
    session.open(await exchange("POST", "/v1/citizen/session/refresh"));
  } catch (problem) {
    if (problem instanceof Problem && (problem.status === 401 || problem.status === 403)) {
      token = null;
      hint(false);
    }
    throw problem;
  }
}

// A refresh token is used once; two tabs asking together would look like a thief, so they queue for it.
export function refresh() {
  refreshing ??= (navigator.locks ? navigator.locks.request("palm-refresh", askForToken) : askForToken()).finally(() => {
    refreshing = null;
  });
  return refreshing;
}
