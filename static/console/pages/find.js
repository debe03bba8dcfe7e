// A case found by its number (办件编号). One hit opens at once.
import { html, useEffect } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { goInstead } from "../../lib/route.js";
import { call } from "../office.js";
import { Opened, Panel, Table } from "../parts.js";

const pathOf = (each) => `/cases/${encodeURIComponent(each.caseId)}`;

export function Find({ query }) {
  const number = query.get("q") ?? "";
  const loaded = useLoaded(() => call("find_cases", [], { query: { q: number } }), [number]);
  const only = loaded.value?.cases.length === 1 ? loaded.value.cases[0] : null;
  useEffect(() => { if (only) goInstead(pathOf(only)); }, [only]);
  return html`<${Opened} title="查找办件" test="find" loaded=${loaded} tools=${html`<a href="#/">回到今日待办</a>`} lead=${() => `办件编号 ${number}`}>
    ${({ cases }) => html`<${Panel}><${Table} caption="办件" empty="没有这个编号的办件。请核对编号，一位都不能少。" heads=${["办件编号", "事项", "谁的", "状态"]}
      rows=${cases.map((each) => ({ key: each.caseId, cells: [html`<a href=${`#${pathOf(each)}`}>${each.number}</a>`, each.itemName, each.partyName, each.stateText] }))} /><//>`}
  <//>`;
}
