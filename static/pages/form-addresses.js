// Where a parcel goes (收件和取件): a line of the person's own address book in one tap, or typed, and then kept if they like.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/language.js";
import { ProblemNote, Small, TextField } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { digitsOnly, phoneSlip } from "../lib/words.js";

const FIRST = 3;

// Whom and which number is masked; the office fills both in whole.
function Book({ name, book, isChosen, onChoose }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? book : book.slice(0, FIRST);
  return html`<ul class="palm-pieces" data-test=${`${name}-book`} aria-label=${t("地址簿")}>
    ${shown.map((line, index) => html`<li key=${line.addressId}>
      <span lang="zh-CN">${line.label && html`<strong>${line.label}　</strong>`}${line.address}<span class="palm-source">${line.name}　${line.phone}</span></span>
      ${isChosen(line) ? html`<span class="palm-small">${t("✓ 已选")}</span>`
        : html`<${Small} label=${t`用第 ${index + 1} 个地址`} test=${`${name}-use-${line.addressId}`} onClick=${() => onChoose(line)}>${t("用这个")}<//>`}</li>`)}
    ${book.length > shown.length && html`<li><${Small} test=${`${name}-book-all`} onClick=${() => setAll(true)}>${t`全部 ${book.length} 个地址`}<//></li>`}
  </ul>`;
}

function Keep({ name, contact, onKept }) {
  const keeping = useAction(async () => onKept(await api.saveAddress({ name: contact.name, phone: contact.phone, address: contact.address })));
  return html`<${Small} isBusy=${keeping.isBusy} test=${`${name}-keep`} onClick=${keeping.perform}>${t("保存到地址簿")}<//>
    <${ProblemNote} problem=${keeping.problem} again=${keeping.perform} />`;
}

// `book`: absent at the counter, where a clerk types what the person says.
export function Contact({ name, value, onChange, slips, book, onKept, children }) {
  const contact = value ?? {};
  const set = (key, text) => onChange({ ...contact, [key]: text });
  const choose = ({ addressId, name: whom, phone, address }) =>
    onChange({ addressId, name: whom, phone, address, ...(contact.window ? { window: contact.window } : {}) });
  const isTaken = Boolean(contact.addressId); // until the office has filled it in
  const isKnown = book?.some((line) => line.address === contact.address);
  const isWhole = contact.name && contact.address?.length >= 5 && phoneSlip(contact.phone ?? "") === "";
  const common = { readonly: isTaken };
  return html`<div class="palm-contact">
    ${book?.length > 0 && html`<${Book} name=${name} book=${book} onChoose=${choose}
      isChosen=${(line) => line.addressId === contact.addressId || line.address === contact.address} />`}
    <${TextField} ...${common} label=${t("联系人")} autocomplete="name" maxlength="50" test=${`${name}-name`} value=${contact.name ?? ""}
      slip=${slips[`${name}.name`]} onInput=${(event) => set("name", event.currentTarget.value)} />
    <${TextField} ...${common} label=${t("手机号")} inputmode="tel" autocomplete="tel" maxlength="20" test=${`${name}-phone`} value=${contact.phone ?? ""}
      slip=${slips[`${name}.phone`] || (contact.phone?.length >= 11 && !contact.phone.includes("*") ? phoneSlip(contact.phone) : "")}
      onInput=${(event) => set("phone", digitsOnly(event.currentTarget.value))} />
    <${TextField} ...${common} isLong label=${t("地址")} autocomplete="street-address" maxlength="100" test=${`${name}-address`} value=${contact.address ?? ""}
      slip=${slips[`${name}.address`]} hint=${t("写到门牌号")} onInput=${(event) => set("address", event.currentTarget.value)} />
    ${book && !isTaken && !isKnown && isWhole && html`<${Keep} name=${name} contact=${contact} onKept=${onKept} />`}
    ${children}
  </div>`;
}
