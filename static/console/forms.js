// One action of a clerk as a form: what was typed stays on errors, all that is missing is told at once, and it is sent once.
import { Button, Check, Choice, SelectField, TextField } from "../lib/controls.js";
import { html, useRef, useState } from "../lib/html.js";
import { useDoing } from "../lib/loading.js";
import { narrow } from "../lib/words.js";
import { Dialog, ProblemNote } from "./parts.js";
import { say } from "./said.js";

const NEEDED = {
  text: "请填写这一项。", long: "请写明，会留痕。", date: "请选日期。", number: "请填数字。",
  choice: "请选一项。", ticks: "请至少勾一项。", select: "请选一项。", check: "请先打勾。", password: "请填写这一项。",
};

const isEmpty = (field, value) => (field.kind === "check" ? !value : !`${value ?? ""}`.trim());

// Everything that is wrong, all at once, by the name of its field.
function slipsOf(fields, values) {
  const told = fields.map((field) => {
    const value = values[field.name];
    if (isEmpty(field, value)) return [field.name, field.isOptional ? "" : field.needed ?? NEEDED[field.kind ?? "text"]];
    return [field.name, field.slip?.(value, values) ?? ""];
  });
  return Object.fromEntries(told.filter(([, slip]) => slip));
}

function cleaned(field, value) {
  if (isEmpty(field, value)) return undefined;
  if (field.kind === "check") return true;
  if (field.as) return field.as(value);
  if (field.kind === "number") return Number(narrow(`${value}`));
  return typeof value === "string" && field.kind !== "password" ? value.trim() : value;
}

// A problem names a field by its path in the body: `window.day`, `pieces[0].number`.
const slipsTold = (problem) => Object.fromEntries((problem?.fields ?? []).map((each) => [each.field, each.title]));

function Typed({ field, hint, value, slip, onChange, test }) {
  const label = field.isOptional ? `${field.label}（可以不填）` : field.label;
  const common = { label, slip, test, hint, value: value ?? "" };
  if (field.kind === "choice") {
    return html`<div class=${slip ? "palm-field_wrong" : undefined}><${Choice} legend=${label} choices=${field.choices} value=${value} test=${test} onChoose=${onChange} />
      ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}</div>`;
  }
  if (field.kind === "ticks") {
    const ticked = value ?? [];
    const turn = (one) => (isOn) => onChange(isOn ? [...ticked, one] : ticked.filter((each) => each !== one));
    return html`<fieldset class="palm-choice"><legend class="palm-choice__legend">${label}</legend>
      ${field.choices.map((each) => html`<${Check} key=${each.value} isOn=${ticked.includes(each.value)} test=${`${test}-${each.value}`} onTurn=${turn(each.value)}>${each.label}<//>`)}
      ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}</fieldset>`;
  }
  if (field.kind === "check") {
    return html`<${Check} isOn=${Boolean(value)} test=${test} onTurn=${onChange}>${field.label}<//>
      ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}`;
  }
  if (field.kind === "select") {
    return html`<${SelectField} ...${common} choices=${[{ value: "", label: "请选择" }, ...field.choices]} onChange=${(event) => onChange(event.currentTarget.value)} />`;
  }
  const types = { date: "date", password: "password" };
  return html`<${TextField} ...${common} isLong=${field.kind === "long"} type=${types[field.kind] ?? "text"} maxlength=${field.max}
    inputmode=${field.kind === "number" ? "decimal" : field.inputmode} autocomplete=${field.autocomplete ?? "off"} spellcheck=${false}
    min=${field.min} onInput=${(event) => onChange(event.currentTarget.value)} />`;
}

// To the first slip; without one back to the button, which lost the focus while it was busy.
function focusFirst(form) {
  requestAnimationFrame(() => {
    const wrong = form?.querySelector(".palm-field__slip");
    const field = wrong?.parentElement.querySelector("input,select,textarea");
    wrong?.scrollIntoView({ block: "center" });
    (field ?? form?.querySelector("[type=submit]"))?.focus({ preventScroll: Boolean(field) });
  });
}

// What was pressed may be gone once it is done: the keyboard goes on from the top of the page.
function focusPage() {
  setTimeout(() => {
    if (document.activeElement === document.body) document.querySelector("#main h1")?.focus({ preventScroll: true });
  });
}

// `send(body, values)` does it; `said` is told when it is done. Fields with `when(values)` false are not there.
export function ActionForm({ fields = [], send, submit, done, said, test, kind = "primary", reload, initial = {}, children, bodyOf, onCancel }) {
  const [values, setValues] = useState(initial);
  const [isTried, setTried] = useState(false);
  const form = useRef(null);
  const shownFields = fields.filter((field) => !field.when || field.when(values));
  const doing = useDoing(async () => {
    const plain = Object.fromEntries(shownFields.map((field) => [field.name, cleaned(field, values[field.name])]));
    const body = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
    const answer = await send(bodyOf ? bodyOf(body, values) : body, values);
    setValues(initial);
    setTried(false);
    if (said) say(typeof said === "function" ? said(answer) : said);
    done?.(answer);
    focusPage();
  }, () => focusFirst(form.current));
  const wrong = slipsOf(shownFields, values);
  const told = { ...slipsTold(doing.problem), ...(isTried ? wrong : {}) };
  const press = (event) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length) focusFirst(form.current);
    else doing.perform();
  };
  const change = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    if (doing.problem) doing.clear();
  };
  return html`<form class="desk-form" ref=${form} onSubmit=${press} novalidate data-test=${test}>
    ${shownFields.map((field) => html`<${Typed} key=${field.name} field=${field} hint=${typeof field.hint === "function" ? field.hint(values) : field.hint} value=${values[field.name]} slip=${told[field.name]}
      test=${`${test}-${field.name}`} onChange=${(value) => change(field.name, value)} />`)}
    ${typeof children === "function" ? children(values, change) : children}
    <${ProblemNote} problem=${doing.problem} reload=${reload} again=${doing.perform} hidden=${shownFields.map((field) => field.name)} />
    <div class="desk-tools"><${Button} type="submit" kind=${kind} isBusy=${doing.isBusy} test=${`${test}-submit`}>${submit}<//>
      ${onCancel && html`<${Button} kind="default" test=${`${test}-cancel`} onClick=${onCancel}>取消<//>`}</div>
  </form>`;
}

// A button that opens the form of an action in a window; with nothing to fill in it still asks once.
export function Act({ label, title = label, lead, test, kind = "default", done, ...form }) {
  const [isOpen, setOpen] = useState(false);
  const finish = (answer) => {
    setOpen(false);
    done?.(answer);
  };
  return html`<${Button} kind=${kind} test=${test} onClick=${() => setOpen(true)}>${label}<//>
    <${Dialog} title=${title} isOpen=${isOpen} onClose=${() => setOpen(false)} test=${`${test}-dialog`}>
      ${lead && html`<p class="desk-panel__lead">${lead}</p>`}
      <${ActionForm} submit=${label} ...${form} kind=${kind === "warn" ? "warn" : "primary"} test=${`${test}-form`} done=${finish} onCancel=${() => setOpen(false)} />
    <//>`;
}

// A button that does it at once, where pressing it wrongly costs nothing.
export function Press({ label, send, done, said, test, kind = "default", reload }) {
  const doing = useDoing(async () => {
    const answer = await send();
    if (said) say(typeof said === "function" ? said(answer) : said);
    done?.(answer);
    focusPage();
  });
  return html`<${Button} kind=${kind} test=${test} isBusy=${doing.isBusy} onClick=${() => doing.perform()}>${label}<//>
    <${ProblemNote} problem=${doing.problem} again=${doing.perform} reload=${reload} />`;
}

export const reason = (label = "理由", more = {}) => ({ name: "reason", label, kind: "long", max: 500, ...more });
export const choicesOf = (words) => Object.entries(words).map(([value, label]) => ({ value, label }));
