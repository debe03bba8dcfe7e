// A visit (窗口办理): whose it is, for whom they act, and the operations of the phone page asked in it.
import { html, useEffect, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { useLoaded } from "../lib/loading.js";
import { go, useOnward } from "../lib/route.js";
import { Act } from "./forms.js";
import { call, may } from "./office.js";
import { Facts, Opened, Panel, When } from "./parts.js";

const one = encodeURIComponent;

export const pathInVisit = {
  home: (visit) => `/visits/${one(visit)}`,
  matter: (visit, matter) => `/visits/${one(visit)}/matters/${one(matter)}`,
  forms: (visit, matter) => `/visits/${one(visit)}/matters/${one(matter)}/forms`,
  case: (visit, caseId) => `/visits/${one(visit)}/cases/${one(caseId)}`,
};

const partyName = (visit) => `party ${visit}`;
export const actFor = (visit, partyId) => kept.write(partyName(visit), partyId);

// Calls of the phone page under this visit. What they carry is about people: no digest of it is kept for a retry.
export function inVisit(visit, actingFor) {
  const party = kept.read(partyName(visit)) ?? actingFor;
  const headers = party ? { "Acting-For": party } : {};
  return (name, ids = [], options = {}) => call(name, [visit, ...ids], { isPersonal: true, ...options, headers: { ...headers, ...options.headers } });
}

function Left({ until }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.max(0, Math.floor((Date.parse(until) - now) / 60_000));
  return html`<span class=${minutes < 5 ? "desk-light_red" : undefined}>还剩 ${minutes} 分钟</span>`;
}

export function EndVisit({ visit, again, test = "end-visit", kind }) {
  const onward = useOnward(go);
  if (!visit.isOpen || !may("end_visit")) return null;
  return html`<${Act} label="结束办理" kind=${kind} test=${test} lead="结束以后要再办，得重新看身份证。" said="已结束"
    send=${() => call("end_visit", [visit.visitId])} done=${() => { again(); onward("/visits"); }} />`;
}

function Head({ visit, again }) {
  return html`<${Panel} test="visit-head" kind=${visit.isOpen ? "safe" : "warn"} title=${visit.kind === "phone" ? "电话里替对方填表，没有核验身份" : `${visit.personName ?? "本人"}，在${visit.desk ? ` ${visit.desk} ` : ""}窗口`}
      tools=${html`<${EndVisit} visit=${visit} again=${again} />`}>
    <${Facts} of=${[["状态", visit.isOpen ? html`<${Left} until=${visit.endsAt} />` : "已结束，不能再办"], ["经办人", visit.clerk], ["开始", html`<${When} at=${visit.openedAt} />`], ["陪同", visit.isHelped && "有人陪同"]]} /><//>`;
}

// `load(at, visit)` asks within the visit; `children(value, tools)` shows it under the visit's head.
export function InVisit({ visitId, title, test, load, names = [], lead, children }) {
  const loaded = useLoaded(async () => {
    const visit = await call("read_visit", [visitId]);
    const at = inVisit(visitId, visit.actingFor);
    return { visit, at, told: await load(at, visit) };
  }, [visitId, ...names]);
  return html`<${Opened} title=${(value) => (typeof title === "function" ? title(value?.told) : title)} test=${test} loaded=${loaded} lead=${lead && ((value) => lead(value.told))}
    tools=${html`${test !== "visit" && html`<a href=${`#${pathInVisit.home(visitId)}`}>回到这次办理</a>`}<a href="#/visits">所有办理</a>`}>
    ${({ visit, at, told }) => html`<${Head} visit=${visit} again=${loaded.again} />
      ${children(told, { visit, at, again: loaded.again, refresh: loaded.refresh, change: (step) => loaded.change((value) => ({ ...value, told: step(value.told) })),
        canAct: visit.isOpen && may("end_visit"), isKnownPerson: visit.kind === "counter" })}`}
  <//>`;
}
