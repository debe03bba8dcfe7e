// A licence out of the wallet (证照复用), for a material of the form or of a supplement: chosen in one tap, fetched by the office.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { ProblemNote, Small } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";

function Cards({ name, give }) {
  const loaded = useLoaded(api.wallet, []);
  const giving = useAction(give);
  if (loaded.loading) return html`<p class="palm-small" role="status">${t("正在看您有哪些电子证照…")}</p>`;
  if (loaded.problem) return html`<${ProblemNote} problem=${loaded.problem} again=${loaded.again} />`;
  const { cards } = loaded.value;
  if (!cards.length) return html`<p class="palm-small">${t("您还没有电子证照，请拍照或选文件。")}</p>`;
  return html`<ul class="palm-pieces" data-test=${`cards-${name}`}>${cards.map((card, index) => html`<li key=${card.licenceId}>
      <span>${told(card.name)}<span class="palm-source">${t`尾号 ${card.numberTail}　${told(card.statusText)}`}</span></span>
      <${Small} isBusy=${giving.isBusy} label=${t`用第 ${index + 1} 张`} test=${`use-${name}-${card.licenceId}`} onClick=${() => giving.perform(card.licenceId)}>${t("用这张")}<//></li>`)}</ul>
    <${ProblemNote} problem=${giving.problem} />`;
}

// `give(licenceId)` hands it in; the list closes when it was taken. A mandate opens nobody's wallet.
export function FromWallet({ name, give }) {
  const [isChoosing, setChoosing] = useState(false);
  const taken = async (licenceId) => {
    await give(licenceId);
    setChoosing(false);
  };
  if (kept.read("agency")) return null;
  return html`<${Small} test=${`wallet-${name}`} isOpen=${isChoosing} onClick=${() => setChoosing(!isChoosing)}>${isChoosing ? t("收起电子证照") : t("从我的电子证照里选")}<//>
    ${isChoosing && html`<${Cards} name=${name} give=${taken} />`}`;
}
