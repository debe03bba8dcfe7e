// 审管衔接: each day's figures on both sides; where they differ, the numbers they lack, and sending those again.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { Opened, Panel, Table, When } from "../parts.js";

// 2, 3, 4, 9 → [[2, 4], [9, 9]], each run a thousand numbers at most, as the office takes them.
const MOST = 1000;
const runsOf = (numbers) => numbers.reduce((runs, number) => {
  const last = runs.at(-1);
  if (last && last[1] + 1 === number && number - last[0] < MOST) last[1] = number;
  else runs.push([number, number]);
  return runs;
}, []);
const said = ([first, last]) => (first === last ? `${first}` : `${first}–${last}`);

function Again({ day, loaded }) {
  if (!may("replay_results")) return null;
  return runsOf(day.missing).map(([first, last]) => html`<${Act} key=${first} label=${`补报${said([first, last])}号`} test=${`replay-${first}`}
    said=${(told) => `已重新报送${told.count}条`} reload=${loaded.again} done=${loaded.again}
    send=${() => call("replay_results", [], { body: { body: day.body, first, last } })} />`);
}

export function Supervision() {
  const loaded = useLoaded(() => call("list_supervision_days"), []);
  return html`<${Opened} title="审管衔接" test="supervision" loaded=${loaded} lead="审批结果每天与监管部门逐条对账；不一致的日子写明对方缺哪些序号。">
    ${({ days }) => html`<${Panel} title="每日对账"><${Table} caption="每日对账" test="supervision-days" empty="还没有对过账。"
      heads=${["日期", "监管部门代码", "我方", "已回执", "被拒", "对方", "结果", "对账时间", ""]}
      rows=${days.map((day) => ({ key: `${day.day}${day.body}`, kind: day.agrees ? undefined : "problem", test: day.agrees ? "agrees" : "differs",
        cells: [day.day, html`<span class="desk-code">${day.body}</span>`, day.ours, day.receipted, day.refused, day.theirs,
          day.agrees ? "一致" : `不一致${day.missing.length ? `：缺${runsOf(day.missing).map(said).join("、")}号` : ""}${day.surplus.length ? `；多${runsOf(day.surplus).map(said).join("、")}号` : ""}`,
          html`<${When} at=${day.askedAt} />`, html`<${Again} day=${day} loaded=${loaded} />`] }))} /><//>`}
  <//>`;
}
