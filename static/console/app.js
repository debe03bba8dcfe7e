// The desk of the office's own people (工作台): a gate, a frame, and the page for the address.
import { OfflineBar } from "../lib/controls.js";
import { html, render, useEffect, useRef, useState } from "../lib/html.js";
import { useRoute } from "../lib/route.js";
import { Bar, Side } from "./frame.js";
import { Gate, GateWindow } from "./gate.js";
import { Keys } from "./keys.js";
import { openDesk, Problem, useMe } from "./office.js";
import { Loading, Page, ProblemNote } from "./parts.js";
import { Said } from "./said.js";
import { Today } from "./today.js";

const page = (name, view) => () => import(`./pages/${name}.js`).then((module) => module[view]);

const PAGES = [
  [/^\/queues\/([^/]+)$/, page("queue", "Queue")],
  [/^\/push-lists$/, page("push-lists", "PushLists")],
  [/^\/push-lists\/([^/]+)$/, page("push-list", "PushList")],
  [/^\/doubts\/([^/]+)$/, page("doubt", "Doubt")],
  [/^\/calls\/([^/]+)$/, page("call", "Call")],
  [/^\/instant\/([^/]+)$/, page("instant", "Instant")],
  [/^\/shadows$/, page("shadows", "Shadows")],
  [/^\/rechecks\/([^/]+)$/, page("recheck", "Recheck")],
  [/^\/revocations\/([^/]+)$/, page("revocation", "Revocation")],
  [/^\/clocks$/, page("clocks", "Clocks")],
  [/^\/clocks\/([^/]+)$/, page("clock", "Clock")],
  [/^\/promises\/([^/]+)$/, page("promise", "Promised")],
  [/^\/supplements\/([^/]+)$/, page("of-case", "SupplementOfCase")],
  [/^\/stops\/([^/]+)$/, page("of-case", "StopOfCase")],
  [/^\/certificates\/([^/]+)$/, page("certificate", "Certificate")],
  [/^\/grievances\/([^/]+)$/, page("grievance", "Grievance")],
  [/^\/stuck\/([^/]+)$/, page("stuck", "Stuck")],
  [/^\/find$/, page("find", "Find")],
  [/^\/cases\/([^/]+)$/, page("case", "Case")],
  [/^\/appointments$/, page("appointments", "Appointments")],
  [/^\/visits$/, page("visit-open", "OpenVisit")],
  [/^\/visits\/([^/]+)$/, page("visit", "Visit")],
  [/^\/visits\/([^/]+)\/matters\/([^/]+)$/, page("visit-matter", "VisitMatter")],
  [/^\/visits\/([^/]+)\/matters\/([^/]+)\/forms$/, page("visit-forms", "VisitForms")],
  [/^\/visits\/([^/]+)\/cases\/([^/]+)$/, page("visit-case", "VisitCase")],
  [/^\/items$/, page("items", "Items")],
  [/^\/items\/([^/]+)$/, page("item", "Item")],
  [/^\/items\/([^/]+)\/versions\/([^/]+)$/, page("version", "Version")],
  [/^\/accounts$/, page("accounts", "Accounts")],
  [/^\/versions\/([^/]+)$/, page("of-item", "VersionOfItem")],
  [/^\/figures$/, page("figures", "Figures")],
  [/^\/supervision$/, page("supervision", "Supervision")],
  [/^\/me$/, page("me", "Me")],
];

const NOT_LOADED = new Problem({
  code: "offline",
  title: "这一页还没有取下来",
  advice: "多半是网络断了一下。连上后请刷新这一页。",
});

function pageFor(path) {
  for (const [pattern, load] of PAGES) {
    const found = pattern.exec(path);
    if (found) return { load, ids: found.slice(1).map(decodeURIComponent) };
  }
  return null;
}

function Lazy({ load, ids, query, me }) {
  const [state, setState] = useState({});
  useEffect(() => {
    load().then((View) => setState({ View }), () => setState({ problem: NOT_LOADED }));
  }, []);
  if (state.problem) return html`<${Page} title="工作台" test="failed"><${ProblemNote} problem=${state.problem} /><//>`;
  return state.View
    ? html`<${state.View} id=${ids[0]} ids=${ids} query=${query} me=${me} />`
    : html`<${Page} title="工作台" test="opening"><${Loading} /><//>`;
}

function Unknown() {
  return html`<${Page} title="没有这一页" test="unknown"><p>地址可能抄错了。<a href="#/">回到今日待办</a></p><//>`;
}

function Desk({ me }) {
  const { path, query } = useRoute();
  const found = pageFor(path);
  const key = `${path}?${query}`;
  return html`<a class="desk-skip" href="#main" onClick=${(event) => {
      event.preventDefault(); // the hash is the page's address here
      document.querySelector("#main h1")?.focus();
    }}>跳到正文</a>
    <${Bar} me=${me} /><${OfflineBar} /><${Said} />
    <div class="desk-frame"><${Side} me=${me} path=${path} />
      ${path === "/" ? html`<${Today} key="today" me=${me} />`
        : found ? html`<${Lazy} key=${key} load=${found.load} ids=${found.ids} query=${query} me=${me} />`
        : html`<${Unknown} />`}
    </div>
    <${Keys} />
    <${GateWindow} me=${me} />`;
}

// Whoever sits down in somebody else's place begins with an empty page.
function App() {
  const me = useMe();
  const [problem, setProblem] = useState(null);
  const before = useRef(null);
  const learn = () => {
    setProblem(null);
    openDesk().catch((told) => {
      if (!(told instanceof Problem)) throw told;
      setProblem(told);
    });
  };
  useEffect(learn, []);
  if (me?.login) before.current ??= me.login;
  if (problem && !me) return html`<${Page} title="工作台" test="failed"><${ProblemNote} problem=${problem} again=${learn} /><//>`;
  if (!me) return html`<${Page} title="工作台" test="opening"><${Loading} /><//>`;
  if (!me.login) return html`<${Gate} />`;
  return html`<${Desk} key=${me.login} me=${me} />`;
}

const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
