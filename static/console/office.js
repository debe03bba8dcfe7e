// Every call of the desk to the BFF. Which operation has which address and is for which roles stands in operations.js.
import { useEffect, useState } from "../lib/html.js";
import { intend } from "../lib/intended.js";
import { exchange, Problem } from "../lib/wire.js";
import { OPERATIONS } from "./operations.js";

export { Problem };

const ROOT = "/v1/console";

// Says only that asking whose session it is is worth a round trip; the session itself is a cookie no program can read.
const HINT = "palm.at-desk";

function hint(value) {
  try {
    if (value === undefined) return window.localStorage.getItem(HINT) === "yes";
    if (value) window.localStorage.setItem(HINT, "yes");
    else window.localStorage.removeItem(HINT);
  } catch {
    // without storage each visit begins at the gate
  }
  return Boolean(value);
}

let me = null;
const listeners = new Set();

function tell(value) {
  me = value;
  listeners.forEach((hear) => hear(value));
}

// Whose session it is: null before anybody asked, {isOut: true} when nobody is signed in (any more).
export function useMe() {
  const [value, setValue] = useState(me);
  useEffect(() => {
    listeners.add(setValue);
    setValue(me);
    return () => listeners.delete(setValue);
  }, []);
  return value;
}

// Who was at the desk until the session ended stays known: the same person goes on where they were.
const out = () => ({ ...me, isOut: true });

function addressOf(template, ids, query) {
  const left = [...ids];
  const path = template.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift()));
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return `${ROOT}${path}${asked.length ? `?${new URLSearchParams(asked)}` : ""}`;
}

// A session needs no key in a program's hands; this header says that our own page asks, no form of another site can send it.
const OURS = { "Palm-Console": "1" };

async function send(method, path, options) {
  try {
    return await exchange(method, path, options);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401 && me && !me.isOut && !options.isSigningIn) tell(out());
    throw problem;
  }
}

export async function call(name, ids = [], { query, body, isPersonal = false, headers = {}, isSigningIn, carry } = {}) {
  const [method, template] = OPERATIONS[name];
  const path = addressOf(template, ids, query);
  if (method === "GET") return send(method, path, { headers });
  if (method !== "POST") return send(method, path, { body, carry, headers: { ...OURS, ...headers } });
  const intention = await intend(`POST ${path}`, body, { isPersonal });
  try {
    const answer = await send(method, path, { body, isSigningIn, headers: { ...OURS, ...headers, "Idempotency-Key": intention.key } });
    intention.settle();
    return answer;
  } catch (problem) {
    if (!problem.isUnsettled) intention.settle();
    throw problem;
  }
}

// x-every-body in openapi.yaml: what holds for the whole office is not for who works for certain bodies (所辖机关).
const EVERY_BODYS = new Set(["open_visit", "check_item_version", "try_item_version", "decide_item_version", "roll_back_item_version"]);

// Buttons stand only where the role may press them; the office itself decides again. They stay while the session is
// away: what was typed beside them must not go with it.
export function may(name) {
  const [, , roles] = OPERATIONS[name] ?? [null, null, []];
  return Boolean(me && roles.some((role) => me.roles?.includes(role)) && !(me.bodies && EVERY_BODYS.has(name)));
}

export async function learnMe() {
  try {
    tell(await call("read_staff_me"));
    hint(true);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
    hint(false);
    tell({ ...me, isOut: true });
  }
}

// When the page opens: nobody is asked for where nobody signed in.
export async function openDesk() {
  if (hint()) await learnMe();
  else tell({ isOut: true });
}

export function leave() {
  hint(false);
  tell({ isOut: true });
}
