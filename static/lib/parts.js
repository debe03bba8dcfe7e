// The parts all pages are made of. Each control has a name for assistive technology and a data-test hook.
import { NEEDS_CHECK } from "./api.js";
import { html, useEffect, useId, useRef, useState } from "./html.js";
import { isCare, setCare } from "./modes.js";
import { goAndCheck } from "./route.js";

export function Header({ isHome }) {
  const [care, setCareShown] = useState(isCare);
  const flip = () => {
    setCare(!care);
    setCareShown(!care);
  };
  return html`<header class="palm-header">
    ${isHome
      ? html`<span class="palm-header__brand">掌上办</span>`
      : html`<button class="palm-header__button" data-test="back" onClick=${() => window.history.back()}>‹ 返回</button>
          <a class="palm-header__button" href="#/" data-test="go-home">首页</a>`}
    <button class="palm-header__button palm-header__care" data-test="care-switch" aria-pressed=${care} onClick=${flip}>
      ${care ? "标准版" : "长辈版"}
    </button>
  </header>`;
}

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
  return online ? null : html`<p class="palm-offline" role="status" data-test="offline">现在没有网络。填好的内容都还在，连上后可以接着办。</p>`;
}

// The heading takes the focus when a page opens, so that a screen reader starts from the top of it.
export function Page({ title, lead, children, test }) {
  const heading = useRef(null);
  useEffect(() => {
    document.title = `${title} · 掌上办`;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title]);
  return html`<main class="palm-page" data-test=${`page-${test}`}>
    <h1 class="palm-page__title" tabindex="-1" ref=${heading}>${title}</h1>
    ${lead && html`<p class="palm-page__lead">${lead}</p>`}
    ${children}
  </main>`;
}

export function Skeleton({ title, test }) {
  return html`<${Page} title=${title} test=${test}>
    <div class="palm-skeleton" role="status" aria-label="正在读取" data-test="loading">
      <span class="palm-skeleton__line"></span><span class="palm-skeleton__line palm-skeleton__line_short"></span>
      <span class="palm-skeleton__block"></span><span class="palm-skeleton__block"></span>
    </div>
  <//>`;
}

export function Note({ kind = "plain", title, children, test }) {
  return html`<section class=${`palm-note palm-note_${kind} palm-inset`} role=${kind === "problem" ? "alert" : undefined} data-test=${test}>
    ${title && html`<h2 class="palm-note__title">${title}</h2>`}${children}
  </section>`;
}

// What went wrong and what to do about it, in the server's own words.
export function ProblemNote({ problem, again }) {
  if (!problem) return null;
  return html`<${Note} kind="problem" title=${problem.title} test="problem">
    <div data-code=${problem.code}>
      ${problem.detail && html`<p>${problem.detail}</p>`}
      ${problem.fields.map((each) => html`<p key=${each.field}>· ${each.title}</p>`)}
      ${problem.advice && html`<p>${problem.advice}</p>`}
      ${NEEDS_CHECK.has(problem.code)
        ? html`<${Button} test="check-again" onClick=${() => goAndCheck(problem)}>确认是您本人<//>`
        : again && html`<${Button} kind="default" test="try-again" onClick=${again}>再试一次<//>`}
      ${problem.instance && html`<p class="palm-small">求助时请报编号：${problem.instance}</p>`}
    </div>
  <//>`;
}

export function Failed({ title, problem, again, test }) {
  return html`<${Page} title=${title} test=${test}><${ProblemNote} problem=${problem} again=${again} /><//>`;
}

export function Button({ kind = "primary", isBusy, isOff, onClick, test, type = "button", children, label }) {
  return html`<button class=${`weui-btn weui-btn_${kind} palm-btn`} type=${type} disabled=${isOff || isBusy}
    aria-busy=${isBusy ? "true" : undefined} aria-label=${label} data-test=${test} onClick=${onClick}>
    ${isBusy ? "请稍等…" : children}
  </button>`;
}

export function Go({ to, kind = "primary", test, children }) {
  return html`<a class=${`weui-btn weui-btn_${kind} palm-btn`} href=${`#${to}`} data-test=${test}>${children}</a>`;
}

export function Small({ onClick, test, children, isBusy, label, isOpen }) {
  return html`<button class="palm-small-btn" type="button" data-test=${test} disabled=${isBusy} aria-label=${label}
    aria-expanded=${isOpen} onClick=${onClick}>${children}</button>`;
}

export function Cells({ title, tips, children, test }) {
  return html`<section class="palm-cells" data-test=${test}>
    ${title && html`<h2 class="weui-cells__title">${title}</h2>`}
    <div class="weui-cells">${children}</div>
    ${tips && html`<p class="weui-cells__tips">${tips}</p>`}
  </section>`;
}

export function Cell({ label, detail, value, children }) {
  return html`<div class="weui-cell palm-cell"><div class="weui-cell__bd">
    <p>${label}</p>${detail && html`<p class="palm-cell__detail">${detail}</p>`}${children}
  </div>${value !== undefined && html`<div class="weui-cell__ft palm-cell__value">${value}</div>`}</div>`;
}

export function LinkCell({ to, label, detail, value, test }) {
  return html`<a class="weui-cell weui-cell_access palm-cell" href=${`#${to}`} data-test=${test}>
    <div class="weui-cell__bd"><p>${label}</p>${detail && html`<p class="palm-cell__detail">${detail}</p>`}</div>
    <div class="weui-cell__ft">${value}</div>
  </a>`;
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
      ${choices.map((each) => html`<option key=${each.value} value=${each.value} selected=${each.value === select.value}>
        ${each.label}</option>`)}
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
