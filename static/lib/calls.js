// How the pages call the BFF: as whom, with the token renewed once, and with one key per intended action.
import { intend } from "./intended.js";
import { kept } from "./kept.js";
import { refresh, session } from "./session.js";
import { exchange, Problem } from "./wire.js";

// Needs a new check of the face or of the session: the page sends the person there and they come back.
export const NEEDS_CHECK = new Set(["face-needed", "face-needed-for-matter", "face-needed-for-data", "gateway-face-needed", "signed-out"]);
export const C = "/v1/citizen";
export const one = (id) => encodeURIComponent(id);

function signedOut() {
  return new Problem({
    code: "signed-out",
    status: 401,
    title: "登录已过期，需要再确认一次是您本人",
    advice: "确认后会回到这一页，填好的内容都还在。",
  });
}

async function renewed() {
  try {
    await refresh();
  } catch (problem) {
    if (problem.status === 401 || problem.status === 403) throw signedOut();
    throw problem;
  }
}

function actingHeaders(isMyself) {
  const acting = isMyself ? null : kept.read("acting");
  return { Authorization: `Bearer ${session.token}`, ...(acting ? { "Acting-For": acting } : {}) };
}

export async function asPerson(method, path, options = {}) {
  if (!session.isLikely) throw signedOut();
  if (!session.token) await renewed();
  const attempt = () => exchange(method, path, { ...options, headers: { ...actingHeaders(options.isMyself), ...options.headers } });
  try {
    return await attempt();
  } catch (problem) {
    if (problem.status !== 401 || NEEDS_CHECK.has(problem.code)) throw problem;
    await renewed();
    return attempt();
  }
}

export async function act(call, path, body, { headers = {}, isPersonal = false } = {}) {
  const intention = await intend(`POST ${path}`, body, { isPersonal });
  try {
    const answer = await call("POST", path, { body, headers: { ...headers, "Idempotency-Key": intention.key } });
    intention.settle();
    return answer;
  } catch (problem) {
    if (!problem.isUnsettled) intention.settle();
    throw problem;
  }
}

const OF_NO_MATTER = new Set(["jump", "mandate", "data"]); // what a signed-in person shows the face for, beside matters

// Only a step-up takes the session along: a code typed by somebody else on this phone must not meet the owner's.
export async function openOn(path, body, matterId) {
  const { purpose, mandateId, ...rest } = body;
  try {
    if (matterId) return await act(asPerson, path, { ...body, matterId }, { isPersonal: true });
    if (OF_NO_MATTER.has(purpose)) return await act(asPerson, path, body, { isPersonal: true });
  } catch (problem) {
    if (problem.code !== "signed-out") throw problem;
  }
  return act(exchange, path, rest, { isPersonal: true });
}
