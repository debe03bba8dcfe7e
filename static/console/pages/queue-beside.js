// What belongs to a queue but is no row of it.
import { html } from "../../lib/html.js";
import { may } from "../office.js";
import { Panel } from "../parts.js";
import { SettledDoubts } from "./doubts-settled.js";

const PLACES = {
  push_lists: [["list_push_lists", "/push-lists", "所有清单，签过的也在"]],
  instant: [["list_shadows", "/shadows", "新规则的影子运行和秒批比例"]],
  clocks: [["list_clocks", "/clocks", "所有时限，按亮灯看"]],
  calls: [["open_visit", "/visits", "开一次窗口办理"]],
};

export function Beside({ queue }) {
  if (queue === "doubts" && may("list_doubts")) return html`<${SettledDoubts} />`;
  const places = (PLACES[queue] ?? []).filter(([name]) => may(name));
  if (!places.length) return null;
  return html`<${Panel} title="还可以看"><ul class="desk-list">${places.map(([, path, words]) => html`<li key=${path}><a href=${`#${path}`}>${words}</a></li>`)}</ul><//>`;
}
