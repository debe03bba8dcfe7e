// One case (办件) with everything: where it stands, its papers, its parcels, what was asked and answered, who did what.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { day } from "../../lib/words.js";
import { call, may } from "../office.js";
import { Facts, Light, Opened, Panel, Table, Timeline, When } from "../parts.js";
import { CHANNELS, CUSTODY, DIRECTIONS, INSTANT_STATES, pieceName, REQUEST_STATES, REQUESTS, rolesWords } from "../words.js";
import { CaseAccesses } from "./case-accesses.js";
import { CaseClock } from "./case-clock.js";
import { Documents } from "./documents.js";
import { PrepareRevocation } from "./revocation-form.js";
import { Supplements } from "./supplements.js";
import { Verdicts } from "./verdicts.js";

const RESULTS = { granted: "准予许可", denied: "不予许可", not_accepted: "不予受理" };

const until = (remedy) => (remedy.days ? `${remedy.days} 日内` : remedy.months ? `${remedy.months} 个月内` : "");

function Decision({ decision }) {
  return html`<${Panel} title=${RESULTS[decision.result]} test="decision" kind=${decision.result === "granted" ? "safe" : "warn"}>
    ${decision.reasons.length > 0 && html`<h3>理由</h3>${decision.reasons.map((each) => html`<p key=${each}>${each}</p>`)}`}
    ${decision.remedies.length > 0 && html`<h3>救济途径</h3>${decision.remedies.map((each) => html`<p key=${each.kind}>${each.kind}：${until(each)}向${each.body}提出（${each.basis}）</p>`)}`}<//>`;
}

function Shipments({ shipments }) {
  if (!shipments.length) return null;
  return html`<${Panel} title="旧证与快递" test="case-shipments"><${Table} caption="包裹" heads=${["做什么", "状态", "快递", "每一本"]}
    rows=${shipments.map((each) => ({ key: each.shipmentId, cells: [DIRECTIONS[each.direction], each.stateText, html`${each.carrier}　<span class="desk-number">${each.waybill ?? ""}</span>`,
      each.pieces.map((piece) => `${pieceName(piece)}：${CUSTODY[piece.custody] ?? piece.custody}`).join("；")] }))} /><//>`;
}

const colleague = (entry) => entry.staff && `${entry.staff}${entry.staffRoles ? `（${rolesWords(entry.staffRoles)}）` : ""}`;

// A colleague alone, a person by themselves, or a person whom a colleague served; machines are named once.
function who(entry) {
  if (entry.staff === entry.who) return colleague(entry);
  const channel = entry.channel === "system" || entry.channel === "outside" ? "" : CHANNELS[entry.channel];
  return [entry.who, entry.forWhom && `代表 ${entry.forWhom}`, channel, entry.staff && `${colleague(entry)}经办`].filter(Boolean).join("，");
}

// `queue`: the one it was opened from as a row of its own.
export function Case({ id, queue }) {
  const loaded = useLoaded(() => call("read_case_for_staff", [id]), [id]);
  return html`<${Opened} title=${(value) => (value ? `${value.case.itemName}` : "办件")} test="case" loaded=${loaded} queue=${queue} tools=${!queue && html`<a href="#/">回到今日待办</a>`} lead=${(value) => value.case.party.name}>
    ${({ case: one, phone, mandate, supplements, requests, timeline }) => html`
      <${Panel} title=${one.stateText} test="case-state"><${Facts} of=${[["办件编号", one.number ? html`<span class="desk-number">${one.number}</span>` : "还没有，报送审批系统后才有"],
        ["申请于", html`<${When} at=${one.appliedAt} />`], ["受理于", one.acceptedAt && html`<${When} at=${one.acceptedAt} />${one.deemedAccepted && "（五个工作日没有补正告知，按收到之日视为受理）"}`],
        ["决定于", one.decidedAt && html`<${When} at=${one.decidedAt} />`],
        ["时限", one.clock && html`${one.clock.light && html`<${Light} light=${one.clock.light} />　`}${one.clock.text}${one.clock.due && `（${day(one.clock.due)}）`}`],
        ["受托办理", mandate && `${mandate.agent}，授权期 ${day(mandate.from)} 至 ${day(mandate.until)}（${mandate.words}）`],
        ["下一步", one.next.label]]} /><//>
      ${one.waiting && html`<${Panel} title="在等审批系统恢复" kind="warn" test="case-waiting"><p>${one.waiting.text}</p><//>`}
      ${one.returnReasons && html`<${Panel} title="为什么退件" test="case-returned"><ul>${one.returnReasons.map((each) => html`<li key=${each.text}>${[each.text, ...(each.materials ?? [])].join("　")}</li>`)}</ul><//>`}
      ${one.decision && html`<${Decision} decision=${one.decision} />`}
      ${one.instant && html`<${Panel} title=${`秒批：${INSTANT_STATES[one.instant.state] ?? one.instant.state}`} test="case-instant"><${Verdicts} rules=${one.instant.rules} /><//>`}
      <${CaseClock} id=${id} />
      <${Supplements} supplements=${supplements} caseId=${id} phone=${phone} again=${loaded.again} />
      ${requests.length > 0 && html`<${Panel} title="撤回与退件"><${Table} caption="撤回与退件" heads=${["什么", "状态", "提出于", "理由"]} rows=${requests.map((each) =>
        [REQUESTS[each.kind], REQUEST_STATES[each.state], html`<${When} at=${each.askedAt} />`, [each.reason, each.refusedWith].filter(Boolean).join("；")])} /><//>`}
      <${Shipments} shipments=${one.shipments} />
      <${Panel} title="文书" test="documents"><${Documents} caseId=${id} documents=${one.documents} canOpen=${may("read_document_for_staff")} /><//>
      <${PrepareRevocation} one=${one} />
      <${Panel} title="经过" test="timeline"><${Timeline} entries=${timeline.map((entry) => ({ at: entry.at, title: entry.title, who: who(entry), detail: entry.detail }))} /><//>
      <${CaseAccesses} id=${id} />`}
  <//>`;
}
