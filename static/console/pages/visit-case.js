// One case at the desk: where it stands, the supplement the person brings, the waybill they posted with, and the withdrawal.
import { GiveFile } from "../../lib/give-file.js";
import { html } from "../../lib/html.js";
import { day } from "../../lib/words.js";
import { InVisit } from "../at-desk.js";
import { Act, ActionForm } from "../forms.js";
import { Due, Facts, Light, Panel, Table, Timeline, When } from "../parts.js";
import { CARRIERS } from "../words.js";

const UNDECIDED = new Set(["intended", "with_staff", "confirmed", "filed", "supplementing", "accepted"]);
const GIVEABLE = new Set(["open", "given"]);

function Supplement({ supplement, caseId, at, again }) {
  const isOpen = GIVEABLE.has(supplement.state);
  const isWhole = supplement.materials.every((each) => each.given);
  return html`<${Panel} title=${`补正：${supplement.stateText}`} kind="warn" test="visit-supplement">
    ${supplement.due && html`<p><${Due} on=${supplement.due} />　${supplement.dueText}</p>`}
    ${supplement.reasons.map((each) => html`<p key=${each} class="desk-quote">${each}</p>`)}
    <${Table} caption="要补的材料" heads=${["材料", "为什么", "交了没有", ""]} rows=${supplement.materials.map((each) => ({ key: each.index, cells: [each.name, each.why, each.given ? "✓ 交了" : "还没有",
      isOpen && html`<${GiveFile} label=${`${each.name}的扫描件`} isGiven=${Boolean(each.given)} test=${`give-${each.index}`} send=${async (body, carry) => {
        await at("counter_put_supplement_material", [caseId, each.index], { body, carry });
        again();
      }} />`] }))} />
    ${isOpen && isWhole && supplement.digest && html`<${ActionForm} test="answer-supplement" submit="本人确认，交给部门" said="已交上去"
      fields=${[{ name: "promise", label: "本人承诺所补的材料真实、准确、有效", kind: "check" }]}
      send=${() => at("counter_answer_supplement", [caseId], { body: { digest: supplement.digest, promise: true } })} done=${again} reload=${again} />`}<//>`;
}

function Promises({ promises, caseId, at, again, canAct }) {
  return html`<${Panel} title="承诺" test="visit-promises"><${Table} caption="承诺" heads=${["承诺", "状态", "期限", ""]} rows=${promises.map((each) => ({ key: each.promiseId, cells: [each.title, each.stateText,
    each.due && html`<${Due} on=${each.due} />`, canAct && html`<div class="desk-tools">
      ${each.mayGive && html`<${GiveFile} label=${`${each.material}的扫描件`} test=${`give-${each.promiseId}`} send=${async (body, carry) => {
        await at("counter_put_promised_material", [caseId, each.promiseId], { body, carry });
        again();
      }} />`}
      ${each.mayWithdraw && html`<${Act} label="收回承诺" test=${`withdraw-${each.promiseId}`} lead="收回以后要交证明材料，或者撤回申请。" said="已收回" done=${again} reload=${again}
        send=${() => at("counter_withdraw_promise", [caseId, each.promiseId])} />`}</div>`] }))} /><//>`;
}

async function load(at, caseId) {
  const [one, timeline, { promises }] = await Promise.all([
    at("counter_read_case", [caseId]), at("counter_read_timeline", [caseId]), at("counter_list_promises", [caseId])]);
  return { one, entries: timeline.entries, promises, supplement: one.supplement ? await at("counter_read_supplement", [caseId]) : null };
}

export function VisitCase({ ids }) {
  const [visitId, caseId] = ids;
  return html`<${InVisit} visitId=${visitId} title=${(told) => told?.one.itemName ?? "办件"} test="visit-case" names=${[caseId]} lead=${({ one }) => one.party.name} load=${(at) => load(at, caseId)}>
    ${({ one, entries, supplement, promises }, { at, again, canAct, isKnownPerson }) => html`
      <${Panel} title=${one.stateText}><${Facts} of=${[["办件编号", one.number], ["申请于", html`<${When} at=${one.appliedAt} />`],
        ["时限", one.clock && html`${one.clock.light && html`<${Light} light=${one.clock.light} />　`}${one.clock.text}${one.clock.due && `（${day(one.clock.due)}）`}`], ["下一步", one.next.label]]} /><//>
      ${supplement && html`<${Supplement} supplement=${supplement} caseId=${caseId} at=${at} again=${again} />`}
      ${promises.length > 0 && html`<${Promises} promises=${promises} caseId=${caseId} at=${at} again=${again} canAct=${canAct && isKnownPerson} />`}
      ${canAct && isKnownPerson && UNDECIDED.has(one.state) && html`<${Panel} title="本人要求的"><div class="desk-tools">
        ${one.shipments.some((each) => each.way === "self_post" && !each.waybill) && html`<${Act} label="登记自寄的运单号" test="waybill" fields=${[
          { name: "carrier", label: "哪家快递", kind: "choice", choices: Object.entries(CARRIERS).map(([value, label]) => ({ value, label })) }, { name: "waybill", label: "运单号", max: 32 }]}
          send=${(body) => at("counter_enter_waybill", [caseId], { body })} said="已登记" done=${again} reload=${again} />`}
        ${!one.withdrawal && html`<${Act} label="撤回申请" kind="warn" test="withdraw" lead="撤回以后这一件不再办，交上来的旧证免费寄回。要再办得重新申请。" send=${() => at("counter_withdraw_case", [caseId])} said="已提出撤回" done=${again} reload=${again} />`}
      </div><//>`}
      <${Panel} title="经过"><${Timeline} entries=${entries.map((each) => ({ at: each.at, title: each.title, who: each.actor.who, detail: each.detail }))} /><//>`}
  <//>`;
}
