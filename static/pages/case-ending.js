// How a case ended without a licence, or may lose it (退件、撤回、撤销), said with the reasons and what can still be done.
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { asWritten, t, told } from "../lib/language.js";
import { Go, Note } from "../lib/parts.js";
import { moment } from "../lib/words.js";
import { Remedies } from "./case-papers.js";

const withdrawals = () => ({
  asked: ["plain", t("正在撤回申请"), t("正在告诉审批部门，它确认以后才算撤回。")],
  told: ["plain", t("正在撤回申请"), t("审批部门收到了，它确认以后才算撤回。")],
  refused: ["warn", t("! 没有撤回"), t("您提出撤回时，审批结果已经作出。以结果为准，不服可以按决定书写明的途径申请行政复议或者提起行政诉讼。")],
  done: ["plain", t("已经撤回"), t("这一件不再办，不收费。交上来的旧证免费寄回。还想办，随时可以重新申请。")],
});

// What was returned was not judged: there is no decision to appeal from, and nothing keeps one from applying again.
function Returned({ view }) {
  return html`<${Note} kind="warn" title=${t("! 已退件")} test="ending-returned">
    <div data-test="returned-why">${(view.returnReasons ?? []).map((each) => html`<p key=${each.text}>${told(each.text)}${each.materials?.length ? html` ${t`没有收到的是：${each.materials.map((one, index) => [index > 0 && t("、"), told(one)])}。`}` : ""}</p>`)}</div>
    <p>${t("交上来的旧证免费寄回。材料备齐后可以重新申请；觉得退得不对，点下面的“反映问题”，也可以打 12345。")}</p>
    <${Go} to="/items" kind="default" test="apply-again">${t("重新申请")}<//><//>`;
}

function Withdrawal({ view }) {
  const [kind, title, words] = withdrawals()[view.withdrawal?.state ?? "done"];
  return html`<${Note} kind=${kind} title=${title} test="ending-withdrawal"><p>${words}</p>
    ${view.withdrawal && html`<p class="palm-source">${t`${moment(view.withdrawal.askedAt)}提出`}</p>`}<//>`;
}

const OPEN = new Set(["hearing", "signed", "told"]);

function Revocation({ revocation, caseId }) {
  const { state, reasons, basis, remedies = [] } = revocation;
  if (!OPEN.has(state) && state !== "revoked") return null; // it came to nothing
  return html`<${Note} kind="warn" title=${["! ", told(revocation.stateText)]} test="ending-revocation">
    <h3 class="palm-note__sub">${t("理由")}</h3><div data-test="revocation-reasons">${reasons.map((each) => html`<p key=${each}>${told(each)}</p>`)}</div>
    <span class="palm-source">${t`依据：${told(basis)}`}</span>
    <${Remedies} remedies=${remedies} />
    ${revocation.statement && html`<h3 class="palm-note__sub">${t("您说的")}</h3><p>${asWritten(revocation.statement)}</p>`}
    ${state === "hearing" && !kept.read("agency") && html`<${Go} to=${`/cases/${encodeURIComponent(caseId)}/statement`} test="to-statement">${revocation.statement ? t("看我说的") : t("说明意见（陈述申辩）")}<//>`}
  <//>`;
}

export function Ending({ view }) {
  const isReturned = view.state === "returned" || (view.returnReasons ?? []).length > 0; // archived, it still says how it ended
  return html`
    ${view.waiting && html`<${Note} kind="warn" title=${t("! 正在等待审批系统恢复")} test="waiting"><p>${told(view.waiting.text)}</p><//>`}
    ${view.correcting && html`<${Note} kind="warn" title=${t("更正处理中")} test="correcting"><p>${t("您说这一件有错，窗口正在核实。")}</p><//>`}
    ${view.deemedAccepted && html`<${Note} test="deemed-accepted"><p>${t("五个工作日内没有人告诉您要补什么，按规定从收到申请那天起就算受理了。")}</p><//>`}
    ${(view.withdrawal || view.state === "withdrawn") && html`<${Withdrawal} view=${view} />`}
    ${isReturned && html`<${Returned} view=${view} />`}
    ${view.revocation && html`<${Revocation} revocation=${view.revocation} caseId=${view.caseId} />`}`;
}
