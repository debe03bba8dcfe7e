// The parts all pages of the desk are made of: a page, a panel, a table, a light, and what stands there while nothing does.
import { Button, Note } from "../lib/controls.js";
import { html, useEffect, useId, useRef } from "../lib/html.js";
import { lights } from "../lib/next.js";
import { day, moment } from "../lib/words.js";
import { CHANGED, dueWords, queueOf } from "./words.js";

// The heading takes the focus when a page opens, so that a screen reader starts from the top of it.
export function Page({ title, lead, children, test, tools }) {
  const heading = useRef(null);
  useEffect(() => { document.title = `${title} · 掌上办工作台`; }, [title]);
  // Once: what was loaded meanwhile may have put the focus where the hand goes on.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return html`<main class="desk-page" id="main" data-test=${`page-${test}`}>
    <div class="desk-page__head"><h1 class="desk-page__title" tabindex="-1" ref=${heading}>${title}</h1>
      ${tools && html`<div class="desk-tools">${tools}</div>`}</div>
    ${lead && html`<p class="desk-page__lead">${lead}</p>`}
    ${children}
  </main>`;
}

export function Panel({ title, lead, children, test, tools, kind }) {
  const id = useId();
  return html`<section class=${`desk-panel${kind ? ` desk-panel_${kind}` : ""}`} aria-labelledby=${title && id} data-test=${test}>
    ${title && html`<div class="desk-panel__head"><h2 class="desk-panel__title" id=${id}>${title}</h2>
      ${tools && html`<div class="desk-tools">${tools}</div>`}</div>`}
    ${lead && html`<p class="desk-panel__lead">${lead}</p>`}
    ${children}
  </section>`;
}

// What is not known is left out, never shown as a blank.
export function Facts({ of, test }) {
  const known = of.filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  return html`<dl class="desk-facts" data-test=${test}>${known.map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

// On a narrow screen a table moves under its own frame, which the keyboard can reach.
export function Table({ caption, heads, rows, test, empty = "没有。" }) {
  if (!rows.length) return html`<p class="desk-none">${empty}</p>`;
  return html`<div class="desk-table" role="region" aria-label=${`表格：${caption}`} tabindex="0" data-test=${test}><table>
    <caption class="desk-hidden">${caption}</caption>
    <thead><tr>${heads.map((head) => html`<th scope="col" key=${head}>${head || html`<span class="desk-hidden">操作</span>`}</th>`)}</tr></thead>
    <tbody>${rows.map((row, index) => html`<tr key=${row.key ?? index} data-test=${row.test} class=${row.kind && `desk-row_${row.kind}`}>
      ${(row.cells ?? row).map((cell, place) => (place ? html`<td key=${place}>${cell}</td>` : html`<th scope="row" key="0">${cell}</th>`))}
    </tr>`)}</tbody>
  </table></div>`;
}

// Told by shape and by words; colour only helps.
const SHAPES = {
  green: html`<circle cx="7" cy="7" r="6" />`,
  yellow: html`<path d="M7 1 L13.5 13 L0.5 13 Z" />`,
  red: html`<rect x="1" y="1" width="12" height="12" />`,
};
const NAMES = { green: "绿灯", yellow: "黄灯", red: "红灯" };

export function Light({ light, say }) {
  if (!SHAPES[light]) return null;
  return html`<span class=${`desk-light desk-light_${light}`} data-light=${light}>
    <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">${SHAPES[light]}</svg>
    ${NAMES[light]}${say !== false && html`<span class="desk-light__said"> ${say ?? lights()[light]}</span>`}</span>`;
}

export function Due({ on, light }) {
  return html`<span class="desk-due">${light && html`<${Light} light=${light} say=${on ? false : undefined} />`}
    ${on && html`<time datetime=${on} title=${day(on)}>${dueWords(on)}</time>`}</span>`;
}

export const When = ({ at }) => (at ? html`<time datetime=${at}>${at.length === 10 ? day(at) : moment(at)}</time>` : null);

export function Loading() {
  return html`<div class="palm-skeleton desk-skeleton" role="status" aria-label="正在读取" data-test="loading">
    <span class="palm-skeleton__line"></span><span class="palm-skeleton__line palm-skeleton__line_short"></span>
    <span class="palm-skeleton__block"></span></div>`;
}

// The office tells the public and the staff the same words; the way back is another one here.
const GONE = "可能已经办完，或者同事先办了。请回到今日待办，或按办件编号查找。";

// What went wrong and what to do about it, in the server's own words; a state that changed meanwhile is read anew.
export function ProblemNote({ problem, again, reload, hidden = [] }) {
  if (!problem) return null;
  const advice = problem.code === "not-found" && problem.instance ? GONE : problem.advice;
  const isChanged = problem.status === 409;
  const named = problem.fields.filter((each) => !hidden.includes(each.field));
  return html`<${Note} kind="problem" title=${problem.title} test="problem">
    <div data-code=${problem.code}>
      ${problem.detail && html`<p>${problem.detail}</p>`}
      ${named.map((each) => html`<p key=${each.field}>· ${each.title}</p>`)}
      ${advice && html`<p>${advice}</p>`}
      ${isChanged && html`<p>${CHANGED}</p>`}
      <div class="desk-tools">
        ${isChanged && reload && html`<${Button} kind="default" test="reload" onClick=${reload}>看最新的<//>`}
        ${!isChanged && again && problem.isUnsettled && problem.status !== 401 && html`<${Button} kind="default" test="try-again" onClick=${again}>再试一次<//>`}
      </div>
      ${problem.instance && html`<p class="palm-small">求助时请报编号：${problem.instance}</p>`}
    </div>
  <//>`;
}

// A page that is one thing asked for: loading, failed, or there; `queue` is the one it is worked on from.
export function Opened({ title, test, loaded, lead, tools, queue, children }) {
  const { loading, problem, value, again } = loaded;
  return html`<${Page} title=${typeof title === "function" ? title(value) : title} test=${test} lead=${value && (typeof lead === "function" ? lead(value) : lead)} tools=${value && (tools || queue) && html`${tools}${queue && html`<a href=${`#/queues/${queue}`} data-test="to-queue">回到${queueOf(queue).title}</a>`}`}>
    ${loading && html`<${Loading} />`}
    ${problem && html`<${ProblemNote} problem=${problem} again=${again} reload=${again} />
      ${!problem.isUnsettled && html`<p><a href="#/">回到今日待办</a></p>`}`}
    ${value !== undefined && children(value)}
  <//>`;
}

// Small bars with their numbers beside them: the numbers are the text, the bars an ornament.
export function Bars({ counts, unit = "件", test }) {
  const most = Math.max(1, ...counts.map((each) => each.count));
  return html`<table class="desk-bars" data-test=${test}><tbody>${counts.map((each) => html`<tr key=${each.label}>
    <th scope="row">${each.label}</th>
    <td class="desk-bars__count">${each.count} ${unit}</td>
    <td class="desk-bars__bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="desk-bars__rest" width="100" height="10" /><rect width=${Math.max(each.count ? 1 : 0, (100 * each.count) / most)} height="10" /></svg></td>
  </tr>`)}</tbody></table>`;
}

// A window over the page. The browser keeps the focus inside and gives it back to what opened it.
export function Dialog({ title, isOpen, onClose, children, test, isKept }) {
  const box = useRef(null);
  const id = useId();
  useEffect(() => {
    if (isOpen && !box.current.open) box.current.showModal();
    if (!isOpen && box.current?.open) box.current.close();
  }, [isOpen]);
  const settle = (event) => {
    if (isKept) event.preventDefault();
  };
  // A second Esc closes any window, whatever the page says: one that must stay opens again.
  const closed = () => (isKept && isOpen ? box.current?.showModal() : onClose());
  return html`<dialog class="desk-dialog" ref=${box} aria-labelledby=${id} data-test=${test} onCancel=${settle} onClose=${closed}>
    ${isOpen && html`<div class="desk-dialog__head"><h2 id=${id}>${title}</h2>
      ${!isKept && html`<button type="button" class="desk-dialog__close" aria-label="关闭" data-test="dialog-close" onClick=${() => box.current.close()}>✕</button>`}</div>
      ${children}`}
  </dialog>`;
}

// Who did what, when: entries of the ledger (留痕账) or steps of a case.
export function Timeline({ entries, test }) {
  return html`<ol class="desk-timeline" data-test=${test}>${entries.map((each, index) => html`<li key=${index}>
    <${When} at=${each.at} /><div><strong>${each.title}</strong>${each.who && html`<span class="desk-who">${each.who}</span>`}
      ${each.detail && html`<p>${each.detail}</p>`}${each.children}</div></li>`)}</ol>`;
}
