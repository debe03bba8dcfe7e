// The controls both fronts are made of, the phone's and the desk's. Each has a name for assistive technology and a data-test hook.
import { html, useEffect, useId, useState } from "./html.js";
import { plain, t, tongueOf } from "./language.js";

export function OfflineBar() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online ? null : html`<p class="palm-offline" role="status" data-test="offline">${t("现在没有网络。填好的内容都还在，连上后可以接着办。")}</p>`;
}

export function Note({ kind = "plain", title, children, test }) {
  return html`<section class=${`palm-note palm-note_${kind} palm-inset`} role=${kind === "problem" ? "alert" : undefined} data-test=${test}>
    ${title && html`<h2 class="palm-note__title">${title}</h2>`}${children}
  </section>`;
}

export function Button({ kind = "primary", isBusy, isOff, onClick, test, type = "button", children, label }) {
  return html`<button class=${`weui-btn weui-btn_${kind} palm-btn`} type=${type} disabled=${isOff || isBusy}
    aria-busy=${isBusy ? "true" : undefined} aria-label=${label && plain(label)} data-test=${test} onClick=${onClick}>
    ${isBusy ? t("请稍等…") : children}
  </button>`;
}

export function Go({ to, kind = "primary", test, children }) {
  return html`<a class=${`weui-btn weui-btn_${kind} palm-btn`} href=${`#${to}`} data-test=${test}>${children}</a>`;
}

export function Small({ onClick, test, children, isBusy, label, isOpen }) {
  return html`<button class="palm-small-btn" type="button" data-test=${test} disabled=${isBusy} aria-label=${label && plain(label)}
    aria-expanded=${isOpen} onClick=${onClick}>${children}</button>`;
}

export function TextField({ label, hint, slip, test, isLong, ...input }) {
  const id = useId();
  const told = slip ? `${id}-slip` : hint ? `${id}-hint` : undefined;
  return html`<div class=${`palm-field${slip ? " palm-field_wrong" : ""}`}>
    <label class="palm-field__label" for=${id}>${label}</label>
    ${isLong
      ? html`<textarea id=${id} class="palm-field__input" rows="3" data-test=${test} aria-describedby=${told}
          aria-invalid=${slip ? "true" : undefined} ...${input}></textarea>`
      : html`<input id=${id} class="palm-field__input" data-test=${test} aria-describedby=${told}
          aria-invalid=${slip ? "true" : undefined} ...${input} />`}
    ${slip ? html`<p class="palm-field__slip" id=${`${id}-slip`}>! ${slip}</p>`
      : hint && html`<p class="palm-field__hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

export function SelectField({ label, choices, slip, test, ...select }) {
  const id = useId();
  return html`<div class=${`palm-field${slip ? " palm-field_wrong" : ""}`}>
    <label class="palm-field__label" for=${id}>${label}</label>
    <select id=${id} class="palm-field__input" data-test=${test} ...${select}>
      ${choices.map((each) => html`<option key=${each.value} value=${each.value} selected=${each.value === select.value}
        lang=${tongueOf(plain(each.label))}>${plain(each.label)}</option>`)}
    </select>
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </div>`;
}

// One of a few, each a full-width row with the native radio, so that keys and screen readers work unaided.
export function Choice({ legend, choices, value, onChoose, test }) {
  const name = useId(); // several forms on one page ask the same thing, each for itself
  return html`<fieldset class="palm-choice"><legend class="palm-choice__legend">${legend}</legend>
    ${choices.map((each) => html`<label class="palm-choice__row" key=${each.value}>
      <input type="radio" name=${name} value=${each.value} checked=${value === each.value}
        data-test=${`${test}-${each.value}`} onChange=${() => onChoose(each.value)} />
      <span>${each.label}${each.detail && html`<small>${each.detail}</small>`}</span>
    </label>`)}
  </fieldset>`;
}

export function Check({ isOn, onTurn, test, children }) {
  return html`<label class="palm-choice__row palm-choice__row_alone">
    <input type="checkbox" checked=${isOn} data-test=${test} onChange=${(event) => onTurn(event.currentTarget.checked)} />
    <span>${children}</span>
  </label>`;
}
