// The fields of the form (申报表单): where each value comes from, which are locked, and how to say that one is wrong.
import { html, useState } from "../lib/html.js";
import { plain, t, told } from "../lib/language.js";
import { Button, Note, ProblemNote, SelectField, Small, TextField } from "../lib/parts.js";
import { useAction } from "../lib/state.js";
import { day, narrow, yuan } from "../lib/words.js";

const KEYBOARDS = { phone: "tel" };

function sourceOf({ locked, source, asOf }) {
  if (locked && asOf) return t`来自${told(source)}，截至${day(asOf)}`;
  if (locked) return t`来自${told(source)}`;
  return asOf ? t`${told(source)}，截至${day(asOf)}` : told(source);
}

// Who vouches for the value and as of when; under which number and for what it was asked is one tap behind.
function Provenance({ field }) {
  if (!field.locked && !field.value) return html`<p class="palm-source"></p>`;
  const said = html`${field.locked && html`<span class="palm-lock" aria-hidden="true"></span>`}${sourceOf(field)}`;
  if (!field.catalogueId) return html`<p class="palm-source">${said}</p>`;
  return html`<details class="palm-source palm-more" data-test=${`provenance-${field.key}`}><summary>${said}</summary>
    <p>${t`数据资源目录编号：${field.catalogueId}`}</p>${field.purpose && html`<p>${t`用途：${told(field.purpose)}`}</p>`}${field.basis && html`<p>${t`依据：${told(field.basis)}`}</p>`}
  </details>`;
}

function DisputeBox({ field, dispute, onClose }) {
  const [says, setSays] = useState("");
  const [slip, setSlip] = useState("");
  const sending = useAction(async () => {
    await dispute(says.trim());
    onClose();
  });
  const submit = (event) => {
    event.preventDefault();
    if (!says.trim()) setSlip(t("请写一句哪里不对、应该是什么。"));
    else sending.perform();
  };
  return html`<form class="palm-dispute palm-inset" onSubmit=${submit} data-test=${`dispute-box-${field.key}`}>
    <${TextField} isLong label=${t`“${told(field.label)}”应该是什么？`} slip=${slip} maxlength="500" value=${says} test=${`dispute-says-${field.key}`}
      onInput=${(event) => setSays(event.currentTarget.value)} />
    <${ProblemNote} problem=${sending.problem} />
    <${Button} type="submit" isBusy=${sending.isBusy} test=${`dispute-send-${field.key}`}>${t("报给工作人员")}<//>
    <${Button} kind="default" test=${`dispute-close-${field.key}`} onClick=${onClose}>${t("不报了")}<//>
  </form>`;
}

// What stands there is somebody's own: it is never translated.
const own = (value) => html`<span lang="zh-CN">${value}</span>`;

function valueOf({ kind, value }) {
  if (!value) return t("（没有）");
  if (kind === "money") return yuan(value);
  return kind === "date" ? day(value) : own(value);
}

function Shown({ field }) {
  return html`<p class="palm-shown"><span class="palm-shown__label">${told(field.label)}</span>
    <strong class="palm-shown__value" data-test=${`value-${field.key}`}>${valueOf(field)}</strong></p>`;
}

// People write yuan, the office counts fen.
function Money({ common, label, fen, onChange }) {
  const [text, setText] = useState(fen ? String(Number(fen) / 100) : "");
  const take = (event) => {
    const typed = narrow(event.currentTarget.value).replace(/[^\d.]/g, "");
    setText(typed);
    onChange(typed && !Number.isNaN(Number(typed)) ? String(Math.round(Number(typed) * 100)) : "");
  };
  return html`<${TextField} ...${common} label=${t`${label}（元）`} inputmode="decimal" autocomplete="off" value=${text} onInput=${take} />`;
}

function Editable({ field, slip, onChange }) {
  const label = field.required ? told(field.label) : t`${told(field.label)}（可以不填）`;
  const common = { label, slip, test: `field-${field.key}`, value: field.value ?? "" };
  if (field.choices?.length) {
    const choices = [{ value: "", label: t("请选择") }, ...field.choices.map((each) => ({ value: each, label: told(each) }))];
    return html`<${SelectField} ...${common} choices=${choices} onChange=${(event) => onChange(event.currentTarget.value)} />`;
  }
  if (field.kind === "money") return html`<${Money} common=${common} label=${label} fen=${field.value} onChange=${onChange} />`;
  return html`<${TextField} ...${common} isLong=${field.kind === "address"} type=${field.kind === "date" ? "date" : "text"}
    inputmode=${KEYBOARDS[field.kind]} maxlength=${field.maxLength} autocomplete="off"
    onInput=${(event) => onChange(field.kind === "phone" ? narrow(event.currentTarget.value) : event.currentTarget.value)} />`;
}

// `dispute(says)` tells the office, for every form that shows this value.
export function Field({ field, slip, onChange, dispute, canDispute }) {
  const [isOpen, setOpen] = useState(false);
  return html`<div class="palm-field-row" data-test=${`row-${field.key}`}>
    ${field.locked ? html`<${Shown} field=${field} />` : html`<${Editable} field=${field} slip=${slip} onChange=${onChange} />`}
    <div class="palm-field-row__foot"><${Provenance} field=${field} />
      ${field.locked && !field.disputed && canDispute && !isOpen && html`<${Small} test=${`dispute-${field.key}`}
        label=${t`${plain(told(field.label))}有误`} onClick=${() => setOpen(true)}>${t("有误？")}<//>`}
    </div>
    ${field.disputed && html`<${Note} kind="warn" test=${`disputed-${field.key}`}><p>${t("! 您说过这一项有误，工作人员会核对。")}</p><//>`}
    ${isOpen && html`<${DisputeBox} field=${field} dispute=${dispute} onClose=${() => setOpen(false)} />`}
  </div>`;
}
