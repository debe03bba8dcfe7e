// One material that is wanted (补正材料): why, and given as a photograph or a file, or out of the wallet (证照复用).
import { api } from "../lib/api.js";
import { GiveFile, sizeOf } from "../lib/give-file.js";
import { html } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { FromWallet } from "./wallet-choice.js";

const types = () => ({ "application/pdf": t("PDF 文件"), "image/jpeg": t("照片"), "image/png": t("图片") });

function Given({ given }) {
  if (given.fromWallet) return html`<p class="palm-answered">${t("✓ 已备好（从电子证照里选的）")}</p>`;
  return html`<p class="palm-answered">${t`✓ 已备好（${types()[given.contentType] ?? t("文件")}，${sizeOf(given.size)}）`}</p>`;
}

// `take(supplement)`: what the server says stands now. Until the answer another one replaces it.
export function Wanted({ wanted, caseId, take, isOpen, slip }) {
  const { index, name, why, given } = wanted;
  return html`<section class="palm-card palm-inset" data-test=${`wanted-${index}`} data-given=${Boolean(given)}>
    <h2 class="palm-card__title">${told(name)}</h2>
    ${why && html`<p class="palm-card__lead">${told(why)}</p>`}
    ${given ? html`<${Given} given=${given} />` : !isOpen && html`<p class="palm-card__lead">${t("没有提交")}</p>`}
    ${isOpen && html`
      <${GiveFile} label=${given ? t("想换一份，再选一次") : t("现在就可以交")} test=${`give-${index}`}
        send=${async (file, carry) => take(await api.giveWanted(caseId, index, file, carry))} />
      <${FromWallet} name=${index} give=${async (licenceId) => take(await api.giveLicence(caseId, index, licenceId))} />`}
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}
