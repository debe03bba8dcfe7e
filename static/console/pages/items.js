// Items (事项) and the versions that are live, drafted or about to be.
import { Button, TextField } from "../../lib/controls.js";
import { html, useState } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { go, useOnward } from "../../lib/route.js";
import { day } from "../../lib/words.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { More, useMore } from "../more.js";
import { Opened, Panel, Table } from "../parts.js";
import { ITEM_STATUS, VERSION_STATES } from "../words.js";
import { pathOfVersion } from "./version-path.js";

const KINDS = ["变更", "延续", "换发", "备案"];

function Search({ words }) {
  const [typed, setTyped] = useState(words);
  const find = (event) => {
    event.preventDefault();
    go(typed.trim() ? `/items?q=${encodeURIComponent(typed.trim())}` : "/items");
  };
  return html`<form class="desk-form" role="search" aria-label="查找事项" onSubmit=${find}><${TextField} label="按名称找" test="items-words" value=${typed} maxlength="50" autocomplete="off"
    onInput=${(event) => setTyped(event.currentTarget.value)} /><${Button} type="submit" kind="default" test="items-find">查找<//></form>`;
}

export function Items({ query }) {
  const q = query.get("q") ?? "";
  const onward = useOnward(go);
  const loaded = useLoaded(() => call("list_console_items", [], { query: { q, limit: 50 } }), [q]);
  const more = useMore(loaded, "items", (cursor) => call("list_console_items", [], { query: { q, limit: 50, cursor } }));
  return html`<${Opened} title="事项版本" test="items" loaded=${loaded} lead="改事项不用改程序：起草、检查、试运行、由另一个人签发、到日子生效，不对可以退回上一版。"
    tools=${may("draft_new_item") && html`<${Act} label="起草新事项" test="new-item" fields=${[
      { name: "code", label: "编码", max: 64, hint: "小写字母、数字和短横线，以后不改。" }, { name: "name", label: "名称", max: 100 },
      { name: "kind", label: "类型", kind: "choice", choices: KINDS.map((each) => ({ value: each, label: each })) },
      { name: "why", label: "为什么加", kind: "long", max: 500 }]}
      send=${(body) => call("draft_new_item", [], { body })} said="已起草" done=${(told) => onward(pathOfVersion(told.itemCode, told.versionId))} />`}>
    ${() => html`<${Panel}><${Search} words=${q} /><${Table} caption="事项" empty="没有找到。" heads=${["事项", "状态", "正在用", "起草中", "将生效", "还没核定"]}
      rows=${more.all.map((each) => ({ key: each.itemCode, test: `item-${each.itemCode}`, cells: [
        html`<a href=${`#/items/${encodeURIComponent(each.itemCode)}`}>${each.name}</a>`, ITEM_STATUS[each.status],
        each.liveVersion !== undefined ? `第 ${each.liveVersion} 版` : "没有",
        each.open && html`<a href=${`#${pathOfVersion(each.itemCode, each.open.versionId)}`}>第 ${each.open.version} 版（${VERSION_STATES[each.open.state]}）</a>`,
        each.scheduled && `第 ${each.scheduled.version} 版，${day(each.scheduled.liveOn)}`, each.unconfirmed ? `${each.unconfirmed} 处` : "" ] }))} /><${More} of=${more} /><//>`}
  <//>`;
}
