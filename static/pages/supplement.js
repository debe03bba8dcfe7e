// What is to be put right (补正), told once and whole: what, why, until when; each material given; the answer handed in once.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Cells, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useOnward } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft, moment } from "../lib/words.js";
import { DocumentCell } from "./case-papers.js";
import { focusFirst, noPromise } from "./form-check.js";
import { Promised } from "./form-materials.js";
import { Wanted } from "./supplement-wanted.js";

const title = () => t("补正材料");
// The same words as at the first filing (真实性承诺).
const promiseText = () => told("本人承诺所补的信息和材料真实、准确、有效，并承担相应法律责任。");
const says = () => ({
  given: ["safe", t("✓ 已经交上去了"), t("正在转给审批部门，不用再交一次。")],
  answered: ["safe", t("✓ 审批部门收到了"), t("材料补齐了，接着按原来的流程办。")],
  late: ["warn", t("! 补正的期限已经过了"), t("这一件会按规定退回，交上来的旧证免费寄回。还想办，可以重新申请。")],
  withdrawn: ["plain", t("不用补正了"), t("这一件已经往下走，或者已经结束。")],
  contested: ["warn", t("您现在不用做什么"), t("这份补正通知来得晚，或者要的是早该说的，工作人员正在和审批部门核实。")],
  set_aside: ["plain", t("不用补正了"), t("工作人员核实过，这份通知不用您办。")],
});
const toCase = (id) => `/cases/${encodeURIComponent(id)}`;
const materialSlip = (problem, index) => told(problem?.fieldTitle(`materials[${index}]`));

function Until({ due, dueText }) {
  if (!due && !dueText) return null;
  return html`<p class="palm-state" data-test="days-left">${due ? daysLeft(due, serverNow()) : ""}</p>
    <p>${dueText ? told(dueText) : t`${day(due)}前补正`}</p>`;
}

// A state other than open: what it means, and where to go from here.
function Over({ supplement, id }) {
  const [kind, heading, words] = says()[supplement.state] ?? ["plain", told(supplement.stateText), ""];
  return html`<${Note} kind=${kind} title=${heading} test="supplement-over"><p>${words}</p>
    ${supplement.answeredAt && html`<p class="palm-source">${t`交于${moment(supplement.answeredAt)}`}</p>`}
    <${Go} to=${toCase(id)} test="supplement-to-case">${t("看办件进度")}<//><//>`;
}

function Answer({ id, loaded }) {
  const supplement = loaded.value;
  const draft = `supplement ${supplement.supplementId}`; // the face check leaves this page: the tick waits here
  const [promise, setPromise] = useState(() => kept.read(draft) ?? false);
  const [isTried, setTried] = useState(false);
  const keep = (isOn) => {
    setPromise(isOn);
    kept.write(draft, isOn);
  };
  const onward = useOnward();
  const answering = useAction(async () => {
    await api.answerSupplement(id, { digest: supplement.digest, promise: true });
    kept.drop(draft);
    onward(toCase(id));
  });
  const { problem } = answering;
  const lacking = supplement.materials.filter((each) => !each.given);
  const submit = () => {
    setTried(true);
    if (lacking.length || !promise) focusFirst();
    else answering.perform();
  };
  const slipOf = (each) => materialSlip(problem, each.index) || (isTried && !each.given ? t("这一份还没有交。") : "");
  return html`${supplement.materials.map((each) => html`<${Wanted} key=${each.index} wanted=${each} caseId=${id} isOpen take=${loaded.set} slip=${slipOf(each)} />`)}
    <${Check} isOn=${promise} test="promise" onTurn=${keep}><${Promised} text=${promiseText()} /><//>
    ${isTried && !promise && html`<p class="palm-field__slip palm-field__slip_page">! ${noPromise()}</p>`}
    <${ProblemNote} problem=${problem} again=${problem?.status === 409 ? loaded.again : answering.perform} />
    <${Button} isBusy=${answering.isBusy} test="supplement-answer" onClick=${submit}>${lacking.length ? t`还差 ${lacking.length} 份，交齐后提交` : t("交齐了，提交")}<//>
    <p class="palm-small palm-center">${t("先放着也行：备好的会一直留着。提交以后不能再换。")}</p>`;
}

export function Supplement({ id }) {
  const loaded = useLoaded(() => api.supplement(id), [id]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${title()} test="supplement" />`;
  if (loaded.problem) return html`<${Failed} title=${title()} problem=${loaded.problem} again=${loaded.again} test="supplement" />`;
  const supplement = loaded.value;
  const isOpen = supplement.state === "open";
  return html`<${Page} title=${title()} lead=${isOpen ? t("审批部门请您补下面的材料，一次说全。") : told(supplement.stateText)} test="supplement">
    <section class="palm-card" data-test="supplement" data-state=${supplement.state}>
      ${(isOpen || supplement.state === "late") && html`<${Until} due=${supplement.due} dueText=${supplement.dueText} />`}
      <h2 class="palm-card__title">${t("为什么要补")}</h2>
      ${supplement.reasons.map((each, index) => html`<p key=${index}>${told(each)}</p>`)}
      <p class="palm-source">${t`${day(supplement.askedAt)}告知`}</p>
    </section>
    ${supplement.documents.length > 0 && html`<${Cells} title=${t("盖章的通知")} test="documents">${supplement.documents.map((each) =>
      html`<${DocumentCell} key=${each.documentId} caseId=${id} document=${each} />`)}<//>`}
    ${isOpen ? html`<${Answer} id=${id} loaded=${loaded} />`
      : html`<${Over} supplement=${supplement} id=${id} />${supplement.materials.map((each) => html`<${Wanted} key=${each.index} wanted=${each} caseId=${id} />`)}`}
  <//>`;
}
