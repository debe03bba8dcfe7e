// The materials (申请材料) of a form: each by name, where it comes from, and a tick that it was looked at. What only the
// person has is handed in as a file, or promised where the item allows it (容缺受理、告知承诺).
import { GiveFile } from "../lib/give-file.js";
import { html } from "../lib/html.js";
import { Check, Choice } from "../lib/parts.js";

const ORIGINS = { shared: "我们从数据共享取得", generated: "按您确认的内容自动生成", person: "由您提交" };
const NOW = "now";

function offers({ promises }) {
  const later = ({ kind, days }) => (kind === "defer" ? `先承诺，受理后 ${days} 个工作日内补交` : "签告知承诺书，不用交这份证明");
  return [{ value: NOW, label: "现在就交" }, ...promises.map((each) => ({ value: each.kind, label: later(each), detail: each.title }))];
}

// `pledge`: the promise chosen instead of handing it in now, with the version of the text that was read.
function OfPerson({ material, give, pledge, onPledge }) {
  const chosen = material.promises?.find((each) => each.kind === pledge?.kind);
  const choose = (kind) => {
    const offer = material.promises.find((each) => each.kind === kind);
    onPledge(offer ? { material: material.key, kind, textVersion: offer.textVersion } : null);
  };
  return html`<div class="palm-person-material" data-test=${`of-person-${material.key}`}>
    ${material.promises && onPledge && html`<${Choice} legend=${`${material.name}，怎么交`} choices=${offers(material)} value=${chosen?.kind ?? NOW} test=${`pledge-${material.key}`} onChoose=${choose} />`}
    ${chosen ? html`<p class="palm-quote">${chosen.text}</p>`
      : give && html`<${GiveFile} label=${`${material.name}（照片或 PDF）`} isGiven=${material.given} test=${`give-${material.key}`} send=${(file, type) => give(material.key, file, type)} />`}
  </div>`;
}

export function Materials({ materials, ticked, onTick, slip, give, pledges = {}, onPledge }) {
  if (!materials.length) return null;
  const all = materials.every((each) => ticked.includes(each.key));
  return html`<section class="palm-card" data-test="materials"><h2 class="palm-card__title">申请材料</h2>
    ${materials.every((each) => each.origin !== "person") && html`<p class="palm-card__lead">都备好了，不用您上传。请看一看对不对。</p>`}
    <${Check} isOn=${all} test="material-all" onTurn=${(isOn) => onTick(isOn ? materials.map((each) => each.key) : [])}>
      <strong>全部确认（${materials.length} 份）</strong><//>
    ${materials.map((each) => html`<${Check} key=${each.key} isOn=${ticked.includes(each.key)} test=${`material-${each.key}`}
      onTurn=${(isOn) => onTick(isOn ? [...ticked, each.key] : ticked.filter((key) => key !== each.key))}>
      ${each.name}<small>${ORIGINS[each.origin]}${each.deferrable && "，可以以后再补"}</small><//>
      ${each.origin === "person" && html`<${OfPerson} key=${`${each.key} file`} material=${each} give=${give} pledge=${pledges[each.key]}
        onPledge=${onPledge && ((pledge) => onPledge(each.key, pledge))} />`}`)}
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}

// The body's part for the promises made; absent where none was.
export const promisesOf = (pledges = {}) => {
  const made = Object.values(pledges).filter(Boolean);
  return made.length ? { promises: made } : {};
};
