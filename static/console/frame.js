// The frame around every page: the search by 办件编号 or 统一社会信用代码, whose session it is, and the way to the queues.
import { Button } from "../lib/controls.js";
import { html, useState } from "../lib/html.js";
import { useDoing } from "../lib/loading.js";
import { go } from "../lib/route.js";
import { narrow } from "../lib/words.js";
import { call, leave, may } from "./office.js";
import { Asking, askWaiting, forgetWaiting, useWaiting } from "./waiting.js";
import { QUEUES, rolesWords } from "./words.js";

// An identity number, a mistyped one too, stands in no address: the page says that it finds nobody.
const isOfPerson = (text) => /^\d{6}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dX]$/i.test(text);

function FindNumber() {
  const [number, setNumber] = useState("");
  const find = (event) => {
    event.preventDefault();
    const typed = narrow(number).replace(/\s/g, "");
    if (typed) go(isOfPerson(typed) ? "/find" : `/find?q=${encodeURIComponent(typed)}`);
    else document.getElementById("find-number").focus();
  };
  return html`<form class="desk-bar__find" role="search" aria-label="查找办件" onSubmit=${find}>
    <label class="desk-hidden" for="find-number">办件编号、它的最后 6 位以上，或者统一社会信用代码</label>
    <input id="find-number" data-test="find-number" placeholder="办件编号（或最后 6 位以上）、统一社会信用代码" autocomplete="off" spellcheck=${false} maxlength="64"
      value=${number} onInput=${(event) => setNumber(event.currentTarget.value)} />
    <${Button} type="submit" kind="default" test="find">查找<//>
  </form>`;
}

export function Bar({ me }) {
  const leaving = useDoing(async () => {
    await call("sign_out_staff");
    forgetWaiting();
    leave();
    go("/");
  });
  return html`<header class="desk-bar">
    <a class="desk-bar__brand" href="#/">掌上办 · 工作台</a>
    ${may("find_cases") && html`<${FindNumber} />`}
    <div class="desk-bar__me"><a href="#/me" data-test="me">${me.name}（${rolesWords(me.roles)}）</a>
      <${Button} kind="default" test="sign-out" isBusy=${leaving.isBusy} onClick=${leaving.perform}>退出<//></div>
  </header>`;
}

const PLACES = [
  ["list_visits", "/visits", "窗口办理"],
  ["list_appointments", "/appointments", "窗口预约"],
  ["list_console_items", "/items", "事项版本"],
  ["read_figures", "/figures", "数据"],
  ["list_supervision_days", "/supervision", "审管衔接"],
  ["list_staff_accounts", "/accounts", "账号"],
];

// A page of one thing belongs to the place it was opened from: by the first part of its address.
const BELONGS = {
  "push-lists": "/queues/push_lists", doubts: "/queues/doubts", calls: "/queues/calls",
  instant: "/queues/instant", rechecks: "/queues/instant", revocations: "/queues/instant", shadows: "/queues/instant",
  clocks: "/queues/clocks", promises: "/queues/clocks", supplements: "/queues/clocks", stops: "/queues/clocks",
  certificates: "/queues/certificates", grievances: "/queues/grievances", stuck: "/queues/stuck",
  visits: "/visits", items: "/items", versions: "/items",
};

const currentOf = (to, path) => (path === to ? "page" : BELONGS[path.split("/")[1]] === to ? "true" : undefined);

function Way({ to, path, children, test, onClick }) {
  return html`<a href=${`#${to}`} aria-current=${currentOf(to, path)} data-test=${test} onClick=${onClick}>${children}</a>`;
}

export function Side({ path }) {
  const waiting = useWaiting();
  const counts = Object.fromEntries((waiting.value?.queues ?? []).map((each) => [each.queue, each.count]));
  const mine = QUEUES.filter((each) => each.queue in counts);
  const places = PLACES.filter(([name]) => may(name));
  return html`<nav class="desk-side" aria-label="工作台">
    <${Asking} />
    <${Way} to="/" path=${path} test="to-today" onClick=${path === "/" ? askWaiting : undefined}>今日待办<//>
    ${mine.length > 0 && html`<h2>队列</h2>`}
    ${mine.map((each) => html`<${Way} key=${each.queue} to=${`/queues/${each.queue}`} path=${path} test=${`to-${each.queue}`}>
      ${each.title}<span class="desk-count">${counts[each.queue]}<span class="desk-hidden"> 件</span></span><//>`)}
    ${places.length > 0 && html`<h2>其他</h2>`}
    ${places.map(([, to, words]) => html`<${Way} key=${to} to=${to} path=${path} test=${`to-${to.slice(1)}`}>${words}<//>`)}
  </nav>`;
}
