// One material that is wanted (补正材料): why, and given as a photograph or a file, or out of the wallet (证照复用).
import { api } from "../lib/api.js";
import { GiveFile } from "../lib/give-file.js";
import { html, useState } from "../lib/html.js";
import { Note, ProblemNote, Small } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";

const TYPES = { "application/pdf": "PDF", "image/jpeg": "照片", "image/png": "图片" };

const sizeOf = (bytes) => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`);

function Given({ given }) {
  const how = given.fromWallet ? "从电子证照里选的" : `${TYPES[given.contentType] ?? "文件"}，${sizeOf(given.size)}`;
  return html`<p class="palm-answered">✓ 已备好（${how}）</p>`;
}

function Cards({ index, caseId, take }) {
  const loaded = useLoaded(api.wallet, []);
  const giving = useAction(async (licenceId) => take(await api.giveLicence(caseId, index, licenceId)));
  if (loaded.loading) return html`<p class="palm-small" role="status">正在看您有哪些电子证照…</p>`;
  if (loaded.problem) return html`<${ProblemNote} problem=${loaded.problem} again=${loaded.again} />`;
  const { cards } = loaded.value;
  if (!cards.length) return html`<p class="palm-small">您还没有电子证照，请拍照或选文件。</p>`;
  return html`<ul class="palm-pieces" data-test=${`cards-${index}`}>${cards.map((card) => html`<li key=${card.licenceId}>
      <span>${card.name}<span class="palm-source">尾号 ${card.numberTail}　${card.statusText}</span></span>
      <${Small} isBusy=${giving.isBusy} label=${`用这张${card.name}`} test=${`use-${index}-${card.licenceId}`} onClick=${() => giving.perform(card.licenceId)}>用这张<//></li>`)}</ul>
    <${ProblemNote} problem=${giving.problem} />`;
}

// `take(supplement)`: what the server says stands now. Until the answer another one replaces it.
export function Wanted({ wanted, caseId, take, isOpen, slip }) {
  const [isChoosing, setChoosing] = useState(false);
  const { index, name, why, given } = wanted;
  const taken = (supplement) => {
    setChoosing(false);
    take(supplement);
  };
  return html`<section class="palm-card palm-inset" data-test=${`wanted-${index}`} data-given=${Boolean(given)}>
    <h2 class="palm-card__title">${name}</h2>
    ${why && html`<p class="palm-card__lead">${why}</p>`}
    ${given ? html`<${Given} given=${given} />` : !isOpen && html`<p class="palm-card__lead">没有提交</p>`}
    ${isOpen && html`
      <${GiveFile} label=${`${name}：${given ? "想换一份，再" : ""}拍照，或者选照片、PDF`} test=${`give-${index}`}
        send=${async (file, type) => taken(await api.giveWanted(caseId, index, file, type))} />
      <${Small} test=${`wallet-${index}`} isOpen=${isChoosing} label=${`${name}，从电子证照里选`} onClick=${() => setChoosing(!isChoosing)}>${isChoosing ? "收起电子证照" : "从我的电子证照里选"}<//>
      ${isChoosing && html`<${Cards} index=${index} caseId=${caseId} take=${taken} />`}`}
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}
