// The way into the mini-program (转到小程序): opened here, or scanned off this screen with the phone in one's hand.
import { html, useState } from "./html.js";
import { isInMiniProgram } from "./in-mini-program.js";
import { t } from "./language.js";
import { Button, ProblemNote, Small } from "./parts.js";
import { useAction } from "./state.js";

// The page shows pictures of its own and of data, nothing else.
const shown = (picture) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(picture);
  });

// `link` and `code` ask for the address and the picture; who comes in there is asked who they are.
export function IntoMiniProgram({ link, code, test }) {
  const [picture, setPicture] = useState("");
  const leaving = useAction(async () => window.location.assign((await link()).url));
  const showing = useAction(async () => setPicture(await shown(await code())));
  if (isInMiniProgram()) return null; // one is there already
  return html`<section class="palm-card palm-inset" data-test=${test}>
    <h2 class="palm-card__title">${t("也可以在微信小程序里办")}</h2>
    <${Button} kind="default" isBusy=${leaving.isBusy} test=${`${test}-open`} onClick=${leaving.perform}>${t("打开微信小程序")}<//>
    ${picture
      ? html`<p class="palm-center"><img src=${picture} width="215" height="215" data-test=${`${test}-picture`}
          alt=${t("小程序码，用微信扫一扫打开")} /></p>`
      : html`<${Small} isBusy=${showing.isBusy} test=${`${test}-scan`} onClick=${showing.perform}>${t("用另一部手机扫码")}<//>`}
    <${ProblemNote} problem=${leaving.problem ?? showing.problem} />
  </section>`;
}
