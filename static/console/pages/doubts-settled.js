// Doubts settled lately: who said what and when, so that the colleague who may correct a verdict finds it.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { More, useMore } from "../more.js";
import { call, may } from "../office.js";
import { Loading, Panel, ProblemNote, When } from "../parts.js";
import { DOUBT_STATES } from "../words.js";

const SIZE = 20;
const ABOUT = { address: "住所变更", "same-name": "同名不同号", stale: "登记数据陈旧" };

const ask = (cursor) => call("list_doubts", [], { query: { state: "settled", limit: SIZE, cursor } });

function Row({ doubt }) {
  const words = doubt.mayCorrect ? "改正结论" : "查看";
  const title = `${doubt.partyName ?? "登记里查不到名称"}：${ABOUT[doubt.kind]}`;
  return html`<li data-id=${doubt.doubtId}><span class="desk-rows__title">${title}</span>
    <span class="desk-rows__go"><a class="weui-btn weui-btn_default" href=${`#/doubts/${encodeURIComponent(doubt.doubtId)}`} aria-label=${`${words}：${title}`} data-test="go-settled">${words}</a></span>
    <span><span class="desk-rows__detail">${DOUBT_STATES[doubt.state]}</span><span class="desk-rows__since">　${doubt.settledBy}办于 <${When} at=${doubt.settledAt} /></span></span></li>`;
}

export function SettledDoubts() {
  const loaded = useLoaded(() => ask(), []);
  const more = useMore(loaded, "doubts", ask);
  const canCorrect = may("settle_doubt");
  return html`<${Panel} title="还可以看：最近办过的" test="settled-doubts" lead=${`最近 30 天有结论的。${canCorrect ? "同事办错的，可以改正一次；自己办错的，请另一位同事来改。" : ""}`}>
    ${loaded.loading && html`<${Loading} />`}
    <${ProblemNote} problem=${loaded.problem} again=${loaded.again} reload=${loaded.again} />
    ${loaded.value && (more.all.length ? html`<ul class="desk-rows">${more.all.map((each) => html`<${Row} key=${each.doubtId} doubt=${each} />`)}</ul>` : html`<p class="desk-none">还没有。</p>`)}
    <${More} of=${more} />
  <//>`;
}
