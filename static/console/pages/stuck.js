// One thing that is stuck (卡住的事): what was tried, and a retry that looks before it repeats.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { go } from "../../lib/route.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { Facts, Opened, Panel, Timeline, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { STUCK_KINDS, STUCK_STATES } from "../words.js";

export function Stuck({ id }) {
  const loaded = useLoaded(() => call("read_stuck", [id]), [id]);
  return html`<${Opened} title=${(value) => value?.title ?? "卡住的事"} test="stuck" loaded=${loaded} queue="stuck" lead=${(stuck) => stuck.note}>
    ${(stuck) => html`<${Panel} title="情况"><${Facts} of=${[["是什么", STUCK_KINDS[stuck.kind] ?? stuck.kind], ["状态", STUCK_STATES[stuck.state]],
        ["试过", `${stuck.attempts} 次`], ["从什么时候", html`<${When} at=${stuck.since} />`],
        ["最后的原因", stuck.reason]]} /><//>
      ${may("retry_stuck") && html`<${Panel} title="下一步" kind=${stuck.canRetry ? "safe" : "warn"} test="retry-panel"
          lead=${stuck.canRetry ? "再试之前，系统会先看对方是不是已经办了，不会重复办。" : "现在不能再试，请看上面的说明。"}>
        ${stuck.canRetry && html`<${Act} label="再试一次" kind="primary" test="retry" said=${(told) => `已放回去重新办（${told.jobs} 项）。办成了就不再出现，再不成会回到这里。`} reload=${loaded.again}
          send=${() => call("retry_stuck", [id])} done=${() => { askWaiting(); go("/queues/stuck"); }} />`}<//>`}
      <${Panel} title="试过什么" test="tried">${stuck.tried.length
        ? html`<${Timeline} entries=${stuck.tried.map((each) => ({ at: each.at, title: each.what, who: each.by }))} />` : html`<p class="desk-none">没有记录。</p>`}<//>`}
  <//>`;
}
