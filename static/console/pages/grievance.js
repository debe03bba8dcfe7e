// A bad rating, a wrong or missing certificate, a complaint (差评、错证、缺证、找茬吐槽): what was said, until when, and the answer.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { Act, ActionForm } from "../forms.js";
import { call, may } from "../office.js";
import { Due, Facts, Opened, Panel, Timeline, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { RATING_LEVELS, REMEDIES } from "../words.js";
import { PhoneNumber } from "./phone-number.js";

// What was answered or closed waits for nobody here: no light, no day, nothing to press.
const WAITING = new Set(["open", "reopened"]);
// Where the visit is owed and nobody wrote one down, the answer waits for a second word.
const UNVISITED = { name: "isUnvisited", label: "还没有记下回访，仍要答复", kind: "check", needed: "还没有记下回访，仍要答复？先记下回访，或者打勾。" };
const HANDS = ["note_contact", "hand_grievance_over", "find_malice"];

function Hands({ one, loaded }) {
  if (!WAITING.has(one.state)) return null;
  const common = { reload: loaded.again, done: (told) => { loaded.set(told); askWaiting(); } };
  const contact = may("note_contact") && html`<${Act} label=${one.contactDue ? "记下回访经过" : "记下联系经过"} test="contact" kind=${one.contactDue ? "primary" : "default"} fields=${[{ name: "note", label: "怎么联系的，说了什么", kind: "long", max: 200 }]} said=${one.contactDue ? "已记下回访经过" : "已记下联系经过"}
    send=${(body) => call("note_contact", [one.grievanceId], { body })} ...${common} />`;
  // Whoever handled the case and must not know who rated it reads nothing of the person.
  const number = contact && one.partyName && html`<${PhoneNumber} masked=${one.phone} load=${() => call("read_grievance_phone", [one.grievanceId])} />`;
  return html`
    ${one.contactDue && contact && html`<${Panel} title="先回访" kind="warn" test="contact-panel" lead="先联系本人，把怎么联系的、说了什么记下来，再答复。联系不上，也把打了几次、什么时候打的记下来。">${number}${contact}<//>`}
    ${one.mayAnswer && may("answer_grievance") && html`<${Panel} title="答复" kind="safe" test="answer-panel" lead="写的话原样给本人看。">
      <${ActionForm} test="answer" submit="答复本人" said="已答复" fields=${[
        { name: "remedy", label: "怎么解决的", kind: "choice", choices: one.remedies.map((value) => ({ value, label: REMEDIES[value] })) },
        { name: "text", label: "给本人的答复", kind: "long", max: 1000 }, ...(one.contactDue ? [UNVISITED] : [])]}
        bodyOf=${({ remedy, text }) => ({ remedy, text })} send=${(body) => call("answer_grievance", [one.grievanceId], { body })} ...${common} /><//>`}
    ${!one.mayAnswer && may("answer_grievance") && html`<${Panel} kind="warn" test="may-not-answer"><p>这一件不由您答复：办过这一件的人不能答复对自己的评价；转给了别人的，由那位同事或者科长答复。</p><//>`}
    ${HANDS.some(may) && html`<${Panel} title="其他" test="others">${!one.contactDue && number}<div class="desk-tools">
      ${!one.contactDue && contact}
      ${may("hand_grievance_over") && html`<${Act} label="转给别人" test="hand-over" fields=${[{ name: "to", label: "转给谁（登录名）", max: 64, isOptional: true, hint: "不填就交给科长来答复。" },
        { name: "reason", label: "为什么转", kind: "long", max: 200 }]} said="已转出" send=${(body) => call("hand_grievance_over", [one.grievanceId], { body })} ...${common} />`}
      ${one.kind === "bad_rating" && !one.malice && may("find_malice") && html`<${Act} label="认定恶意差评" kind="warn" test="malice" lead="只是记下来，评价不会删。" fields=${[{ name: "reason", label: "认定的理由", kind: "long", max: 500 }]}
        said="已记下" send=${(body) => call("find_malice", [one.grievanceId], { body })} ...${common} />`}
    </div><//>`}`;
}

export function Grievance({ id }) {
  const loaded = useLoaded(() => call("show_grievance", [id]), [id]);
  return html`<${Opened} title=${(one) => (one ? `${one.kindText}${one.itemName ? `：${one.itemName}` : ""}` : "差评、错证与投诉")} test="grievance" loaded=${loaded} queue="grievances" lead=${(one) => one.partyName}>
    ${(one) => html`
      <${Panel} title=${one.stateText} kind=${WAITING.has(one.state) ? { red: "problem", yellow: "warn" }[one.light] : undefined} test="grievance-state"><${Facts} of=${[
        ["首次回访期限", WAITING.has(one.state) && one.contactDue && html`<${Due} on=${one.contactDue} light=${one.light} />`],
        ["答复期限", WAITING.has(one.state) && html`<${Due} on=${one.due} light=${one.contactDue ? undefined : one.light} />`], ["提出于", html`<${When} at=${one.raisedAt} />`],
        ["谁在办", one.handler], ["评价", one.level !== undefined && (RATING_LEVELS[one.level] ?? `${one.level} 级`)], ["证照", one.licenceName],
        ["办件", one.caseId && html`<a href=${`#/cases/${encodeURIComponent(one.caseId)}`}>${one.number ?? "看办件"}</a>`], ["哪一项", one.fieldLabel ?? one.field], ["登记的内容", one.registered]]} /><//>
      <${Panel} title="本人怎么说" test="words">${one.said.length ? one.said.map((each) => html`<p class="desk-quote" key=${each.at}>${each.words}</p><p class="palm-small"><${When} at=${each.at} /></p>`) : html`<p class="desk-none">没有留下话。</p>`}<//>
      ${one.contacts.length + one.answers.length + (one.handovers ?? []).length > 0 && html`<${Panel} title="办理经过" test="handled"><${Timeline} entries=${[
        ...(one.handovers ?? []).map((each) => ({ at: each.at, title: `转给${each.to ?? "科长"}`, who: each.by, detail: each.reason })),
        ...one.contacts.map((each) => ({ at: each.at, title: one.kind === "bad_rating" ? "回访" : "联系本人", who: each.by, detail: each.note })),
        ...one.answers.map((each) => ({ at: each.at, title: `答复：${each.remedyText}`, who: each.by, detail: each.text }))].sort((a, b) => a.at.localeCompare(b.at))} /><//>`}
      ${one.malice && html`<${Panel} title="认定为恶意差评" kind="warn"><p>${one.malice.reason}</p><p class="palm-small">${one.malice.by}　<${When} at=${one.malice.at} /></p><//>`}
      <${Hands} one=${one} loaded=${loaded} />`}
  <//>`;
}
