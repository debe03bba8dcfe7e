// 今日待办: one page, the queues of one's roles, each row with its one next action.
import { Button } from "../lib/controls.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { may } from "./office.js";
import { Loading, Page, Panel, ProblemNote } from "./parts.js";
import { Pleased, Rows } from "./rows.js";
import { askWaiting, useWaiting } from "./waiting.js";
import { queueOf } from "./words.js";

const TITLE = "今日待办";

const orderOf = (value) => JSON.stringify((value?.queues ?? []).map((each) => each.rows.map((row) => `${row.kind} ${row.ref}`)));

// Rows do not move under a hand: while a pointer or the focus rests on a queue, news waits for a word.
function useCalm(fresh) {
  const [shown, setShown] = useState(fresh);
  const box = useRef(null);
  const isHeld = () => box.current && (box.current.matches(":hover") || box.current.contains(document.activeElement));
  const isMoved = shown && fresh && orderOf(shown) !== orderOf(fresh);
  useEffect(() => {
    if (!isMoved || !isHeld()) setShown(fresh);
  }, [fresh]);
  return { box, shown: isMoved ? shown : fresh, isMoved, show: () => setShown(fresh) };
}

function QueuePanel({ each, isReader }) {
  const { title, empty } = queueOf(each.queue) ?? { title: each.title, empty: "没有。" };
  const more = each.count - each.rows.length;
  return html`<${Panel} title=${each.title ?? title} test=${`queue-${each.queue}`} tools=${html`<span class="desk-count" data-test=${`count-${each.queue}`}>${each.count}<span class="desk-hidden"> 件</span></span>`}>
    ${each.rows.length ? html`<${Rows} queue=${each.queue} rows=${each.rows} isReader=${isReader} />` : html`<${Pleased}>${empty}<//>`}
    ${more > 0 && html`<p class="desk-rows__more"><a href=${`#/queues/${each.queue}`} data-test=${`more-${each.queue}`}>还有 ${more} 件，全部列出</a></p>`}
  <//>`;
}

export function Today({ me }) {
  const waiting = useWaiting();
  const { box, shown, isMoved, show } = useCalm(waiting.value);
  useEffect(() => { askWaiting(); }, []);
  const total = (shown?.queues ?? []).reduce((sum, each) => sum + each.count, 0);
  const isReader = me.roles.every((role) => role === "audit");
  const lead = shown && (total ? `一共 ${total} 件等着。${isReader ? "您只看不办。" : "每一行的按钮，就是它的下一步。"}` : shown.queues.length > 0 && "都办完了，今天可以喘口气。");
  return html`<${Page} title=${TITLE} test="today" lead=${lead}>
    <div role="status">${isMoved && html`<p class="desk-tools">名单有变化。<${Button} kind="default" test="show-news" onClick=${show}>显示最新<//></p>`}</div>
    ${waiting.loading && html`<${Loading} />`}
    <${ProblemNote} problem=${waiting.problem} again=${askWaiting} />
    ${shown && html`<div class="desk-grid" ref=${box}>${shown.queues.map((each) => html`<${QueuePanel} key=${each.queue} each=${each} isReader=${isReader} />`)}</div>`}
    ${shown?.queues.length === 0 && html`<${Pleased}>您的角色没有待办队列。${may("list_staff_accounts") ? html`您的事在<a href="#/accounts">账号</a>里：加人、停用、换角色、重新激活。` : "您能做的事在左边。"}<//>`}
  <//>`;
}
