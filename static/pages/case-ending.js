// How a case ended without a licence, or may lose it (退件、撤回、撤销), said with the reasons and what can still be done.
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Go, Note } from "../lib/parts.js";
import { moment } from "../lib/words.js";
import { Remedies } from "./case-papers.js";

const WITHDRAWALS = {
  asked: ["plain", "正在撤回申请", "正在告诉审批部门，它确认以后才算撤回。"],
  told: ["plain", "正在撤回申请", "审批部门收到了，它确认以后才算撤回。"],
  refused: ["warn", "! 没有撤回", "您提出撤回时，审批结果已经作出。以结果为准，不服可以按决定书写明的办法申诉。"],
  done: ["plain", "已经撤回", "这一件不再办，不收费。交上来的旧证免费寄回。还想办，随时可以重新申请。"],
};

// What was returned was not judged: there is no decision to appeal from, and nothing keeps one from applying again.
function Returned({ view }) {
  return html`<${Note} kind="warn" title="! 已退件" test="ending-returned">
    <div data-test="returned-why">${(view.returnReasons ?? []).map((each) => html`<p key=${each.text}>${each.text}${each.materials?.length ? `没有收到的是：${each.materials.join("、")}。` : ""}</p>`)}</div>
    <p>交上来的旧证免费寄回。材料备齐后可以重新申请；觉得退得不对，点下面的“反映问题”，也可以打 12345。</p>
    <${Go} to="/items" kind="default" test="apply-again">重新申请<//><//>`;
}

function Withdrawal({ view }) {
  const [kind, title, words] = WITHDRAWALS[view.withdrawal?.state ?? "done"];
  return html`<${Note} kind=${kind} title=${title} test="ending-withdrawal"><p>${words}</p>
    ${view.withdrawal && html`<p class="palm-source">${moment(view.withdrawal.askedAt)}提出</p>`}<//>`;
}

const OPEN = new Set(["hearing", "signed", "told"]);

function Revocation({ revocation, caseId }) {
  const { state, reasons, basis, remedies = [] } = revocation;
  if (!OPEN.has(state) && state !== "revoked") return null; // it came to nothing
  return html`<${Note} kind="warn" title=${`! ${revocation.stateText}`} test="ending-revocation">
    <h3 class="palm-note__sub">理由</h3><div data-test="revocation-reasons">${reasons.map((each) => html`<p key=${each}>${each}</p>`)}</div>
    <span class="palm-source">依据：${basis}</span>
    <${Remedies} remedies=${remedies} />
    ${revocation.statement && html`<h3 class="palm-note__sub">您说的</h3><p>${revocation.statement}</p>`}
    ${state === "hearing" && !kept.read("agency") && html`<${Go} to=${`/cases/${encodeURIComponent(caseId)}/statement`} test="to-statement">${revocation.statement ? "看我说的" : "说明意见（陈述申辩）"}<//>`}
  <//>`;
}

export function Ending({ view }) {
  const isReturned = view.state === "returned" || view.stateText.includes("已退件"); // archived, it still says how it ended
  return html`
    ${view.waiting && html`<${Note} kind="warn" title="! 正在等待审批系统恢复" test="waiting"><p>${view.waiting.text}</p><//>`}
    ${view.correcting && html`<${Note} kind="warn" title="更正处理中" test="correcting"><p>您说这一件有错，窗口正在核实。</p><//>`}
    ${view.deemedAccepted && html`<${Note} test="deemed-accepted"><p>五个工作日内没有人告诉您要补什么，按规定从收到申请那天起就算受理了。</p><//>`}
    ${(view.withdrawal || view.state === "withdrawn") && html`<${Withdrawal} view=${view} />`}
    ${isReturned && html`<${Returned} view=${view} />`}
    ${view.revocation && html`<${Revocation} revocation=${view.revocation} caseId=${view.caseId} />`}`;
}
