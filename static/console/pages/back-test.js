// How the same rule did before (回测): whom it would have found on past days, and what came of the last signed lists.
import { html } from "../../lib/html.js";
import { day } from "../../lib/words.js";
import { Bars, Panel, Table, When } from "../parts.js";

const COUNTS = [
  ["due", "应提示"], ["dropped", "发出前去掉"], ["invited", "建了提示"], ["sent", "发出"], ["held", "没发出"], ["yes", "要办"], ["notNow", "这次不办"],
  ["alreadyDone", "说办过了"], ["notMe", "说不是我"], ["never", "不要再通知"], ["wrong", "找错了"],
];

const WAITING = { prepared: "签发以后，这里看得到发了多少、怎么回的。", signed: "刚签发，正在发；过一会儿再看。" };

function Outcomes({ list }) {
  const rows = [
    ...(list.outcome ? [{ key: "this", cells: ["这一张", ...COUNTS.map(([name]) => list.outcome[name])] }] : []),
    ...(list.previous ? [{ key: "before", cells: [html`<a href=${`#/push-lists/${encodeURIComponent(list.previous.pushListId)}`}>上一张</a>（<${When} at=${list.previous.preparedAt} />）`,
      ...COUNTS.map(([name]) => list.previous.outcome[name])] }] : []),
  ];
  if (!rows.length) return html`<p class="desk-none">${WAITING[list.state] ?? "没有发出过。"}</p>`;
  return html`<${Table} caption="清单的结果" test="outcomes" heads=${["清单", ...COUNTS.map(([, label]) => label)]} rows=${rows} />
    <p class="desk-none">应提示 = 发出前去掉 + 发出 + 没发出。没发出的，是还在等着发，或者清单停止后不再发。</p>`;
}

export function BackTest({ list }) {
  return html`<${Panel} title="以往数据试算（回测）" test="back-test" lead="拿同一条规则在今天的数据上，倒回去看那几天会找到多少户；差得太多，多半是数据或规则有问题。">
    ${list.backTest.length ? html`<${Bars} test="back-test-days" unit="户" counts=${[{ label: "这一次", count: list.due }, ...list.backTest.map((each) => ({ label: `${each.daysAgo} 天前（${day(each.day)}）`, count: each.found }))]} />`
      : html`<p class="desk-none">没有倒推的数字。</p>`}
    <h3>发出去以后怎么样</h3><${Outcomes} list=${list} /><//>`;
}
