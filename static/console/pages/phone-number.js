// A phone number (联系电话): masked until somebody asks for it; who looked is in the ledger.
import { Button } from "../../lib/controls.js";
import { html, useState } from "../../lib/html.js";
import { useDoing } from "../../lib/loading.js";
import { ProblemNote } from "../parts.js";

export const NO_NUMBER = "没有留下号码，请从登记信息或 12345 找。";

// `load`: asks for it in clear; without it the number stays masked.
export function PhoneNumber({ masked, load }) {
  const [phone, setPhone] = useState(null);
  const revealing = useDoing(async () => setPhone((await load()).phone ?? NO_NUMBER));
  if (!masked) return html`<p data-test="phone">${NO_NUMBER}</p>`;
  return html`<div class="desk-tools"><span>联系电话</span><span class="desk-number" data-test="phone">${phone ?? masked}</span>
    ${!phone && load && html`<${Button} kind="default" test="reveal" isBusy=${revealing.isBusy} onClick=${revealing.perform}>显示号码<//><span class="palm-small">看过会留痕</span>`}</div>
    <${ProblemNote} problem=${revealing.problem} again=${revealing.perform} />`;
}
