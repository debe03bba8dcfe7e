// What each rule of an instant decision (秒批) said: its verdict, its input, whose word that is, and as of when.
import { html } from "../../lib/html.js";
import { Table, When } from "../parts.js";

export function Verdicts({ rules }) {
  return html`<${Table} caption="每条规则的结论" test="verdicts" heads=${["规则", "结论", "用的数据", "来源", "截至"]}
    rows=${rules.map((each) => ({ key: each.id, kind: each.met ? undefined : "problem", cells: [each.words, each.met ? "✓ 满足" : "✗ 不满足", each.input ?? "（没有取到）", each.source,
      each.asOf && html`<${When} at=${each.asOf} />`] }))} />`;
}
