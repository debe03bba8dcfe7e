// @ts-check
// Where one goes from here: native pages, and the phone page (H5) in the web-view.

const ID = "[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}";

/** Pages of the H5 that are about somebody; the office holds the list that counts. */
const WITH_TICKET = new RegExp(
  "^/(?:|wallet|mandates|mandates/new|grievances|sessions|alerts|accesses|my-data|settings|messages|addresses|acting" +
    `|matters/${ID}(?:/forms)?|cases/${ID}(?:/(?:form|rating|supplement|withdrawal|promises|automatic|statement))?` +
    `|(?:licences|mandates|grievances)/${ID})$`,
);
/** What is there for everybody; whoever is known comes in by a ticket here as well. */
const FOR_EVERYBODY = /^\/(?:appointment|code|message|items(?:\/[a-z0-9-]{1,64})?)$/;

/** @param {string} path @returns {"ticket" | "public" | ""} how a page of the H5 is entered: only by a ticket, without one too; empty for none of ours */
function wayTo(path) {
  if (WITH_TICKET.test(path)) return "ticket";
  return FOR_EVERYBODY.test(path) ? "public" : "";
}

/** @param {string} path of the H5 */
const web = (path) => `/pages/web/web?path=${encodeURIComponent(path)}`;

/** @param {string} matterId */
const matter = (matterId) => `/pages/matter/matter?m=${matterId}`;

/** @typedef {{ m?: string, purpose?: string, mandate?: string, then?: string }} Asked what somebody is to be known for */

/** @param {Asked} asked */
const queryOf = ({ m, purpose, mandate, then }) =>
  Object.entries({ m, purpose, mandate, then })
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join("&");

/** By the face. @param {Asked} [asked] */
const identity = (asked = {}) => `/pages/identity/identity?${queryOf(asked)}`;

/** Without it. @param {Asked} [asked] */
const way = (asked = {}) => `/pages/way/way?${queryOf(asked)}`;

module.exports = { identity, matter, way, wayTo, web };
