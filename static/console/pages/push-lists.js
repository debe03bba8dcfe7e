// All push lists, newest first: what waits for a signature and what was decided before.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { call } from "../office.js";
import { More, useMore } from "../more.js";
import { Opened, Panel, Table, When } from "../parts.js";
import { LIST_STATES } from "../words.js";

export function PushLists() {
  const loaded = useLoaded(() => call("list_push_lists", [], { query: { limit: 50 } }), []);
  const more = useMore(loaded, "pushLists", (cursor) => call("list_push_lists", [], { query: { limit: 50, cursor } }));
  return html`<${Opened} title="所有清单" test="push-lists" loaded=${loaded} queue="push_lists" lead="规则找出来的人，签发以前谁也不通知。应提示是做清单时的数；签发后、发出前去掉的，不算进数据页的「发现」。">
    ${() => html`<${Panel}><${Table} caption="清单" empty="还没有清单。" heads=${["事项", "状态", "应提示", "暂不提示", "谁做的", "数据截至"]}
      rows=${more.all.map((each) => ({ key: each.pushListId, cells: [
        html`<a href=${`#/push-lists/${encodeURIComponent(each.pushListId)}`}>${each.itemName}</a>`,
        html`${LIST_STATES[each.state]}${each.decidedBy && `（${each.decidedBy}）`}`,
        each.due, each.setAside, html`${each.preparedBy}　<${When} at=${each.preparedAt} />`, html`<${When} at=${each.asOf} />`] }))} />
      <${More} of=${more} /><//>`}
  <//>`;
}
