// The parts all pages of the phone are made of; the controls are shared with the desk.
import { NEEDS_CHECK } from "./api.js";
import { Button, Note } from "./controls.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { kept } from "./kept.js";
import { isCare, setCare } from "./modes.js";
import { goAndCheck } from "./route.js";
import { day } from "./words.js";

export { Button, Check, Choice, Go, Note, OfflineBar, SelectField, Small, TextField } from "./controls.js";

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

const ABOUT_WORK = /^#\/(matters|cases|items)\b/;

// Whoever acts by a mandate (受托) is reminded on each page of the work that it is not their own.
function AgencyBar() {
  const until = kept.read("agency");
  if (!until || !ABOUT_WORK.test(window.location.hash)) return null;
  return html`<p class="palm-agency" data-test="agency-bar">您正在替别人办（受托，至${day(until)}）</p>`;
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
    <${AgencyBar} />
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
