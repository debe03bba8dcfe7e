// Every call of the pages to the BFF: adds who acts, renews the token once, and keeps one key per intended action.
import { intend } from "./intended.js";
import { kept } from "./kept.js";
import { waits } from "./next.js";
import { refresh, session } from "./session.js";
import { exchange, Problem } from "./wire.js";

export { Problem };

// Needs a new check of the face or of the session: the page sends the person there and they come back.
export const NEEDS_CHECK = new Set(["face-needed", "face-needed-for-matter", "face-needed-for-data", "gateway-face-needed", "signed-out"]);

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

async function asPerson(method, path, options = {}) {
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

async function act(call, path, body, { headers = {}, isPersonal = false } = {}) {
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

const C = "/v1/citizen";
const one = (id) => encodeURIComponent(id);

// A person may act for themselves and for organisations; the first screen of each says what waits there.
async function everyHome() {
  kept.drop("acting");
  const own = await asPerson("GET", `${C}/home`);
  const others = own.parties.map((party) => party.partyId).filter((partyId) => partyId !== own.actingFor);
  const homes = others.map((partyId) => asPerson("GET", `${C}/home`, { headers: { "Acting-For": partyId } }).catch(() => null));
  return [own, ...(await Promise.all(homes)).filter(Boolean)];
}

// Whether it is by a mandate (受托) is remembered by its last day: other pages offer less then.
function actAs(home) {
  kept.write("acting", home.actingFor);
  kept.write("agency", home.parties.find((party) => party.partyId === home.actingFor)?.until ?? null);
  return home;
}

const isWaiting = (home) => home.matters.some(waits) || home.cases.some(waits);
const isUsed = (home) => home.matters.length + home.cases.length > 0;
const holds = (home, id) => home.matters.some((each) => each.matterId === id) || home.cases.some((each) => each.caseId === id);
const isOfAnother = (problem) => problem.status === 404 || problem.code === "not-representative";

// Nobody was chosen yet: the one for whom something waits, else the one who has anything, else oneself.
async function home() {
  try {
    if (kept.read("acting")) return actAs(await asPerson("GET", `${C}/home`));
  } catch (problem) {
    if (!isOfAnother(problem)) throw problem; // somebody else signed in on this phone since
  }
  const homes = await everyHome();
  return actAs(homes.find(isWaiting) ?? homes.find(isUsed) ?? homes[0]);
}

// The code leads to a matter, not to the party it is for; so does an address kept from yesterday.
async function asItsParty(path, id) {
  const before = kept.read("acting");
  try {
    if (before) return await asPerson("GET", path);
  } catch (problem) {
    if (!isOfAnother(problem)) throw problem;
  }
  const found = (await everyHome()).find((each) => holds(each, id));
  if (found) actAs(found);
  else if (before) kept.write("acting", before);
  return asPerson("GET", path);
}

// A mandate opens none of the principal's own lists: whoever acts by one asks as themselves.
async function mandates() {
  const path = `${C}/mandates`;
  try {
    return await asPerson("GET", path);
  } catch (problem) {
    if (!kept.read("acting") || !isOfAnother(problem)) throw problem;
  }
  return asPerson("GET", path, { isMyself: true });
}

const OF_NO_MATTER = new Set(["jump", "mandate", "data"]); // what a signed-in person shows the face for, beside matters

// Only a step-up takes the session along: a code typed by somebody else on this phone must not meet the owner's.
async function openOn(path, body, matterId) {
  const { purpose, mandateId, ...rest } = body;
  try {
    if (matterId) return await act(asPerson, path, { ...body, matterId }, { isPersonal: true });
    if (OF_NO_MATTER.has(purpose)) return await act(asPerson, path, body, { isPersonal: true });
  } catch (problem) {
    if (problem.code !== "signed-out") throw problem;
  }
  return act(exchange, path, rest, { isPersonal: true });
}

const PICTURE = { Accept: "image/jpeg, image/png" };

export const api = {
  faceConsent: () => exchange("GET", `${C}/consents/face`),
  checkMessage: (code, receivingNumber) => exchange("POST", "/v1/sms/messages/check", { body: { code, receivingNumber } }),
  openCheck: (body, matterId) => openOn(`${C}/identity-checks`, body, matterId),
  miniProgramLink: () => exchange("GET", `${C}/mini-program-link`),
  miniProgramCode: () => exchange("GET", `${C}/mini-program-code`, { headers: PICTURE }),
  matterLink: (id) => asPerson("GET", `${C}/matters/${one(id)}/mini-program-link`),
  matterCode: (id) => asPerson("GET", `${C}/matters/${one(id)}/mini-program-code`, { headers: PICTURE }),
  otherWayConsent: (way) => exchange("GET", `${C}/consents/other-ways/${one(way)}`),
  openOtherWay: (body, matterId) => openOn(`${C}/identity-checks/other-ways`, body, matterId),
  sendCheckCode: (id, resumeToken, phone) => exchange("POST", `${C}/identity-checks/${one(id)}/codes`, { body: { resumeToken, phone } }),
  prove: (id, resumeToken, proof) => exchange("POST", `${C}/identity-checks/${one(id)}/proof`, { body: { resumeToken, ...proof } }),
  checkResult: (id, resumeToken, ticket) => exchange("POST", `${C}/identity-checks/${one(id)}/result`, { body: { resumeToken, ticket } }),
  items: (words) => exchange("GET", `${C}/items?limit=50${words ? `&q=${one(words)}` : ""}`),
  guide: (code) => exchange("GET", `${C}/items/${one(code)}`),
  startItem: (code) => act(asPerson, `${C}/items/${one(code)}/starts`),
  readStart: (id) => asPerson("GET", `${C}/starts/${one(id)}`),
  counters: () => exchange("GET", `${C}/counters`),
  appoint: (body) => act(exchange, `${C}/appointments`, body, { isPersonal: true }),

  home,
  matter: (id) => asItsParty(`${C}/matters/${one(id)}`, id),
  answer: (id, body) => act(asPerson, `${C}/matters/${one(id)}/answers`, body),
  forms: (id) => asItsParty(`${C}/matters/${one(id)}/forms`, id),
  confirmAll: (id, body) => act(asPerson, `${C}/matters/${one(id)}/confirmation`, body),
  caseView: (id) => asItsParty(`${C}/cases/${one(id)}`, id),
  form: (id) => asItsParty(`${C}/cases/${one(id)}/form`, id),
  saveForm: (id, body, keepalive) => asPerson("PATCH", `${C}/cases/${one(id)}/form`, { body, keepalive }),
  giveMaterial: (id, key, file, type) =>
    asPerson("PUT", `${C}/cases/${one(id)}/form/materials/${one(key)}`, { body: file, headers: { "Content-Type": type } }),
  dispute: (id, body) => act(asPerson, `${C}/cases/${one(id)}/form/disputes`, body, { isPersonal: true }),
  confirm: (id, body) => act(asPerson, `${C}/cases/${one(id)}/form/confirmation`, body),
  supplement: (id) => asItsParty(`${C}/cases/${one(id)}/supplement`, id),
  giveWanted: (id, index, file, type) =>
    asPerson("PUT", `${C}/cases/${one(id)}/supplement/materials/${index}`, { body: file, headers: { "Content-Type": type } }),
  giveLicence: (id, index, licenceId) => asPerson("PUT", `${C}/cases/${one(id)}/supplement/materials/${index}/licence`, { body: { licenceId } }),
  answerSupplement: (id, body) => act(asPerson, `${C}/cases/${one(id)}/supplement/answer`, body),
  withdraw: (id) => act(asPerson, `${C}/cases/${one(id)}/withdrawal`),
  promises: (id) => asItsParty(`${C}/cases/${one(id)}/promises`, id),
  givePromised: (id, promiseId, file, type) =>
    asPerson("PUT", `${C}/cases/${one(id)}/promises/${one(promiseId)}/material`, { body: file, headers: { "Content-Type": type } }),
  withdrawPromise: (id, promiseId) => act(asPerson, `${C}/cases/${one(id)}/promises/${one(promiseId)}/withdrawal`),
  refuseAutomatic: (id, body) => act(asPerson, `${C}/cases/${one(id)}/instant/refusal`, body, { isPersonal: true }),
  stateAgainst: (id, body) => act(asPerson, `${C}/cases/${one(id)}/revocation/statement`, body, { isPersonal: true }),
  grievances: () => asPerson("GET", `${C}/grievances`),
  grievance: (id) => asPerson("GET", `${C}/grievances/${one(id)}`),
  raiseGrievance: (body) => act(asPerson, `${C}/grievances`, body, { isPersonal: true }),
  reopenGrievance: (id, body) => act(asPerson, `${C}/grievances/${one(id)}/reopening`, body, { isPersonal: true }),
  enterWaybill: (id, body) => act(asPerson, `${C}/cases/${one(id)}/waybill`, body),
  sayReceived: (id) => act(asPerson, `${C}/cases/${one(id)}/receipt`),
  timeline: (id) => asItsParty(`${C}/cases/${one(id)}/timeline`, id),
  document: (id, documentId) =>
    asPerson("GET", `${C}/cases/${one(id)}/documents/${one(documentId)}`, { headers: { Accept: "application/pdf" } }),
  rate: (id, body) => act(asPerson, `${C}/cases/${one(id)}/rating`, body),
  ratingTags: () => asPerson("GET", `${C}/rating-tags`),
  wallet: () => asPerson("GET", `${C}/wallet`),
  present: (id) => act(asPerson, `${C}/licences/${one(id)}/presentations`),
  views: (id) => asPerson("GET", `${C}/licences/${one(id)}/views`),
  sessions: () => asPerson("GET", `${C}/sessions`),
  endSession: (id) => asPerson("DELETE", `${C}/sessions/${one(id)}`),
  bindApp: (platform) => asPerson("PUT", `${C}/app-devices/current`, { body: { platform } }),
  unbindApp: () => asPerson("DELETE", `${C}/app-devices/current`),
  endSessions: () => asPerson("DELETE", `${C}/sessions`),
  mandates,
  mandate: (id, isMine) => asPerson("GET", `${C}/mandates/${one(id)}`, { isMyself: !isMine }),
  draftMandate: (body) => act(asPerson, `${C}/mandates`, body, { isPersonal: true }),
  giveMandate: (id, body) => act(asPerson, `${C}/mandates/${one(id)}/confirmation`, body),
  endMandate: (id, isMine) => asPerson("DELETE", `${C}/mandates/${one(id)}`, { isMyself: !isMine }),
  alerts: () => asPerson("GET", `${C}/alerts`),
  readAlerts: () => asPerson("PUT", `${C}/alerts/read`),
  accesses: (cursor) => asPerson("GET", `${C}/accesses?limit=50${cursor ? `&cursor=${one(cursor)}` : ""}`),
  withdrawFaceConsent: () => asPerson("DELETE", `${C}/consents/face`),
  dataExports: () => asPerson("GET", `${C}/data-exports`),
  dataExport: (id) => asPerson("GET", `${C}/data-exports/${one(id)}`),
  askDataExport: () => act(asPerson, `${C}/data-exports`),
  dataExportFile: (id) => asPerson("GET", `${C}/data-exports/${one(id)}/file`, { headers: { Accept: "application/zip" } }),
  erasurePreview: () => asPerson("GET", `${C}/erasure`),
  askErasure: (body) => act(asPerson, `${C}/erasures`, body),
  erasure: (id) => asPerson("GET", `${C}/erasures/${one(id)}`),
  verifier: (key) => exchange("GET", "/v1/verifier/me", { headers: { Authorization: `Bearer ${key}` } }),
  verify: (key, body) =>
    act(exchange, "/v1/verifier/verifications", body, { isPersonal: true, headers: { Authorization: `Bearer ${key}` } }),
  askCode: (phone) => exchange("POST", `${C}/sign-in-codes`, { body: { phone } }),
  enterCode: (phone, code, noticeCode) =>
    exchange("POST", `${C}/session`, { body: { phone, code, ...(noticeCode ? { noticeCode } : {}) } }),
  signInWays: () => exchange("GET", `${C}/sign-ins`),
  leaveFor: (way) => exchange("POST", `${C}/sign-ins/${one(way)}/begin`),
  backFromIdentity: (body) => exchange("POST", `${C}/sign-ins/unified-identity`, { body }),
  backFromLicence: (body) => exchange("POST", `${C}/sign-ins/business-licence`, { body }),
  endPhoneLinks: () => asPerson("DELETE", `${C}/phone-links`),
  async signOut() {
    if (session.isLikely) await asPerson("DELETE", `${C}/session`);
    session.close();
  },
};
