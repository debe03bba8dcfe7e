// The signature by hand (手写签名), where the item asks for it: written once for all forms that are confirmed with it.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t } from "../lib/language.js";
import { Small } from "../lib/parts.js";
import { Pad } from "../lib/pad.js";

const EMPTY = [];
const asText = (shown) => JSON.stringify(shown.map(({ caseId, digest, promises = [] }) => [caseId, digest, promises]));

// `name`: under which this tab remembers for what it was signed, by digests only. `wanting`: the forms that want it.
// Which signature is filed the confirmation says: what was signed elsewhere, on whatever phone, is never taken for it.
export function useSignature(name, wanting) {
  const [strokes, setStrokes] = useState(EMPTY);
  const [isAgain, setAgain] = useState(false);
  const draft = `signed ${name}`;
  const signedFor = (shown) => {
    const before = kept.read(draft);
    return before?.shown === asText(shown) ? before.digest : "";
  };
  const isSigned = (shown) => Boolean(signedFor(shown));
  return {
    isWanted: wanting.length > 0,
    strokes,
    setStrokes,
    isAgain,
    setAgain,
    isSigned,
    isLacking: (shown) => wanting.length > 0 && (isAgain || !isSigned(shown)) && !strokes.length,
    // Kept by the office before the confirmation: what happens in between (the face) does not ask for it twice.
    async give(shown) {
      if (!shown.length) return {};
      if (!isAgain && isSigned(shown)) return { signature: signedFor(shown) };
      const { digest } = await api.signForms({ cases: shown.map(({ caseId, digest, promises }) => ({ caseId, digest, ...(promises ? { promises } : {}) })), strokes });
      kept.write(draft, { shown: asText(shown), digest });
      setAgain(false);
      setStrokes(EMPTY);
      return { signature: digest };
    },
    // Refused for the signature's sake, it has to be given anew; whatever else was wrong, it stands.
    async sending(send) {
      try {
        await send();
      } catch (problem) {
        if (problem.code === "signature-needed") kept.drop(draft);
        throw problem;
      }
      kept.drop(draft);
    },
  };
}

export const signLack = () => t("请在签字板上签上您的名字。");

export function Sign({ signature, shown, slip }) {
  if (!signature.isWanted) return null;
  const isDone = !signature.isAgain && signature.isSigned(shown);
  return html`<section class="palm-card" data-test="sign"><h2 class="palm-card__title">${t("手写签名")}</h2>
    <p class="palm-card__lead">${t("这件事要申请人手写签名。签名只用在这份申请上，会印在申请表里。")}</p>
    ${isDone
      ? html`<p class="palm-answered" data-test="signed">${t("✓ 已经签过名了")}</p><${Small} test="sign-again" onClick=${() => signature.setAgain(true)}>${t("重新签一次")}<//>`
      : html`<${Pad} label=${t("请在框里签上您的名字")} strokes=${signature.strokes} onChange=${signature.setStrokes} test="pad" slip=${slip} />`}
    <p class="palm-small">${t("不方便手写签名？")}<a href="#/appointment" data-test="sign-at-counter">${t("预约窗口，由工作人员帮您办")}</a></p>
  </section>`;
}
