// Every call of the pages to the BFF, by its name. How they are made stands in calls.js, for whom in sides.js.
import { act, asPerson, C, NEEDS_CHECK, one, openOn } from "./calls.js";
import { session } from "./session.js";
import { home, mandates, ofCase, screen } from "./sides.js";
import { exchange, Problem } from "./wire.js";

export { NEEDS_CHECK, Problem };

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
  matter: async (id) => (await screen(`${C}/invitations/${one(id)}/screen`)).invitation,
  answer: (id, body) => act(asPerson, `${C}/matters/${one(id)}/answers`, body),
  formsScreen: (id) => screen(`${C}/matters/${one(id)}/forms/screen`),
  confirmAll: (id, body) => act(asPerson, `${C}/matters/${one(id)}/confirmation`, body),
  caseView: async (id) => (await screen(`${C}/cases/${one(id)}/screen`)).case,
  caseScreen: (id) => screen(`${C}/cases/${one(id)}/screen`),
  form: async (id) => {
    const { form, caseState } = await screen(`${C}/cases/${one(id)}/form/screen`);
    return { ...form, caseState };
  },
  saveForm: (id, body, keepalive) => asPerson("PATCH", `${C}/cases/${one(id)}/form`, { body, keepalive }),
  giveMaterial: (id, key, file, carry) =>
    asPerson("PUT", `${C}/cases/${one(id)}/form/materials/${one(key)}`, { body: file, carry }),
  giveFormLicence: (id, key, licenceId) =>
    asPerson("PUT", `${C}/cases/${one(id)}/form/materials/${one(key)}/licence`, { body: { licenceId } }),
  removeMaterial: (id, key) => asPerson("DELETE", `${C}/cases/${one(id)}/form/materials/${one(key)}`),
  signForms: (body) => act(asPerson, `${C}/signatures`, body, { isPersonal: true }),
  addresses: () => asPerson("GET", `${C}/addresses`),
  saveAddress: (body) => act(asPerson, `${C}/addresses`, body, { isPersonal: true }),
  changeAddress: (id, body) => asPerson("PATCH", `${C}/addresses/${one(id)}`, { body }),
  removeAddress: (id) => asPerson("DELETE", `${C}/addresses/${one(id)}`),
  dispute: (id, body) => act(asPerson, `${C}/cases/${one(id)}/form/disputes`, body, { isPersonal: true }),
  confirm: (id, body) => act(asPerson, `${C}/cases/${one(id)}/form/confirmation`, body),
  supplement: (id) => ofCase(id, `${C}/cases/${one(id)}/supplement`),
  giveWanted: (id, index, file, carry) =>
    asPerson("PUT", `${C}/cases/${one(id)}/supplement/materials/${index}`, { body: file, carry }),
  giveLicence: (id, index, licenceId) => asPerson("PUT", `${C}/cases/${one(id)}/supplement/materials/${index}/licence`, { body: { licenceId } }),
  answerSupplement: (id, body) => act(asPerson, `${C}/cases/${one(id)}/supplement/answer`, body),
  withdraw: (id) => act(asPerson, `${C}/cases/${one(id)}/withdrawal`),
  promises: (id) => ofCase(id, `${C}/cases/${one(id)}/promises`),
  givePromised: (id, promiseId, file, carry) =>
    asPerson("PUT", `${C}/cases/${one(id)}/promises/${one(promiseId)}/material`, { body: file, carry }),
  withdrawPromise: (id, promiseId) => act(asPerson, `${C}/cases/${one(id)}/promises/${one(promiseId)}/withdrawal`),
  refuseAutomatic: (id, body) => act(asPerson, `${C}/cases/${one(id)}/instant/refusal`, body, { isPersonal: true }),
  stateAgainst: (id, body) => act(asPerson, `${C}/cases/${one(id)}/revocation/statement`, body, { isPersonal: true }),
  grievances: () => asPerson("GET", `${C}/grievances`),
  grievance: (id) => asPerson("GET", `${C}/grievances/${one(id)}`),
  raiseGrievance: (body) => act(asPerson, `${C}/grievances`, body, { isPersonal: true }),
  reopenGrievance: (id, body) => act(asPerson, `${C}/grievances/${one(id)}/reopening`, body, { isPersonal: true }),
  enterWaybill: (id, body) => act(asPerson, `${C}/cases/${one(id)}/waybill`, body),
  sayReceived: (id) => act(asPerson, `${C}/cases/${one(id)}/receipt`),
  document: (id, documentId) =>
    asPerson("GET", `${C}/cases/${one(id)}/documents/${one(documentId)}`, { headers: { Accept: "application/pdf" } }),
  rate: (id, body) => act(asPerson, `${C}/cases/${one(id)}/rating`, body),
  ratingScreen: (id) => screen(`${C}/cases/${one(id)}/rating/screen`),
  wallet: () => asPerson("GET", `${C}/wallet`),
  orderWallet: (licenceIds) => asPerson("PUT", `${C}/wallet/order`, { body: { licenceIds } }),
  present: (id) => act(asPerson, `${C}/licences/${one(id)}/presentations`),
  licenceScreen: (id) => screen(`${C}/licences/${one(id)}/screen`),
  sessions: () => asPerson("GET", `${C}/sessions`),
  endSession: (id) => asPerson("DELETE", `${C}/sessions/${one(id)}`),
  bindApp: (platform) => asPerson("PUT", `${C}/app-devices/current`, { body: { platform } }),
  unbindApp: () => asPerson("DELETE", `${C}/app-devices/current`),
  endSessions: () => asPerson("DELETE", `${C}/sessions`),
  parties: () => asPerson("GET", `${C}/parties`, { isMyself: true }),
  mandates,
  mandate: (id, isMine) => asPerson("GET", `${C}/mandates/${one(id)}`, { isMyself: !isMine }),
  draftMandate: (body) => act(asPerson, `${C}/mandates`, body, { isPersonal: true }),
  giveMandate: (id, body) => act(asPerson, `${C}/mandates/${one(id)}/confirmation`, body),
  endMandate: (id, isMine) => asPerson("DELETE", `${C}/mandates/${one(id)}`, { isMyself: !isMine }),
  preferences: () => asPerson("GET", `${C}/preferences`),
  savePreferences: (body) => asPerson("PUT", `${C}/preferences`, { body }),
  messages: (cursor, isMyself) => asPerson("GET", `${C}/messages?limit=20${cursor ? `&cursor=${one(cursor)}` : ""}`, { isMyself }),
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
  enterByTicket: (ticket) => exchange("POST", `${C}/session/ticket`, { body: { ticket } }),
  refuseEntry: (token) => exchange("DELETE", `${C}/session`, { headers: { Authorization: `Bearer ${token}` } }),
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
