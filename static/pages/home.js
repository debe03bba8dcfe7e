// My matters (我的事项): who I am acting for, what waits for my answer, and the cases under way.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { asWritten, isEnglish, t, told } from "../lib/language.js";
import { lights, owes, pathOfForms, pathOfNext, UNDECIDED, waits } from "../lib/next.js";
import { Button, Cells, Failed, Go, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";
import { More } from "./home-more.js";
import { Owed } from "./home-owed.js";
import { Parties } from "./parties.js";
import { Start } from "./start.js";

const heading = () => t("我的事项");

// Several things to show, with what stands between them in a list.
const listed = (things, between) => things.flatMap((thing, index) => (index ? [between, thing] : [thing]));

// Of a matter under way only what was not begun is news: the rest stands below as cases.
function matterDetail(matter, begun) {
  const left = matter.items.filter((item) => !begun.includes(item.name));
  const names = listed(left.map((item) => told(item.name)), isEnglish() ? ", " : "、");
  if (begun.length) return left.length > 0 && t`还没有办：${html`<span>${names}</span>`}`;
  return matter.state === "invited" ? [...names, "　", t`最晚${day(matter.lastDay)}`] : names;
}

function caseDetail(each) {
  if (!UNDECIDED.has(each.state)) return "";
  return [each.due && t`预计${day(each.due)}前办好`, each.light && lights()[each.light]].filter(Boolean).join("　");
}

function Matters({ title, matters, begunOf, test, children }) {
  if (!matters.length && !children) return null;
  return html`<${Cells} title=${title} test=${test}>${matters.map((matter) =>
    html`<${LinkCell} key=${matter.matterId} to=${`/matters/${encodeURIComponent(matter.matterId)}`} label=${told(matter.title)}
      detail=${matterDetail(matter, begunOf(matter))} value=${told(matter.next.label)} test=${`matter-${matter.matterId}`} />`)}${children}<//>`;
}

function CaseCells({ title, cases, test }) {
  if (!cases.length) return null;
  return html`<${Cells} title=${title} test=${test}>${cases.map((each) =>
    html`<${LinkCell} key=${each.caseId} to=${`/cases/${encodeURIComponent(each.caseId)}`} label=${told(each.itemName)}
      detail=${caseDetail(each)} value=${told(each.stateText)} test=${`case-${each.caseId}`} />`)}<//>`;
}

// Cases of one matter (事由) belong together: they came of one event and are confirmed together.
function themes(cases) {
  const found = new Map();
  cases.forEach((each) => found.set(each.matterId, [...(found.get(each.matterId) ?? []), each]));
  return [...found.values()];
}

// A form left half-way is one tap from here, not two; several of one matter are one thing to do.
function Unfinished({ cases, title }) {
  const [each] = cases;
  if (cases.length > 1) {
    return html`<${LinkCell} to=${pathOfForms(each.matterId)} label=${title} detail=${t`${cases.length} 份表单还没有提交，可以一次确认`}
      value=${told(each.next.label)} test=${`forms-${each.matterId}`} />`;
  }
  return html`<${LinkCell} to=${pathOfNext(each.next, { caseId: each.caseId })} label=${told(each.itemName)} detail=${t("还没有提交")}
    value=${told(each.next.label)} test=${`case-${each.caseId}`} />`;
}

// Whoever acts by a mandate (受托人) sees on top for whom, until when, and that it is not all there is.
function Agency({ party }) {
  return html`<${Note} kind="warn" title=${t`您正在代表 ${asWritten(party.name)} 办理`} test="agency">
    <p>${t`受托，至${day(party.until)}。这里只有让您办的事；您每办一步，对方都会收到提醒。`}</p><//>`;
}

// What the person has, in the order in which it asks for something.
function sorted({ matters, cases }) {
  const waiting = matters.filter(waits);
  const running = themes(cases.filter((each) => !waits(each)));
  const titleOf = ([each]) => {
    const matter = matters.find((one) => one.matterId === each.matterId);
    return matter ? told(matter.title) : t("一起办的事");
  };
  // A matter whose every item is a case stands there as its cases already.
  const begunOf = (matter) => cases.filter((each) => each.matterId === matter.matterId).map((each) => each.itemName);
  return {
    waiting,
    unfinished: themes(cases.filter((each) => waits(each) && !owes(each))),
    owed: cases.filter(owes),
    bundles: running.filter((theme) => theme.length > 1),
    single: running.filter((theme) => theme.length === 1).flat(),
    others: matters.filter((matter) => !waits(matter) && begunOf(matter).length < matter.items.length),
    titleOf,
    begunOf,
  };
}

export function Home() {
  const loaded = useLoaded(api.home, []);
  useFreshOnReturn(loaded);
  const leaving = useAction(async () => {
    await api.signOut();
    goInstead("/");
    window.location.reload(); // nothing of the person stays in the page's memory
  });
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="home" />`;
  if (loaded.problem?.code === "signed-out") return html`<${Start} />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="home" />`;
  const { person, matters, cases, cards, alerts, parties, actingFor } = loaded.value;
  const { waiting, unfinished, owed, bundles, single, others, titleOf, begunOf } = sorted(loaded.value);
  const count = waiting.length + unfinished.length + owed.length;
  const acting = parties.find((party) => party.partyId === actingFor);
  const isAgent = Boolean(acting?.until);
  return html`<${Page} title=${t`${asWritten(person.name)}，您好`} test="home" lead=${count ? t`有 ${count} 件事等您办。` : t("现在没有要您办的事。")}>
    ${alerts > 0 && html`<${Note} kind="warn" title=${t`有 ${alerts} 条安全提醒`} test="alerts-unread">
      <p>${t("与您的登录或者授权有关。")}</p><${Go} to="/alerts" kind="default" test="read-alerts">${t("点开看看")}<//><//>`}
    ${isAgent && html`<${Agency} party=${acting} />`}
    <${Parties} home=${loaded.value} label=${t("现在以谁的身份办")} test="acting" again=${loaded.again} />
    <${Matters} title=${t("等您办")} matters=${waiting} begunOf=${begunOf} test="matters-waiting">${unfinished.length + owed.length > 0 && [
      ...owed.map((each) => html`<${Owed} key=${each.caseId} one=${each} />`),
      ...unfinished.map((theme) => html`<${Unfinished} key=${theme[0].caseId} cases=${theme} title=${titleOf(theme)} />`)]}<//>
    ${bundles.map((theme) => html`<${CaseCells} key=${theme[0].matterId} title=${titleOf(theme)} cases=${theme} test=${`theme-${theme[0].matterId}`} />`)}
    <${CaseCells} title=${t("我的办件")} cases=${single} test="cases" />
    <${Matters} title=${t("回答过的提示")} matters=${others} begunOf=${begunOf} test="matters-others" />
    ${matters.length + cases.length === 0 && html`<${Note} title=${t("这里还没有内容")} test="empty">
      <p>${t("证照快到期时，我们会发短信提醒您，也会出现在这里。您不用做什么。")}</p><//>`}
    <${More} cards=${cards} alerts=${alerts} isAgent=${isAgent} />
    <${ProblemNote} problem=${leaving.problem} again=${leaving.perform} />
    <${Button} kind="default" isBusy=${leaving.isBusy} test="sign-out" onClick=${leaving.perform}>${t("退出登录")}<//>
  <//>`;
}
