// The palm office on a phone (掌上办 H5): picks the page for the address and shows it; pages are loaded when first needed.
import { html, render, useEffect, useState } from "./lib/html.js";
import { onLanguage, restoreLanguage, t } from "./lib/language.js";
import { onMode, restoreMode } from "./lib/modes.js";
import { Failed, Header, OfflineBar, Skeleton } from "./lib/parts.js";
import { useRoute } from "./lib/route.js";
import { session } from "./lib/session.js";
import { Problem } from "./lib/wire.js";
import { Start } from "./pages/start.js";

const PAGES = [
  [/^\/$/, () => import("./pages/home.js").then((page) => page.Home)],
  [/^\/message$/, () => import("./pages/message.js").then((page) => page.CheckMessage)],
  [/^\/sign-in$/, () => import("./pages/sign-in.js").then((page) => page.SignIn)],
  [/^\/signed-in$/, () => import("./pages/signed-in.js").then((page) => page.SignedIn)],
  [/^\/number-gone$/, () => import("./pages/sign-in.js").then((page) => page.NumberGone)],
  [/^\/consent$/, () => import("./pages/consent.js").then((page) => page.Consent)],
  [/^\/person$/, () => import("./pages/person.js").then((page) => page.Person)],
  [/^\/identity$/, () => import("./pages/identity.js").then((page) => page.Identity)],
  [/^\/other-way$/, () => import("./pages/other-way.js").then((page) => page.OtherWay)],
  [/^\/appointment$/, () => import("./pages/appointment.js").then((page) => page.Appointment)],
  [/^\/matters\/([^/]+)$/, () => import("./pages/matter.js").then((page) => page.Matter)],
  [/^\/matters\/([^/]+)\/forms$/, () => import("./pages/forms.js").then((page) => page.Forms)],
  [/^\/cases\/([^/]+)$/, () => import("./pages/case.js").then((page) => page.Case)],
  [/^\/cases\/([^/]+)\/form$/, () => import("./pages/form.js").then((page) => page.Form)],
  [/^\/cases\/([^/]+)\/rating$/, () => import("./pages/rating.js").then((page) => page.Rating)],
  [/^\/cases\/([^/]+)\/supplement$/, () => import("./pages/supplement.js").then((page) => page.Supplement)],
  [/^\/cases\/([^/]+)\/withdrawal$/, () => import("./pages/withdrawal.js").then((page) => page.Withdrawal)],
  [/^\/cases\/([^/]+)\/promises$/, () => import("./pages/promises.js").then((page) => page.Promises)],
  [/^\/cases\/([^/]+)\/automatic$/, () => import("./pages/automatic.js").then((page) => page.Automatic)],
  [/^\/cases\/([^/]+)\/statement$/, () => import("./pages/statement.js").then((page) => page.Statement)],
  [/^\/grievances$/, () => import("./pages/grievances.js").then((page) => page.Grievances)],
  [/^\/grievances\/new$/, () => import("./pages/grievance-new.js").then((page) => page.NewGrievance)],
  [/^\/grievances\/([^/]+)$/, () => import("./pages/grievance.js").then((page) => page.Grievance)],
  [/^\/wallet$/, () => import("./pages/wallet.js").then((page) => page.Wallet)],
  [/^\/sessions$/, () => import("./pages/sessions.js").then((page) => page.Sessions)],
  [/^\/alerts$/, () => import("./pages/alerts.js").then((page) => page.Alerts)],
  [/^\/mandates$/, () => import("./pages/mandates.js").then((page) => page.Mandates)],
  [/^\/mandates\/new$/, () => import("./pages/mandates-new.js").then((page) => page.NewMandate)],
  [/^\/mandates\/([^/]+)$/, () => import("./pages/mandates-one.js").then((page) => page.Mandate)],
  [/^\/accesses$/, () => import("./pages/accesses.js").then((page) => page.Accesses)],
  [/^\/my-data$/, () => import("./pages/my-data.js").then((page) => page.MyData)],
  [/^\/licences\/([^/]+)$/, () => import("./pages/licence.js").then((page) => page.Licence)],
  [/^\/items$/, () => import("./pages/items.js").then((page) => page.Items)],
  [/^\/items\/([^/]+)$/, () => import("./pages/guide.js").then((page) => page.Guide)],
  [/^\/acting$/, () => import("./pages/acting.js").then((page) => page.Acting)],
  [/^\/helper$/, () => import("./pages/helper.js").then((page) => page.Helper)],
  [/^\/settings$/, () => import("./pages/settings.js").then((page) => page.Settings)],
  [/^\/messages$/, () => import("./pages/messages.js").then((page) => page.Messages)],
  [/^\/addresses$/, () => import("./pages/addresses.js").then((page) => page.Addresses)],
  [/^\/enter$/, () => import("./pages/enter.js").then((page) => page.Enter)],
  [/^\/verify$/, () => import("./pages/verify.js").then((page) => page.Verify)],
];

const notLoaded = () => new Problem({
  code: "offline",
  title: t("这一页还没有取下来"),
  advice: t("多半是网络断了一下。连上后点“再试一次”，填好的内容都还在。"),
});

function pageFor(path) {
  for (const [pattern, load] of PAGES) {
    const found = pattern.exec(path);
    if (found) return { load, id: found[1] && decodeURIComponent(found[1]) };
  }
  return null;
}

function Lazy({ load, id, query }) {
  const [state, setState] = useState({});
  const fetchPage = () => load().then((View) => setState({ View }), () => setState({ problem: notLoaded() }));
  useEffect(() => {
    fetchPage();
  }, []);
  // A failed module stays failed in the browser's map until the page is opened anew.
  if (state.problem) return html`<${Failed} title=${t("掌上办")} test="failed" problem=${state.problem} again=${() => window.location.reload()} />`;
  const { View } = state;
  return View ? html`<${View} id=${id} query=${query} />` : html`<${Skeleton} title=${t("掌上办")} test="opening" />`;
}

// Another language or mode is the same page said anew: what was typed stays.
function useTurns() {
  const [, again] = useState(0);
  useEffect(() => {
    const tell = () => again((count) => count + 1);
    const leave = [onLanguage(tell), onMode(tell)];
    return () => leave.forEach((each) => each());
  }, []);
}

// The office says it of any answer (426): nothing else on the page would work.
function useTooOld() {
  const [isTooOld, setTooOld] = useState(false);
  useEffect(() => {
    const tell = () => setTooOld(true);
    window.addEventListener("palm-too-old", tell);
    return () => window.removeEventListener("palm-too-old", tell);
  }, []);
  return isTooOld;
}

const takeTooOld = () => import("./pages/too-old.js").then((page) => page.TooOld);

function App() {
  useTurns();
  const isTooOld = useTooOld();
  const { path, query } = useRoute();
  const found = pageFor(path);
  const isStart = path === "/code" || !found || (path === "/" && !session.isLikely);
  return html`<${Header} isHome=${path === "/"} isFirst=${isStart} /><${OfflineBar} />
    ${isTooOld
      ? html`<${Lazy} key="too-old" load=${takeTooOld} query=${query} />`
      : isStart
      ? html`<${Start} key="start" isUnknown=${!found && path !== "/code"} />`
      : html`<${Lazy} key=${path} load=${found.load} id=${found.id} query=${query} />`}`;
}

restoreMode();
restoreLanguage().then(() => {
  const root = document.getElementById("app");
  root.replaceChildren();
  render(html`<${App} />`, root);
  // after the first paint, which it must not slow down
  requestAnimationFrame(() => setTimeout(() => import("./lib/kept-shell.js").then((shell) => shell.keepShell(), () => {})));
});
