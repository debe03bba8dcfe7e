// How the old certificate goes back (旧证交回) and how the new one comes (送达方式); the courier is free to the person.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Choice, ProblemNote, SelectField, Small } from "../lib/parts.js";
import { useLoaded } from "../lib/state.js";
import { comingDays } from "../lib/words.js";
import { Contact } from "./form-addresses.js";
import { Lost } from "./form-lost.js";

const returns = () => ({
  pickup: t("快递员上门来取，邮费不用您出"),
  self_post: t("选到付寄到窗口，邮费不用您出；寄出后在办件里填运单号"),
  counter: t("带身份证和旧证到政务服务窗口，当面核对、收下"),
  lost_declaration: t("旧证丢了，写一份遗失声明"),
});
const deliveries = () => ({
  courier: t("送到家，要您本人签收，邮费不用您出"),
  counter: t("办好以后发短信告诉您，带身份证到政务服务窗口领"),
  electronic_only: t("存在手机里，和纸质的一样有效"),
});

const offered = (modes, details) => modes.map(({ mode, label }) => ({ value: mode, label: told(label), detail: details[mode] }));

// The courier is given a day and two times of it; people choose a day and a half of it.
const halves = () => [
  { value: "am", label: t("上午 9 点到 12 点"), start: "09:00", end: "12:00" },
  { value: "pm", label: t("下午 2 点到 6 点"), start: "14:00", end: "18:00" },
];

function Window({ value, onChange, slip }) {
  const days = comingDays(7);
  const half = halves().find((each) => each.start.slice(0, 2) >= "12" === (value?.start ?? "09") >= "12")?.value ?? "am";
  const put = (date, name) => {
    const { start, end } = halves().find((each) => each.value === name);
    onChange({ day: date, start, end });
  };
  return html`<${SelectField} label=${t("哪天来取")} test="pickup-day" slip=${slip} value=${value?.day ?? ""}
      choices=${[{ value: "", label: t("请选择") }, ...days]} onChange=${(event) => put(event.currentTarget.value, half)} />
    <${Choice} legend=${t("什么时候方便")} choices=${halves()} value=${half} test="pickup-half"
      onChoose=${(name) => put(value?.day || days[0].value, name)} />`;
}

// Asked for when somebody would rather go there: which counters, where, and when they are open.
function Counters({ test }) {
  const loaded = useLoaded(api.counters, []);
  if (loaded.loading) return html`<p class="palm-small" role="status">${t("正在查窗口在哪里…")}</p>`;
  if (loaded.problem) return html`<${ProblemNote} problem=${loaded.problem} again=${loaded.again} />`;
  return html`<ul class="palm-list" data-test=${test}>${loaded.value.counters.map((each) => html`<li key=${each.counter}>
    <strong lang="zh-CN">${each.name}</strong><span class="palm-source"><span lang="zh-CN">${each.address}</span>${each.hours && html`　${told(each.hours)}`}　${each.phone}</span></li>`)}</ul>`;
}

function Returning({ form, choices, before, change, slips, keeping }) {
  const { original, duplicate } = form.copies;
  return html`<section class="palm-card" data-test="returning"><h2 class="palm-card__title">${t("旧证怎么交回")}</h2>
    ${form.returnMode !== "none" && html`<p class="palm-card__lead">${duplicate > 0 ? t`要交回：正本 ${original} 本，副本 ${duplicate} 本` : t`要交回：正本 ${original} 本`}</p>`}
    <${Choice} legend=${t("请选一种")} choices=${choices} value=${form.returnMode} test="return"
      onChoose=${(returnMode) => change({ returnMode })} />
    ${slips.returnMode && html`<p class="palm-field__slip">! ${slips.returnMode}</p>`}
    ${form.returnMode === "pickup" && !form.pickup && before?.pickup?.window && html`<${Small} test="pickup-same"
      onClick=${() => change({ pickup: before.pickup })}>${t("和上一份一样")}<//>`}
    ${form.returnMode === "pickup" && html`<${Contact} name="pickup" value=${form.pickup} slips=${slips} onChange=${(pickup) => change({ pickup })} ...${keeping}>
      <${Window} value=${form.pickup?.window} slip=${slips["pickup.window"]}
        onChange=${(window) => change({ pickup: { ...form.pickup, window } })} />
    <//>`}
    ${form.returnMode === "counter" && keeping.book && html`<${Counters} test="return-counters" />`}
    ${form.returnMode === "lost_declaration" && html`<${Lost} form=${form} change=${change} slips=${slips} />`}
  </section>`;
}

function Delivering({ form, choices, before, change, slips, keeping }) {
  const [isOther, setOther] = useState(Boolean(form.delivery));
  const pickup = form.returnMode === "pickup" && form.pickup?.address ? form.pickup : null;
  const like = pickup ?? (before?.delivery?.address ? before.delivery : null);
  const copy = () => {
    const { addressId, name, phone, address } = like;
    change({ delivery: { ...(addressId ? { addressId } : {}), name, phone, address } });
    setOther(true);
  };
  return html`<section class="palm-card" data-test="delivering"><h2 class="palm-card__title">${t("新证怎么给您")}</h2>
    <${Choice} legend=${t("请选一种")} choices=${choices} value=${form.deliveryMode} test="delivery"
      onChoose=${(deliveryMode) => change({ deliveryMode })} />
    ${slips.deliveryMode && html`<p class="palm-field__slip">! ${slips.deliveryMode}</p>`}
    ${form.deliveryMode === "courier" && html`
      <p class="palm-card__lead" data-test="in-person">${t("本人签收：只交给下面写的这个人，请备好身份证件。不放快递柜，别人代收的，要您确认收到才算送达。")}</p>
      ${!isOther && like && html`<${Small} test="delivery-same" onClick=${copy}>${pickup ? t("和取旧证的地址一样") : t("和上一份一样")}<//>`}
      <${Contact} name="delivery" value=${form.delivery} slips=${slips} onChange=${(delivery) => change({ delivery })} ...${keeping} />`}
    ${form.deliveryMode === "counter" && keeping.book && html`<${Counters} test="delivery-counters" />`}
  </section>`;
}

// One way only, and nothing to type for it, is not a question.
const isSettled = (choices, chosen, asking) => choices.length === 1 && choices[0].value === chosen && chosen !== asking;

const isBackSettled = (form) => isSettled(offered(form.returnModes, {}), form.returnMode, "pickup");
const isForthSettled = (form) => isSettled(offered(form.deliveryModes, {}), form.deliveryMode, "courier");
export const isParcelSettled = (form) => (!form.returnModes.length || isBackSettled(form)) && (!form.deliveryModes.length || isForthSettled(form));

function Settled({ said }) {
  if (!said.length) return null;
  return html`<section class="palm-card" data-test="papers"><dl class="palm-facts">${said.map(([label, choice]) =>
    html`<dt>${label}</dt><dd>${choice.label}${choice.detail && html`<span class="palm-source">${choice.detail}</span>`}</dd>`)}</dl></section>`;
}

// `before` is the form above on the same page, whose addresses need not be typed again. `book`: the person's own addresses;
// absent at the counter.
export function Papers({ form, before, change, slips, book, onKept }) {
  const [back, forth] = [offered(form.returnModes, returns()), offered(form.deliveryModes, deliveries())];
  const common = { form, before, change, slips, keeping: { book, onKept } };
  return html`
    <${Settled} said=${[...(isBackSettled(form) ? [[t("旧证"), back[0]]] : []), ...(isForthSettled(form) ? [[t("新证"), forth[0]]] : [])]} />
    ${back.length > 0 && !isBackSettled(form) && html`<${Returning} ...${common} choices=${back} />`}
    ${forth.length > 0 && !isForthSettled(form) && html`<${Delivering} ...${common} choices=${forth} />`}`;
}
