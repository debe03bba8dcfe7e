// The materials (申请材料) of a form: each by name, where it comes from, and a tick that it was looked at. What only the
// person has is handed in as a photograph, a file or a licence of theirs, or promised where the item allows it (容缺受理、告知承诺).
import { GiveFile } from "../lib/give-file.js";
import { html } from "../lib/html.js";
import { isEnglish, t, told } from "../lib/language.js";
import { Check, Choice, ProblemNote, Small } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { FromWallet } from "./wallet-choice.js";

const origins = () => ({ shared: t("我们从数据共享取得"), generated: t("按您确认的内容自动生成"), person: t("由您提交") });
const NOW = "now";

function offers({ promises }) {
  const later = ({ kind, days }) => (kind === "defer" ? t`先承诺，受理后 ${days} 个工作日内补交` : t("签告知承诺书，不用交这份证明"));
  return [{ value: NOW, label: t("现在就交") }, ...promises.map((each) => ({ value: each.kind, label: later(each), detail: told(each.title) }))];
}

function Remove({ material, remove }) {
  const removing = useAction(() => remove(material.key));
  return html`<${Small} isBusy=${removing.isBusy} test=${`remove-${material.key}`} onClick=${removing.perform}>${t("拿掉这一份")}<//>
    <${ProblemNote} problem=${removing.problem} />`;
}

// `pledge`: the promise chosen instead of handing it in now, with the version of the text that was read.
function OfPerson({ material, hands, pledge, onPledge }) {
  const chosen = material.promises?.find((each) => each.kind === pledge?.kind);
  const called = told(material.name);
  const choose = (kind) => {
    const offer = material.promises.find((each) => each.kind === kind);
    onPledge(offer ? { material: material.key, kind, textVersion: offer.textVersion } : null);
  };
  return html`<div class="palm-person-material" data-test=${`of-person-${material.key}`}>
    ${material.promises && onPledge && html`<${Choice} legend=${t`${called}，怎么交`} choices=${offers(material)} value=${chosen?.kind ?? NOW} test=${`pledge-${material.key}`} onChoose=${choose} />`}
    ${chosen && html`<p class="palm-quote" lang="zh-CN">${chosen.text}</p>`}
    ${!chosen && hands.give && html`
      ${material.fromWallet && html`<p class="palm-answered">${t("✓ 已备好（从电子证照里选的）")}</p>`}
      <${GiveFile} label=${t`${called}（照片或 PDF）`} isGiven=${material.given} test=${`give-${material.key}`} send=${(file, carry) => hands.give(material.key, file, carry)} />
      ${hands.giveLicence && html`<${FromWallet} name=${material.key} give=${(licenceId) => hands.giveLicence(material.key, licenceId)} />`}
      ${material.given && hands.remove && html`<${Remove} material=${material} remove=${hands.remove} />`}`}
  </div>`;
}

const originOf = (each) => (each.deferrable ? t`${origins()[each.origin]}，可以以后再补` : origins()[each.origin]);

// `give`, `giveLicence`, `remove`: what is done with a material only the person has. `isShown`: listed, with nothing to tick.
export function Materials({ materials, ticked, onTick, slip, pledges = {}, onPledge, isShown, ...hands }) {
  if (!materials.length) return null;
  const all = materials.every((each) => ticked.includes(each.key));
  const ownOf = (each) => each.origin === "person" && html`<${OfPerson} key=${`${each.key} file`} material=${each} hands=${hands} pledge=${pledges[each.key]}
    onPledge=${onPledge && ((pledge) => onPledge(each.key, pledge))} />`;
  return html`<section class="palm-card" data-test="materials"><h2 class="palm-card__title">${t("申请材料")}</h2>
    ${materials.every((each) => each.origin !== "person") && html`<p class="palm-card__lead">${t("都备好了，不用您上传。请看一看对不对。")}</p>`}
    ${!isShown && html`<${Check} isOn=${all} test="material-all" onTurn=${(isOn) => onTick(isOn ? materials.map((each) => each.key) : [])}>
      <strong>${t`全部确认（${materials.length} 份）`}</strong><//>`}
    ${materials.map((each) => html`${isShown
      ? html`<p class="palm-shown" key=${each.key}><strong class="palm-shown__value">${told(each.name)}</strong><span class="palm-source">${originOf(each)}</span></p>`
      : html`<${Check} key=${each.key} isOn=${ticked.includes(each.key)} test=${`material-${each.key}`}
        onTurn=${(isOn) => onTick(isOn ? [...ticked, each.key] : ticked.filter((key) => key !== each.key))}>
        ${told(each.name)}<small>${originOf(each)}</small><//>`}
      ${ownOf(each)}`)}
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}

// The body's part for the promises made; absent where none was.
export const promisesOf = (pledges = {}) => {
  const made = Object.values(pledges).filter(Boolean);
  return made.length ? { promises: made } : {};
};

// The truthfulness promise (真实性承诺) is signed in its own words; in English its sense stands beside it.
export function Promised({ text, children }) {
  return html`${children}<span lang="zh-CN">${text}</span>${isEnglish() && html`<small>${t("（大意：所提供的信息和材料真实、准确、有效，愿意承担法律责任。）")}</small>`}`;
}
