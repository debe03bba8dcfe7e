// The office's documents (文书), its decision (审批结果) with reasons and remedies, and the timeline read back from the ledger.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { asWritten, plain, t, told } from "../lib/language.js";
import { Note, ProblemNote, Small } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { day, moment } from "../lib/words.js";
import { parcelOf } from "./parcel.js";

const channels = () => ({ h5: t("手机网页"), sms: t("短信"), counter: t("窗口") });

export function DocumentCell({ caseId, document: paper }) {
  const [address, setAddress] = useState("");
  const fetching = useAction(async () => setAddress(URL.createObjectURL(await api.document(caseId, paper.documentId))));
  useEffect(() => () => address && URL.revokeObjectURL(address), [address]);
  return html`<div class="weui-cell palm-cell"><div class="weui-cell__bd">
    <p>${told(paper.title)}</p>
    <p class="palm-cell__detail">${paper.sealedAt && t`${day(paper.sealedAt)}盖章`}</p>
    ${address && html`<p class="palm-cell__links" data-test=${`document-ready-${paper.documentId}`}>
      <a class="palm-small-btn" href=${address} target="_blank" rel="noopener" data-test=${`document-view-${paper.documentId}`}>${t("打开")}</a>
      <a class="palm-small-btn" href=${address} download=${`${paper.title}.pdf`} data-test=${`document-save-${paper.documentId}`}>${t("存到手机")}</a></p>`}
    <${ProblemNote} problem=${fetching.problem} again=${fetching.perform} />
  </div>${!address && html`<div class="weui-cell__ft"><${Small} isBusy=${fetching.isBusy} label=${plain(t`查看${told(paper.title)}`)}
    test=${`document-${paper.documentId}`} onClick=${fetching.perform}>${fetching.isBusy ? t("正在取…") : t("查看")}<//></div>`}</div>`;
}

const results = () => ({ granted: t("✓ 准予许可"), denied: t("没有批准"), not_accepted: t("没有受理") });

function within({ days, months }) {
  if (days) return t`${days} 日内`;
  return months ? t`${months} 个月内` : "";
}

// To whom one may turn, how long, and by which law (救济途径).
export function Remedies({ remedies }) {
  return remedies.length > 0 && html`<h3 class="palm-note__sub">${t("不服可以这样办（行政复议、行政诉讼）")}</h3>
    <div data-test="remedies">${remedies.map((each) => html`<p key=${each.kind}>
      <strong>${told(each.kind)}</strong>${t`：${within(each)}向${told(each.body)}提出`}<span class="palm-source">${t`依据：${told(each.basis)}`}</span></p>`)}</div>`;
}

export function Decision({ decision }) {
  const isGood = decision.result === "granted";
  return html`<${Note} kind=${isGood ? "safe" : "warn"} test="decision" title=${results()[decision.result]}>
    ${decision.reasons.length > 0 && html`<h3 class="palm-note__sub">${t("理由")}</h3>
      <div data-test="reasons">${decision.reasons.map((each) => html`<p key=${each}>${told(each)}</p>`)}</div>`}
    <${Remedies} remedies=${decision.remedies} />
  <//>`;
}

// The parcels' way stands where it happened among the rest: one line of time for the whole case (一条时间线).
function track(shipments) {
  return shipments.flatMap(({ direction, events }) => events.map(({ at, text }) => ({ at, title: parcelOf(direction), detail: text })));
}

function Entry({ entry }) {
  const { actor, channel } = entry;
  const forWhom = actor?.forWhom !== actor?.who && actor?.forWhom;
  return html`<li class="palm-timeline__entry">
    <p class="palm-timeline__title">${told(entry.title)}</p>
    ${entry.detail && html`<p>${told(entry.detail)}</p>`}
    <p class="palm-source">${moment(entry.at)}${actor && html`　${told(actor.who)}${forWhom && t`，代${asWritten(forWhom)}`}`}${channels()[channel] && `　${channels()[channel]}`}</p>
  </li>`;
}

export function Timeline({ entries, shipments = [] }) {
  const all = [...entries, ...track(shipments)].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return html`<section class="palm-card" data-test="timeline"><h2 class="palm-card__title">${t("办理过程")}</h2>
    <ol class="palm-timeline">${all.map((entry, index) => html`<${Entry} key=${index} entry=${entry} />`)}</ol>
  </section>`;
}
