// The materials (申请材料) of a form: each by name, where it comes from, and a tick that it was looked at.
import { html } from "../lib/html.js";
import { Check } from "../lib/parts.js";

const ORIGINS = { shared: "我们从数据共享取得", generated: "按您确认的内容自动生成", person: "由您提交" };

export function Materials({ materials, ticked, onTick, slip }) {
  if (!materials.length) return null;
  const all = materials.every((each) => ticked.includes(each.key));
  return html`<section class="palm-card" data-test="materials"><h2 class="palm-card__title">申请材料</h2>
    ${materials.every((each) => each.origin !== "person") && html`<p class="palm-card__lead">都备好了，不用您上传。请看一看对不对。</p>`}
    <${Check} isOn=${all} test="material-all" onTurn=${(isOn) => onTick(isOn ? materials.map((each) => each.key) : [])}>
      <strong>全部确认（${materials.length} 份）</strong><//>
    ${materials.map((each) => html`<${Check} key=${each.key} isOn=${ticked.includes(each.key)} test=${`material-${each.key}`}
      onTurn=${(isOn) => onTick(isOn ? [...ticked, each.key] : ticked.filter((key) => key !== each.key))}>
      ${each.name}<small>${ORIGINS[each.origin]}${each.deferrable && "，可以以后再补"}</small><//>`)}
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}
