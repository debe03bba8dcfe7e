// The parts all pages of the phone are made of; the controls are shared with the desk.
import { useHasChoice } from "./acting.js";
import { NEEDS_CHECK } from "./api.js";
import { Button, Note, Small } from "./controls.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { kept } from "./kept.js";
import { isEnglish, language, plain, setLanguage, t, told } from "./language.js";
import { isCare, isLargest, setCare, setLargest } from "./modes.js";
import { goAndCheck } from "./route.js";
import { day } from "./words.js";

export { Button, Check, Choice, Go, Note, OfflineBar, SelectField, Small, TextField } from "./controls.js";

// Each language is offered in its own words, for whoever reads nothing else here.
function LanguageSwitch() {
  const [isFailed, setFailed] = useState(false);
  const flip = () => {
    setFailed(false);
    setLanguage(isEnglish() ? "zh" : "en").catch(() => setFailed(true));
  };
  return html`<button class="palm-header__button" data-test="language-switch" lang=${isEnglish() ? "zh-CN" : "en"} onClick=${flip}>
      ${isEnglish() ? "中文" : "English"}</button>
    ${isFailed && html`<span class="palm-header__said" role="alert" lang="en">Not loaded. Check the network and try again.</span>`}`;
}

// In care mode the language stands on the first page only: fewer buttons on the others.
export function Header({ isHome, isFirst }) {
  const care = isCare();
  const hasChoice = useHasChoice() && !isHome; // there it stands on the page itself
  return html`<header class="palm-header">
    ${isHome
      ? html`<span class="palm-header__brand">${t("掌上办")}</span>`
      : html`<button class="palm-header__button" data-test="back" onClick=${() => window.history.back()}>‹ ${t("返回")}</button>
          <a class="palm-header__button" href="#/" data-test="go-home">${t("首页")}</a>`}
    <span class="palm-header__choices">
      ${hasChoice && html`<a class="palm-header__button" href="#/acting" data-test="to-acting">${t("为谁办")}</a>`}
      ${(isHome || isFirst || !care) && html`<${LanguageSwitch} />`}
      <button class="palm-header__button palm-header__care" data-test="care-switch" onClick=${() => setCare(!care)}>
        ${care ? t("标准版") : t("长辈版")}
      </button>
    </span>
  </header>`;
}

const ABOUT_WORK = /^#\/(matters|cases|items)\b/;

// Whoever acts by a mandate (受托) is reminded on each page of the work that it is not their own.
function AgencyBar() {
  const until = kept.read("agency");
  if (!until || !ABOUT_WORK.test(window.location.hash)) return null;
  return html`<p class="palm-agency" data-test="agency-bar">${t`您正在替别人办（受托，至${day(until)}）`}</p>`;
}

// In care mode each page can be read aloud and set larger still. The reading is fetched before it is asked for: a phone
// speaks only at once after the tap.
function CareBar() {
  const [View, setView] = useState(null);
  useEffect(() => {
    import("./read-aloud.js").then((found) => setView(() => found.Reading), () => setView(() => () => null));
  }, []);
  return html`<div class="palm-care-bar">
    ${View ? html`<${View} />` : html`<span class="palm-small-btn">${t("朗读这一页")}</span>`}
    <${Small} test="text-size" onClick=${() => setLargest(!isLargest())}>${isLargest() ? t("字小一点") : t("字再大一点")}<//>
  </div>`;
}

// The heading takes the focus when a page opens, so that a screen reader starts from the top of it.
export function Page({ title, lead, children, test }) {
  const heading = useRef(null);
  const text = plain(title);
  const spoken = useRef("");
  useEffect(() => {
    document.title = `${text} · ${t("掌上办")}`;
    const isOnlyTurned = spoken.current && spoken.current !== language(); // the same page in the other language
    spoken.current = language();
    if (isOnlyTurned) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [text]);
  return html`<main class="palm-page" data-test=${`page-${test}`}>
    <h1 class="palm-page__title" tabindex="-1" ref=${heading}>${title}</h1>
    ${lead && html`<p class="palm-page__lead">${lead}</p>`}
    ${isCare() && html`<${CareBar} key=${test} />`}
    <${AgencyBar} />
    ${children}
  </main>`;
}

export function Loading() {
  return html`<div class="palm-skeleton" role="status" aria-label=${t("正在读取")} data-test="loading">
    <span class="palm-skeleton__line"></span><span class="palm-skeleton__line palm-skeleton__line_short"></span>
    <span class="palm-skeleton__block"></span><span class="palm-skeleton__block"></span>
  </div>`;
}

export function Skeleton({ title, test }) {
  return html`<${Page} title=${title} test=${test}><${Loading} /><//>`;
}

// What went wrong and what to do about it, in the server's own words.
export function ProblemNote({ problem, again }) {
  if (!problem) return null;
  return html`<${Note} kind="problem" title=${told(problem.title)} test="problem">
    <div data-code=${problem.code}>
      ${problem.detail && html`<p>${told(problem.detail)}</p>`}
      ${problem.fields.map((each) => html`<p key=${each.field}>· ${told(each.title)}</p>`)}
      ${problem.advice && html`<p>${told(problem.advice)}</p>`}
      ${NEEDS_CHECK.has(problem.code)
        ? html`<${Button} test="check-again" onClick=${() => goAndCheck(problem)}>${t("确认是您本人")}<//>`
        : again && html`<${Button} kind="default" test="try-again" onClick=${again}>${t("再试一次")}<//>`}
      ${problem.instance && html`<p class="palm-small">${t`求助时请报编号：${problem.instance}`}</p>`}
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
