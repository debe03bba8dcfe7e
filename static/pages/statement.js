// Speaking before a revocation (陈述申辩): a decision is to be taken back, and the person is heard first.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Failed, Go, Note, Page, ProblemNote, Skeleton, TextField } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, daysLeft } from "../lib/words.js";

const heading = () => t("陈述和申辩");
const FEWEST = 2;

function Sheet({ id, revocation, heard }) {
  const [words, keep, drop] = useDraft(`statement ${id}`, revocation.statement ?? "");
  const [slip, setSlip] = useState("");
  const speaking = useAction(async () => {
    const now = await api.stateAgainst(id, { words: words.trim() });
    drop();
    heard(now);
  });
  const submit = () => (words.trim().length < FEWEST ? setSlip(t("请写下您的意见。")) : speaking.perform());
  return html`<div class="palm-form palm-inset"><${TextField} isLong label=${t("您的意见和理由")} maxlength="2000" test="statement-words" value=${words}
      hint=${t("写上您知道的事实，原样交给作出决定的人")} slip=${slip || told(speaking.problem?.fieldTitle("words"))}
      onInput=${(event) => { keep(event.currentTarget.value); setSlip(""); }} />
    <${ProblemNote} problem=${speaking.problem} again=${speaking.perform} />
    <${Button} isBusy=${speaking.isBusy} test="statement-send" onClick=${submit}>${t("交上意见")}<//></div>`;
}

export function Statement({ id }) {
  const loaded = useLoaded(() => api.caseView(id), [id]);
  const [isHeard, setHeard] = useState(false);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="statement" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="statement" />`;
  const { itemName, revocation } = loaded.value;
  const heard = (now) => {
    loaded.change((view) => ({ ...view, revocation: now }));
    setHeard(true);
  };
  const back = html`<${Go} to=${`/cases/${encodeURIComponent(id)}`} kind="default" test="statement-to-case">${t("看办件进度")}<//>`;
  if (!revocation) return html`<${Page} title=${heading()} lead=${told(itemName)} test="statement"><${Note} title=${t("没有要您说明的")} test="empty"><p>${t("这一件没有拟撤销的决定。")}</p>${back}<//><//>`;
  const isOpen = revocation.state === "hearing" && !isHeard;
  return html`<${Page} title=${heading()} lead=${told(itemName)} test="statement">
    <${Note} kind="warn" title=${told(revocation.stateText)} test="revocation">
      ${revocation.reasons.map((each) => html`<p key=${each}>${told(each)}</p>`)}
      <span class="palm-source">${t`依据：${told(revocation.basis)}`}</span>
      ${revocation.state === "hearing" && html`<p><strong>${t`${day(revocation.hearUntil)}（含当日）前可以说，${daysLeft(revocation.hearUntil, serverNow())}。`}</strong></p>`}
    <//>
    ${isHeard && html`<${Note} kind="safe" title=${t("✓ 收到您的意见")} test="statement-done"><p>${t("会和案卷一起交给作出决定的人，结果告诉您。")}</p><//>`}
    ${!isOpen && revocation.statement && html`<section class="palm-card"><h2 class="palm-card__title">${t("您说的")}</h2><p data-test="statement-said">${asWritten(revocation.statement)}</p></section>`}
    ${isOpen && html`<${Sheet} id=${id} revocation=${revocation} heard=${heard} />`}
    ${back}
  <//>`;
}
