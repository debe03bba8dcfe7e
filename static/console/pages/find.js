// Cases found by number (办件编号), by the end of one, or by the holder's unified code. One hit opens at once.
import { html, useEffect } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { goInstead } from "../../lib/route.js";
import { call } from "../office.js";
import { Opened, Panel, Table } from "../parts.js";

const pathOf = (each) => `/cases/${encodeURIComponent(each.caseId)}`;

const NONE = "没有找到。可以输完整的办件编号、它的最后 6 位以上，或者持证单位的统一社会信用代码（18 位）。姓名、身份证号码和证书编号在这里查不到。";

const find = async (q) => (q ? call("find_cases", [], { query: { q } }) : { cases: [] });

export function Find({ query }) {
  const asked = query.get("q") ?? "";
  const loaded = useLoaded(() => find(asked), [asked]);
  const only = loaded.value?.cases.length === 1 ? loaded.value.cases[0] : null;
  useEffect(() => { if (only) goInstead(pathOf(only)); }, [only]);
  return html`<${Opened} title="查找办件" test="find" loaded=${loaded} tools=${html`<a href="#/">回到今日待办</a>`} lead=${() => asked}>
    ${({ cases }) => html`<${Panel}><${Table} caption="办件" empty=${NONE} heads=${["办件编号", "事项", "谁的", "状态"]}
      rows=${cases.map((each) => ({ key: each.caseId, cells: [html`<a href=${`#${pathOf(each)}`}>${each.number ?? "还没有编号"}</a>`, each.itemName, each.partyName, each.stateText] }))} /><//>`}
  <//>`;
}
