// A case the rules would not grant (秒批未通过): each rule's verdict, and a clerk who looked at it and handed it on.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { ActionForm } from "../forms.js";
import { call, may } from "../office.js";
import { Facts, Opened, Panel, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { INSTANT_STATES } from "../words.js";
import { PrepareRevocation } from "./revocation-form.js";
import { Verdicts } from "./verdicts.js";

// The part a re-check of a granted case shows as well.
export function InstantCase({ one }) {
  return html`<${Panel} title=${INSTANT_STATES[one.instant.state] ?? one.instant.state} test="instant-state"><${Facts} of=${[
      ["办件", html`<a href=${`#/cases/${encodeURIComponent(one.caseId)}`}>${one.number ?? "看办件"}</a>`], ["办件状态", one.stateText], ["谁的", one.partyName],
      ["授权依据", one.instant.document ?? "城市尚未填写"], ["规则版本", `第 ${one.instant.version} 版`], ["算于", html`<${When} at=${one.madeAt} />`], ["没有提交的原因", one.reason]]} /><//>
    <${Panel} title="每条规则怎么说" lead="规则只能批，不能不批；不满足就由人来办。" test="rules"><${Verdicts} rules=${one.instant.rules} /><//>`;
}

const FIELDS = [
  { name: "note", label: "看了以后怎么办", kind: "long", max: 200, hint: "比如：营业执照状态登记滞后，已转人工核对。" },
  { name: "asks", label: "要请申请人做什么", kind: "long", max: 200, isOptional: true, hint: "这里写的会原样告诉申请人；不是补正告知，补正由部门一次性告知。" },
];

export function Instant({ id }) {
  const loaded = useLoaded(() => call("read_instant_case", [id]), [id]);
  return html`<${Opened} title=${(one) => (one ? `${one.itemName}：${one.partyName}` : "秒批")} test="instant" loaded=${loaded} queue="instant">
    ${(one) => html`<${InstantCase} one=${one} />
      ${one.review && html`<${Panel} title="已经有人看过" test="review"><p>${one.review.note}</p>${one.review.asks && html`<p>请申请人：${one.review.asks}</p>`}
        <p class="palm-small">${one.review.by}　<${When} at=${one.review.at} /></p><//>`}
      ${!one.review && may("review_instant_case") && html`<${Panel} title="转人工办理" kind="safe" test="review-panel" lead="按下以后只是记下您看过了，这一行从今日待办里去掉。申请早已报送，不用重新提交；由审批系统那边的人来决定，期限照常计算。">
        <${ActionForm} test="review" submit="记下：已看过，由人来办" said="已记下，转人工办理" fields=${FIELDS} reload=${loaded.again}
          send=${(body) => call("review_instant_case", [id], { body })} done=${(told) => { loaded.set(told); askWaiting(); }} /><//>`}
      <${PrepareRevocation} one=${one} />`}
  <//>`;
}
