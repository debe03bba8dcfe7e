// The office's documents (文书), its decision (审批结果) with reasons and remedies, and the timeline read back from the ledger.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { Note, ProblemNote, Small } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { day, moment } from "../lib/words.js";

const CHANNELS = { h5: "手机网页", sms: "短信", counter: "窗口" };

export function DocumentCell({ caseId, document: paper }) {
  const [address, setAddress] = useState("");
  const fetching = useAction(async () => setAddress(URL.createObjectURL(await api.document(caseId, paper.documentId))));
  useEffect(() => () => address && URL.revokeObjectURL(address), [address]);
  return html`<div class="weui-cell palm-cell"><div class="weui-cell__bd">
    <p>${paper.title}</p>
    <p class="palm-cell__detail">${paper.sealedAt && `${day(paper.sealedAt)}盖章`}</p>
    ${address && html`<p class="palm-cell__links" data-test=${`document-ready-${paper.documentId}`}>
      <a class="palm-small-btn" href=${address} target="_blank" rel="noopener" data-test=${`document-view-${paper.documentId}`}>打开</a>
      <a class="palm-small-btn" href=${address} download=${`${paper.title}.pdf`} data-test=${`document-save-${paper.documentId}`}>存到手机</a></p>`}
    <${ProblemNote} problem=${fetching.problem} again=${fetching.perform} />
  </div>${!address && html`<div class="weui-cell__ft"><${Small} isBusy=${fetching.isBusy} label=${`查看${paper.title}`}
    test=${`document-${paper.documentId}`} onClick=${fetching.perform}>${fetching.isBusy ? "正在取…" : "查看"}<//></div>`}</div>`;
}

const RESULTS = { granted: "✓ 准予许可", denied: "没有批准", not_accepted: "没有受理" };

function within({ days, months }) {
  if (days) return `${days} 日内`;
  return months ? `${months} 个月内` : "";
}

// To whom one may turn, how long, and by which law (救济途径).
export function Remedies({ remedies }) {
  return remedies.length > 0 && html`<h3 class="palm-note__sub">您可以这样申诉</h3>
    <div data-test="remedies">${remedies.map((each) => html`<p key=${each.kind}>
      <strong>${each.kind}</strong>：${within(each)}向${each.body}提出<span class="palm-source">依据：${each.basis}</span></p>`)}</div>`;
}

export function Decision({ decision }) {
  const isGood = decision.result === "granted";
  return html`<${Note} kind=${isGood ? "safe" : "warn"} test="decision" title=${RESULTS[decision.result]}>
    ${decision.reasons.length > 0 && html`<h3 class="palm-note__sub">理由</h3>
      <div data-test="reasons">${decision.reasons.map((each) => html`<p key=${each}>${each}</p>`)}</div>`}
    <${Remedies} remedies=${decision.remedies} />
  <//>`;
}

export function Timeline({ loaded }) {
  if (loaded.loading) return html`<div class="palm-skeleton" role="status" aria-label="正在读取"><span class="palm-skeleton__block"></span></div>`;
  if (loaded.problem) return html`<${ProblemNote} problem=${loaded.problem} again=${loaded.again} />`;
  const entries = [...loaded.value.entries].reverse();
  return html`<section class="palm-card" data-test="timeline"><h2 class="palm-card__title">办理过程</h2>
    <ol class="palm-timeline">${entries.map((each, index) => html`<li key=${index} class="palm-timeline__entry">
      <p class="palm-timeline__title">${each.title}</p>
      ${each.detail && html`<p>${each.detail}</p>`}
      <p class="palm-source">${moment(each.at)}　${each.actor.who}${
        each.actor.forWhom && each.actor.forWhom !== each.actor.who && `，代${each.actor.forWhom}`}${
        CHANNELS[each.channel] && `　${CHANNELS[each.channel]}`}</p>
    </li>`)}</ol>
  </section>`;
}
