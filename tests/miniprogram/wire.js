// The shell's own calls against an office that runs: WeChat is a shim over fetch and the emulator's levers.
// Run by test_on_the_wire.py; what it is told comes in the environment, what it saw goes out as one line of JSON.
"use strict";
const { webcrypto } = require("node:crypto");
const { join, resolve } = require("node:path");

const SHELL = resolve(__dirname, "../../static/miniprogram");
const { OFFICE, WECHAT, OPENID, NAME, ID_NUMBER, PAGE = "" } = process.env;

async function lever(name, body) {
  const answer = await fetch(`${WECHAT}${name}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return answer.json();
}

/** @type {{ method: string, path: string, status: number }[]} what went over the wire */
const wire = [];

async function request({ url, method, data, header, success, fail }) {
  try {
    const answer = await fetch(url, { method, body: data, headers: header });
    const text = await answer.text();
    wire.push({ method, path: new URL(url).pathname, status: answer.status });
    success({ statusCode: answer.status, data: text && JSON.parse(text) });
  } catch (failure) {
    fail({ errMsg: `request:fail ${failure}` });
  }
}

globalThis.wx = {
  getAccountInfoSync: () => ({ miniProgram: { envVersion: "develop" } }),
  getRandomValues: ({ length, success }) => success({ randomValues: webcrypto.getRandomValues(new Uint8Array(length)).buffer }),
  getStorageSync: () => "",
  getAppBaseInfo: () => ({ language: "zh_CN" }),
  login: ({ success, fail }) => lever("/__login", { openid: OPENID }).then(success, fail),
  requestFacialVerify: ({ verifyId, success, fail }) => lever("/__face", { verifyId, idNumber: ID_NUMBER }).then(success, fail),
  request,
};
require(join(SHELL, "lib/config")).OFFICES.develop = OFFICE;
const { api } = require(join(SHELL, "lib/api"));
const { exchange } = require(join(SHELL, "lib/request"));
const { session } = require(join(SHELL, "lib/session"));
const { applicant, aimOf } = require(join(SHELL, "lib/applicant"));
const { linesOf } = require(join(SHELL, "lib/homes"));
const { matterIn } = require(join(SHELL, "lib/digits"));
const { wayTo } = require(join(SHELL, "lib/paths"));
const platform = require(join(SHELL, "lib/platform"));

/** As the identity page does it. */
async function prove(query) {
  const { version } = await api.consent();
  const check = await api.openCheck(await applicant(aimOf(query), { name: NAME, idNumber: ID_NUMBER, version }));
  await platform.showFace(check.verifyId);
  let result = { state: "pending" };
  for (let times = 0; result.state === "pending" && times < 40; times += 1) {
    result = await api.checkResult(check.identityCheckId, check.resumeToken);
    if (result.state === "pending") await platform.pause(100);
  }
  if (result.state === "passed") session.adopt(result.session);
  return result;
}

const refused = (promise) => promise.then(() => "", (problem) => `${problem.status} ${problem.code}`);

/** The H5 in the web-view: what it makes of a ticket, as its own page does. */
async function entered(ticket) {
  const told = await exchange("POST", "/v1/citizen/session/ticket", { body: { ticket } });
  const headers = { Authorization: `Bearer ${told.session.accessToken}` };
  return { level: told.session.level, path: told.path, home: await exchange("GET", "/v1/citizen/home?choose=waiting", { headers }), headers };
}

/** Somebody new: a visitor, then known, reachable and writable to, in the H5, and out again. */
async function meeting() {
  const visitor = (await session.current()).level;
  const before = await refused(api.home());
  const noTicket = await refused(api.ticket("/"));
  const wrong = await refused(api.noteSubscription("no-such-template", true));
  const passed = await prove({});
  const known = (await session.current()).level;
  session.adopt({ ...(await session.current()), accessToken: "a.b.c" }); // as if it had ended
  const home = await api.home();
  const { phone } = await api.keepPhone((await lever("/__phone", { openid: OPENID })).code);
  const asked = await api.subscriptions();
  const ids = asked.templates.map((each) => each.templateId);
  await lever("/__subscribe", { openid: OPENID, templateId: ids, accept: true });
  const noted = await api.noteSubscription(ids[0], true);
  const { ticket, url } = await api.ticket("/wallet");
  const inside = await entered(ticket);
  return {
    visitor, before, noTicket, wrong, state: passed.state, known, name: home.person.name, lines: linesOf(home), phone,
    templates: noted.templates.length, url, inside: { level: inside.level, path: inside.path, name: inside.home.person.name },
    again: await refused(entered(ticket)),
    nowhere: await refused(api.ticket("/nowhere")), strange: await refused(api.invitation(`mtr_${"0".repeat(26)}`)),
    message: (await api.checkMessage("482913609", "19900000101")).sent,
  };
}

/** A notice was opened: the matter, the face for it, the H5 with that face, signed out here and there. */
async function opened() {
  const matterId = matterIn(PAGE.split("m=")[1]);
  const { invitation } = await api.invitation(matterId);
  const listed = linesOf(await api.home()).waiting.map((line) => line.matterId);
  const passed = await prove({ m: matterId, purpose: "apply" });
  const path = `/matters/${matterId}`;
  const inside = await entered((await api.ticket(path)).ticket);
  const shown = await exchange("GET", `/v1/citizen/invitations/${matterId}/screen`, { headers: inside.headers });
  await api.signOut();
  return {
    matterId, items: invitation.items.length, isListed: listed.includes(matterId), state: passed.state, isFor: passed.matterId === matterId, isAllowed: wayTo(path),
    inside: { level: inside.level, path: inside.path }, same: shown.invitation.shown.digest === invitation.shown.digest,
    ended: await refused(exchange("GET", "/v1/citizen/home", { headers: inside.headers })), after: (await session.current()).level,
  };
}

(PAGE ? opened() : meeting()).then(
  (seen) => process.stdout.write(`${JSON.stringify({ ...seen, wire })}\n`),
  (failure) => {
    process.stderr.write(`${failure.stack ?? failure}\n${JSON.stringify(wire.slice(-5))}\n`);
    process.exitCode = 1;
  },
);
