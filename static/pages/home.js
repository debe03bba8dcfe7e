// My matters (我的事项): who I am acting for, what waits for my answer, and the cases under way.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Cells, Failed, LinkCell, Note, Page, ProblemNote, SelectField, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";
import { LIGHTS, pathOfNext, UNDECIDED, waits } from "../lib/next.js";
import { Start } from "./start.js";

const TITLE = "我的事项";

function matterDetail(matter) {
  const names = matter.items.map((item) => item.name).join("、");
  return matter.state === "invited" ? `${names}　最晚${day(matter.lastDay)}` : names;
}

function caseDetail(each) {
  if (!UNDECIDED.has(each.state)) return "";
  return [each.due && `预计${day(each.due)}前办好`, each.light && LIGHTS[each.light]].filter(Boolean).join("　");
}

function Matters({ title, matters, test, children }) {
  if (!matters.length && !children) return null;
  return html`<${Cells} title=${title} test=${test}>${matters.map((matter) =>
    html`<${LinkCell} key=${matter.matterId} to=${`/matters/${encodeURIComponent(matter.matterId)}`} label=${matter.title}
      detail=${matterDetail(matter)} value=${matter.next.label} test=${`matter-${matter.matterId}`} />`)}${children}<//>`;
}

// A form left half-way is one tap from here, not two.
function UnfinishedCase({ each }) {
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
  const { person, matters, cases, cards } = loaded.value;
  const waiting = matters.filter(waits);
  const unfinished = cases.filter(waits);
  const running = cases.filter((each) => !waits(each));
  // A matter under way stands there as its case already.
  const others = matters.filter((matter) => !waits(matter) && (matter.state !== "under_way" || matter.items.length > 1));
  const count = waiting.length + unfinished.length;
  return html`<${Page} title=${`${person.name}，您好`} test="home"
      lead=${count ? `有 ${count} 件事等您办。` : "现在没有要您办的事。"}>
    <${Parties} home=${loaded.value} again=${loaded.again} />
    <${Matters} title="等您办" matters=${waiting} test="matters-waiting">${unfinished.length > 0 && unfinished.map((each) =>
      html`<${UnfinishedCase} key=${each.caseId} each=${each} />`)}<//>
    ${running.length > 0 && html`<${Cells} title="我的办件" test="cases">${running.map((each) =>
      html`<${LinkCell} key=${each.caseId} to=${`/cases/${encodeURIComponent(each.caseId)}`} label=${each.itemName}
        detail=${caseDetail(each)} value=${each.stateText} test=${`case-${each.caseId}`} />`)}<//>`}
    <${Matters} title="回答过的提示" matters=${others} test="matters-others" />
    ${matters.length + cases.length === 0 && html`<${Note} title="这里还没有内容" test="empty">
      <p>证照快到期时，我们会发短信提醒您，也会出现在这里。您不用做什么。</p><//>`}
    <${Cells}>
      <${LinkCell} to="/wallet" label="我的电子证照" value=${cards ? `${cards} 张` : ""} test="to-wallet" />
      <${LinkCell} to="/code" label="输入办理码" test="to-code" />
      <${LinkCell} to="/message" label="这条短信真的是你们发的吗？" test="to-message" />
    <//>
    <${ProblemNote} problem=${leaving.problem} again=${leaving.perform} />
    <${Button} kind="default" isBusy=${leaving.isBusy} test="sign-out" onClick=${leaving.perform}>退出登录<//>
  <//>`;
}
