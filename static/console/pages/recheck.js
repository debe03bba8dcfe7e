// A granted case drawn by lot (抽查), or by the word of whom it concerns (人工复核), for people to look at again: right or wrong, with a reason.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { ActionForm, choicesOf } from "../forms.js";
import { call, may } from "../office.js";
import { Opened, Panel, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { RECHECK_VERDICTS } from "../words.js";
import { InstantCase } from "./instant.js";
import { PrepareRevocation } from "./revocation-form.js";

export function Recheck({ id }) {
  const loaded = useLoaded(() => call("read_recheck", [id]), [id]);
  return html`<${Opened} title=${(one) => (one ? `${one.askedAt ? "人工复核" : "抽查"}：${one.case.itemName}` : "复核")} test="recheck" loaded=${loaded} queue="instant" lead=${(one) => `${one.stateText}。${one.askedAt ? "本人不接受只按规则自动作出的决定，要求人来看；结论和理由会告诉本人。" : "由系统抽签，谁也不能挑。"}`}>
    ${(one) => html`${one.askedAt && html`<${Panel} title="本人要求人工复核" test="asked"><p>${one.asked || "没有写理由。"}</p><p class="palm-small"><${When} at=${one.askedAt} /></p><//>`}
      <${InstantCase} one=${one.case} />
      ${one.judgedBy && html`<${Panel} title=${one.stateText} kind=${one.state === "wrong" ? "warn" : "safe"} test="judged"><p>${one.reason}</p>
        <p class="palm-small">${one.judgedBy}　<${When} at=${one.judgedAt} /></p><//>`}
      ${one.state === "open" && may("judge_recheck") && html`<${Panel} title="您的结论" kind="safe" test="judge-panel" lead="在窗口办过这一件的人不能复核它。">
        <${ActionForm} test="judge" submit="确定" said="已记下" reload=${loaded.again}
          fields=${[{ name: "verdict", label: "批得对不对", kind: "choice", choices: choicesOf(RECHECK_VERDICTS) }, { name: "reason", label: "理由", kind: "long", max: 200 }]}
          send=${(body) => call("judge_recheck", [id], { body })} done=${(told) => { loaded.set(told); askWaiting(); }} /><//>`}
      ${one.state === "wrong" && html`<${PrepareRevocation} one=${one.case} recheckId=${one.recheckId} />`}`}
  <//>`;
}
