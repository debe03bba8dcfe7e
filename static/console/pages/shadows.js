// New rule versions weighed in the shadow (影子运行) of the live ones, and the share granted by item, month and place.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { call } from "../office.js";
import { Opened, Panel, Table } from "../parts.js";

const VERDICTS = { grant: "批", by_hand: "转人工" };
const DECISIONS = { granted: "准予", denied: "不予许可", not_accepted: "不予受理" };
const share = (part, whole) => (whole ? `${part} / ${whole}（${Math.round((100 * part) / whole)} %）` : "—");

function Shadow({ one }) {
  return html`<${Panel} title=${`${one.itemName}，规则第 ${one.version} 版`} test="shadow"><${Table} caption="合计" heads=${["算过", "会批", "和正在用的一样", "和最后的决定一样"]}
      rows=${[[one.weighed, one.wouldGrant, share(one.agreesWithLive, one.weighed), share(one.agreesWithDecision, one.decided)]]} />
    <h3>不一样的办件</h3><${Table} caption="不一样的办件" empty="没有不一样的。" heads=${["办件", "新规则", "正在用的", "最后决定", "新规则不满足的"]} rows=${one.differing.map((each) => ({ key: each.caseId, cells: [
      html`<a href=${`#/cases/${encodeURIComponent(each.caseId)}`}>${each.number ?? "看办件"}</a>`, VERDICTS[each.shadow], VERDICTS[each.live], DECISIONS[each.decision] ?? "还没有", each.unmet.join("、")] }))} /><//>`;
}

export function Shadows() {
  const loaded = useLoaded(async () => {
    const [told, counted] = await Promise.all([call("list_shadows"), call("read_instant_figures")]);
    return { ...told, ...counted };
  }, []);
  return html`<${Opened} title="影子运行和秒批比例" test="shadows" loaded=${loaded} queue="instant" lead="新规则在旁边跟着算，只看不批；看准了再签发换上。">
    ${({ shadows, figures }) => html`${shadows.length ? shadows.map((one) => html`<${Shadow} key=${`${one.itemCode} ${one.version}`} one=${one} />`) : html`<${Panel}><p class="desk-none">现在没有正在试算的新规则。</p><//>`}
      <${Panel} title="各事项、各月、各地批了多少" test="instant-figures"><${Table} caption="秒批比例" empty="还没有数字。" heads=${["事项", "月份", "机关", "算过", "提了建议", "采纳"]} rows=${figures.map((each) => [
        each.itemName, each.month, each.bodyName, each.weighed, share(each.proposed, each.weighed), share(each.adopted, each.weighed)])} /><//>`}
  <//>`;
}
