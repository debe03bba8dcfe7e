// How the old certificate goes back (旧证交回) and how the new one comes (送达方式); the courier is free to the person.
import { html, useState } from "../lib/html.js";
import { Choice, SelectField, Small, TextField } from "../lib/parts.js";
import { comingDays, digitsOnly, phoneSlip } from "../lib/words.js";
import { Lost } from "./form-lost.js";

const RETURNS = {
  pickup: "快递员上门来取，邮费不用您出",
  self_post: "选到付寄到窗口，邮费不用您出；寄出后在办件里填运单号",
  counter: "带身份证和旧证到政务服务窗口，当面核对、收下",
  lost_declaration: "旧证丢了，写一份遗失声明",
};
const DELIVERIES = {
  courier: "送到家，要您本人签收，邮费不用您出",
  counter: "办好以后发短信告诉您，带身份证到政务服务窗口领",
  electronic_only: "存在手机里，和纸质的一样有效",
};

const offered = (modes, details) => modes.map(({ mode, label }) => ({ value: mode, label, detail: details[mode] }));

// The courier is given a day and two times of it; people choose a day and a half of it.
const HALVES = [
  { value: "am", label: "上午 9 点到 12 点", start: "09:00", end: "12:00" },
  { value: "pm", label: "下午 2 点到 6 点", start: "14:00", end: "18:00" },
];

function Window({ value, onChange, slip }) {
  const days = comingDays(7);
  const half = HALVES.find((each) => each.start.slice(0, 2) >= "12" === (value?.start ?? "09") >= "12")?.value ?? "am";
  const put = (date, name) => {
    const { start, end } = HALVES.find((each) => each.value === name);
    onChange({ day: date, start, end });
  };
  return html`<${SelectField} label="哪天来取" test="pickup-day" slip=${slip} value=${value?.day ?? ""}
      choices=${[{ value: "", label: "请选择" }, ...days]} onChange=${(event) => put(event.currentTarget.value, half)} />
    <${Choice} legend="什么时候方便" choices=${HALVES} value=${half} test="pickup-half"
      onChoose=${(name) => put(value?.day || days[0].value, name)} />`;
}

function Contact({ name, value, onChange, slips, children }) {
  const contact = value ?? {};
  const set = (key, text) => onChange({ ...contact, [key]: text });
  return html`<div class="palm-contact">
    <${TextField} label="联系人" autocomplete="name" maxlength="50" test=${`${name}-name`} value=${contact.name ?? ""}
      slip=${slips[`${name}.name`]} onInput=${(event) => set("name", event.currentTarget.value)} />
    <${TextField} label="手机号" inputmode="tel" autocomplete="tel" maxlength="20" test=${`${name}-phone`} value=${contact.phone ?? ""}
      slip=${slips[`${name}.phone`] || (contact.phone?.length >= 11 && !contact.phone.includes("*") ? phoneSlip(contact.phone) : "")}
      onInput=${(event) => set("phone", digitsOnly(event.currentTarget.value))} />
    <${TextField} isLong label="地址" autocomplete="street-address" maxlength="100" test=${`${name}-address`} value=${contact.address ?? ""}
      slip=${slips[`${name}.address`]} hint="写到门牌号" onInput=${(event) => set("address", event.currentTarget.value)} />
    ${children}
  </div>`;
}

function Returning({ form, choices, before, change, slips }) {
  return html`<section class="palm-card" data-test="returning"><h2 class="palm-card__title">旧证怎么交回</h2>
    ${form.returnMode !== "none" && html`<p class="palm-card__lead">要交回：正本 ${form.copies.original} 本${form.copies.duplicate > 0 && `，副本 ${form.copies.duplicate} 本`}</p>`}
    <${Choice} legend="请选一种" choices=${choices} value=${form.returnMode} test="return"
      onChoose=${(returnMode) => change({ returnMode })} />
    ${slips.returnMode && html`<p class="palm-field__slip">! ${slips.returnMode}</p>`}
    ${form.returnMode === "pickup" && !form.pickup && before?.pickup?.window && html`<${Small} test="pickup-same"
      onClick=${() => change({ pickup: before.pickup })}>和上一份一样<//>`}
    ${form.returnMode === "pickup" && html`<${Contact} name="pickup" value=${form.pickup} slips=${slips} onChange=${(pickup) => change({ pickup })}>
      <${Window} value=${form.pickup?.window} slip=${slips["pickup.window"]}
        onChange=${(window) => change({ pickup: { ...form.pickup, window } })} />
    <//>`}
    ${form.returnMode === "lost_declaration" && html`<${Lost} form=${form} change=${change} slips=${slips} />`}
  </section>`;
}

function Delivering({ form, choices, before, change, slips }) {
  const [isOther, setOther] = useState(Boolean(form.delivery));
  const pickup = form.returnMode === "pickup" && form.pickup?.address ? form.pickup : null;
  const like = pickup ?? (before?.delivery?.address ? before.delivery : null);
  const copy = () => {
    const { name, phone, address } = like;
    change({ delivery: { name, phone, address } });
    setOther(true);
  };
  return html`<section class="palm-card" data-test="delivering"><h2 class="palm-card__title">新证怎么给您</h2>
    <${Choice} legend="请选一种" choices=${choices} value=${form.deliveryMode} test="delivery"
      onChoose=${(deliveryMode) => change({ deliveryMode })} />
    ${slips.deliveryMode && html`<p class="palm-field__slip">! ${slips.deliveryMode}</p>`}
    ${form.deliveryMode === "courier" && html`
      ${!isOther && like && html`<${Small} test="delivery-same" onClick=${copy}>${pickup ? "和取旧证的地址一样" : "和上一份一样"}<//>`}
      <${Contact} name="delivery" value=${form.delivery} slips=${slips} onChange=${(delivery) => change({ delivery })} />`}
  </section>`;
}

// One way only, and nothing to type for it, is not a question.
const isSettled = (choices, chosen, asking) => choices.length === 1 && choices[0].value === chosen && chosen !== asking;

function Settled({ said }) {
  if (!said.length) return null;
  return html`<section class="palm-card" data-test="papers"><dl class="palm-facts">${said.map(([label, choice]) =>
    html`<dt>${label}</dt><dd>${choice.label}${choice.detail && html`<span class="palm-source">${choice.detail}</span>`}</dd>`)}</dl></section>`;
}

// `before` is the form above on the same page, whose addresses need not be typed again.
export function Papers({ form, before, change, slips }) {
  const [back, forth] = [offered(form.returnModes, RETURNS), offered(form.deliveryModes, DELIVERIES)];
  const [isBackSettled, isForthSettled] = [isSettled(back, form.returnMode, "pickup"), isSettled(forth, form.deliveryMode, "courier")];
  const common = { form, before, change, slips };
  return html`
    <${Settled} said=${[...(isBackSettled ? [["旧证", back[0]]] : []), ...(isForthSettled ? [["新证", forth[0]]] : [])]} />
    ${back.length > 0 && !isBackSettled && html`<${Returning} ...${common} choices=${back} />`}
    ${forth.length > 0 && !isForthSettled && html`<${Delivering} ...${common} choices=${forth} />`}`;
}
