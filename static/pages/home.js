// My matters (我的事项): who I am acting for, what waits for my answer, and the cases under way.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Cells, Failed, Go, LinkCell, Note, Page, ProblemNote, SelectField, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";
import { LIGHTS, owes, pathOfForms, pathOfNext, UNDECIDED, waits } from "../lib/next.js";
import { Owed } from "./home-owed.js";
import { Start } from "./start.js";

const TITLE = "我的事项";

// Of a matter under way only what was not begun is news: the rest stands below as cases.
function matterDetail(matter, begun) {
  const left = matter.items.filter((item) => !begun.includes(item.name));
  const names = left.map((item) => item.name).join("、");
  if (begun.length) return names && `还没有办：${names}`;
  return matter.state === "invited" ? `${names}　最晚${day(matter.lastDay)}` : names;
}

function caseDetail(each) {
  if (!UNDECIDED.has(each.state)) return "";
  return [each.due && `预计${day(each.due)}前办好`, each.light && LIGHTS[each.light]].filter(Boolean).join("　");
}

function Matters({ title, matters, begunOf, test, children }) {
  if (!matters.length && !children) return null;
  return html`<${Cells} title=${title} test=${test}>${matters.map((matter) =>
    html`<${LinkCell} key=${matter.matterId} to=${`/matters/${encodeURIComponent(matter.matterId)}`} label=${matter.title}
      detail=${matterDetail(matter, begunOf(matter))} value=${matter.next.label} test=${`matter-${matter.matterId}`} />`)}${children}<//>`;
}

function CaseCells({ title, cases, test }) {
  if (!cases.length) return null;
  return html`<${Cells} title=${title} test=${test}>${cases.map((each) =>
    html`<${LinkCell} key=${each.caseId} to=${`/cases/${encodeURIComponent(each.caseId)}`} label=${each.itemName}
      detail=${caseDetail(each)} value=${each.stateText} test=${`case-${each.caseId}`} />`)}<//>`;
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
    return html`<${LinkCell} to=${pathOfForms(each.matterId)} label=${title} detail=${`${cases.length} 份表单还没有提交，可以一次确认`}
      value=${each.next.label} test=${`forms-${each.matterId}`} />`;
  }
  return html`<${LinkCell} to=${pathOfNext(each.next, { caseId: each.caseId })} label=${each.itemName} detail="还没有提交"
    value=${each.next.label} test=${`case-${each.caseId}`} />`;
}

function Parties({ home, again }) {
  const choices = home.parties.map((party) => ({ value: party.partyId, label: `${party.name}（${party.capacity}）` }));
  if (choices.length < 2) return null;
  const choose = (event) => {
    kept.write("acting", event.currentTarget.value);
    again();
  };
  return html`<div class="palm-form"><${SelectField} label="现在以谁的身份办" choices=${choices} value=${home.actingFor} onChange=${choose} test="acting" /></div>`;
}

// Whoever acts by a mandate (受托人) sees on top for whom, until when, and that it is not all there is.
function Agency({ party }) {
  return html`<${Note} kind="warn" title=${`您正在代表 ${party.name} 办理`} test="agency">
    <p>受托，至${day(party.until)}。这里只有让您办的事；您每办一步，对方都会收到提醒。</p><//>`;
}

export function Home() {
  const loaded = useLoaded(api.home, []);
  useFreshOnReturn(loaded);
  const leaving = useAction(async () => {
    await api.signOut();
    goInstead("/");
    window.location.reload(); // nothing of the person stays in the page's memory
  });
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="home" />`;
  if (loaded.problem?.code === "signed-out") return html`<${Start} />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="home" />`;
  const { person, matters, cases, cards, alerts } = loaded.value;
  const waiting = matters.filter(waits);
  const unfinished = themes(cases.filter((each) => waits(each) && !owes(each)));
  const owed = cases.filter(owes);
  const running = themes(cases.filter((each) => !waits(each)));
  const bundles = running.filter((theme) => theme.length > 1);
  const titleOf = ([each]) => matters.find((matter) => matter.matterId === each.matterId)?.title ?? "一起办的事";
  // A matter whose every item is a case stands there as its cases already.
  const begunOf = (matter) => cases.filter((each) => each.matterId === matter.matterId).map((each) => each.itemName);
  const others = matters.filter((matter) => !waits(matter) && begunOf(matter).length < matter.items.length);
  const count = waiting.length + unfinished.length + owed.length;
  const acting = loaded.value.parties.find((party) => party.partyId === loaded.value.actingFor);
  const isAgent = Boolean(acting?.until);
  return html`<${Page} title=${`${person.name}，您好`} test="home"
      lead=${count ? `有 ${count} 件事等您办。` : "现在没有要您办的事。"}>
    ${alerts > 0 && html`<${Note} kind="warn" title=${`有 ${alerts} 条安全提醒`} test="alerts-unread">
      <p>与您的登录或者授权有关。</p><${Go} to="/alerts" kind="default" test="read-alerts">点开看看<//><//>`}
    ${isAgent && html`<${Agency} party=${acting} />`}
    <${Parties} home=${loaded.value} again=${loaded.again} />
    <${Matters} title="等您办" matters=${waiting} begunOf=${begunOf} test="matters-waiting">${unfinished.length + owed.length > 0 && [
      ...owed.map((each) => html`<${Owed} key=${each.caseId} one=${each} />`),
      ...unfinished.map((theme) => html`<${Unfinished} key=${theme[0].caseId} cases=${theme} title=${titleOf(theme)} />`)]}<//>
    ${bundles.map((theme) => html`<${CaseCells} key=${theme[0].matterId} title=${titleOf(theme)} cases=${theme} test=${`theme-${theme[0].matterId}`} />`)}
    <${CaseCells} title="我的办件" cases=${running.filter((theme) => theme.length === 1).flat()} test="cases" />
    <${Matters} title="回答过的提示" matters=${others} begunOf=${begunOf} test="matters-others" />
    ${matters.length + cases.length === 0 && html`<${Note} title="这里还没有内容" test="empty">
      <p>证照快到期时，我们会发短信提醒您，也会出现在这里。您不用做什么。</p><//>`}
    <${Cells}>
      ${!isAgent && html`<${LinkCell} to="/wallet" label="我的电子证照" value=${cards ? `${cards} 张` : ""} test="to-wallet" />`}
      <${LinkCell} to="/items" label="办事指南，自己办" test="to-items" />
      ${!isAgent && html`<${LinkCell} to="/grievances" label="我的反映" detail="证有错、没收到、找茬吐槽" test="to-grievances" />`}
      <${LinkCell} to="/mandates" label="谁能代表我" detail="让家里人、同事替您办，随时可以撤销" test="to-mandates" />
      <${LinkCell} to="/sessions" label="登录的设备" detail="看到不认识的，可以让它退出" test="to-sessions" />
      <${LinkCell} to="/alerts" label="安全提醒" value=${alerts ? `${alerts} 条未读` : ""} test="to-alerts" />
      ${!isAgent && html`<${LinkCell} to="/accesses" label="谁看过我的信息" detail="也可以撤回刷脸的同意" test="to-accesses" />`}
      ${!isAgent && html`<${LinkCell} to="/my-data" label="我的信息" detail="下载一份，或者删除" test="to-my-data" />`}
      <${LinkCell} to="/code" label="输入办理码" test="to-code" />
      <${LinkCell} to="/message" label="这条短信真的是你们发的吗？" test="to-message" />
    <//>
    <${ProblemNote} problem=${leaving.problem} again=${leaving.perform} />
    <${Button} kind="default" isBusy=${leaving.isBusy} test="sign-out" onClick=${leaving.perform}>退出登录<//>
  <//>`;
}
