// One thing that is stuck (卡住的事): whose it is, what was tried, what to do, and a retry that looks before it repeats.
import { html, useState } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { Act } from "../forms.js";
import { call, may, Problem } from "../office.js";
import { Facts, Opened, Panel, Timeline, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { STUCK_KINDS, STUCK_STATES } from "../words.js";

const GONE = { code: "not-found", status: 404, title: "这一项已经不在“卡住的事”里了", advice: "重试办成了，或者系统自己办成了；再不成会重新出现。不用再做什么。" };

async function read(id) {
  try {
    return await call("read_stuck", [id]);
  } catch (problem) {
    throw problem instanceof Problem && problem.status === 404 ? new Problem(GONE) : problem;
  }
}

// What is pressed, what it repeats, and why that does no harm: in the words of each kind.
const AGAIN = {
  job: "会再做一次。做之前先看记录走到哪里，已经做过的不会重做，所以多按一次也没有害处。",
  "back-end": "在等的这几项会一起再做一次。每一项都先看记录走到哪里，已经做过的不会重做，所以多按一次也没有害处。",
  notice: "会先用我们的编号去问通道：上一次到底发出去没有。发出去了就不再发，所以对方不会收到两次。",
  filing: "会先用我们的编号去问审批系统：收到没有。收到了就不再报送，所以不会报成两件。",
  proposal: "会先用我们的编号去问审批系统：建议收到没有。收到了就不再提，所以不会提两次。",
};
const ASKS_FIRST = "会先用我们的编号去问对方：收到没有。收到了就不再发，所以不会办两次。";

const pathOfCase = (about) => `#/cases/${encodeURIComponent(about.caseId)}`;

// What was put back runs within seconds: reading it anew would only say that it is gone.
function Again({ told, about }) {
  return html`<${Panel} title="✓ 已放回去重新办" kind="safe" test="retried" lead=${html`${told.jobs} 项，<${When} at=${told.at} /> 重新排队，几秒钟内就会办。办成了就不再出现在“卡住的事”里；再不成会回到那里。`}>
    <div class="desk-tools">${about?.caseId && html`<a class="weui-btn weui-btn_default" href=${pathOfCase(about)} data-test="retried-case">看办件</a>`}
      <a class="weui-btn weui-btn_default" href="#/queues/stuck" data-test="retried-queue">回到卡住的事</a></div><//>`;
}

function Retry({ stuck, id, loaded, done }) {
  return html`<${Panel} title="下一步" kind=${stuck.canRetry ? "safe" : "warn"} test="retry-panel"
      lead=${stuck.canRetry ? "再试之前，系统会先看对方是不是已经办了，不会重复办。" : "现在不能再试，请看上面的说明。"}>
    ${stuck.canRetry && html`<${Act} label="再试一次" kind="primary" test="retry" lead=${`“${stuck.title}”：${AGAIN[stuck.kind] ?? ASKS_FIRST}`} said="已放回去重新办" reload=${loaded.again} send=${() => call("retry_stuck", [id])} done=${done} />`}<//>`;
}

export function Stuck({ id }) {
  const loaded = useLoaded(() => read(id), [id]);
  const [told, setTold] = useState(null);
  return html`<${Opened} title=${(value) => value?.title ?? "卡住的事"} test="stuck" loaded=${loaded} queue="stuck" lead=${(stuck) => stuck.note}>
    ${(stuck) => html`<${Panel} title="情况" test="stuck-facts"><${Facts} of=${[
        ["是谁的", stuck.about?.partyName], ["事项", stuck.about?.itemName],
        ["办件", stuck.about?.caseId && html`<a href=${pathOfCase(stuck.about)} data-test="stuck-case">${stuck.about.number ?? "看办件"}</a>`],
        ["是什么", STUCK_KINDS[stuck.kind] ?? stuck.kind], ["状态", told ? html`已重新排队，等待结果（<${When} at=${told.at} />）` : STUCK_STATES[stuck.state]],
        [told ? "重新排队前试过" : "试过", `${stuck.attempts} 次`], ["从什么时候", html`<${When} at=${stuck.since} />`],
        [told ? "重新排队前的原因" : "最后的原因", stuck.reason]]} /><//>
      ${told ? html`<${Again} told=${told} about=${stuck.about} />`
        : may("retry_stuck") && html`<${Retry} stuck=${stuck} id=${id} loaded=${loaded} done=${(answer) => { setTold({ ...answer, at: new Date().toISOString() }); askWaiting(); }} />`}
      <${Panel} title="试过什么" test="tried">${stuck.tried.length
        ? html`<${Timeline} entries=${stuck.tried.map((each) => ({ at: each.at, title: each.what, who: each.by }))} />` : html`<p class="desk-none">没有记录。</p>`}<//>`}
  <//>`;
}
