// Who of the office looked at this case (查阅记录), for who audits.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { More, useMore } from "../more.js";
import { call, may } from "../office.js";
import { Loading, Panel, ProblemNote, Table, When } from "../parts.js";
import { rolesWords } from "../words.js";

const read = (id, cursor) => call("list_case_accesses", [id], { query: { limit: 50, cursor } });

function Looked({ id }) {
  const loaded = useLoaded(() => read(id), [id]);
  const more = useMore(loaded, "accesses", (cursor) => read(id, cursor));
  return html`<${Panel} title="谁看过这个办件" test="case-accesses" lead="每次查看都先记录、后显示，记录不能改也不能删。">
    ${loaded.loading && html`<${Loading} />`}
    <${ProblemNote} problem=${loaded.problem} again=${loaded.again} />
    ${loaded.value && html`<${Table} caption="谁看过这个办件" heads=${["什么时候", "谁", "为什么", "看到什么"]} empty="还没有人看过。"
      rows=${more.all.map((one) => [html`<${When} at=${one.at} />`, one.roles.length ? `${one.name}（${rolesWords(one.roles)}）` : one.name, one.purpose, one.shown.join("、")])} />
    <${More} of=${more} />`}<//>`;
}

export function CaseAccesses({ id }) {
  return may("list_case_accesses") ? html`<${Looked} id=${id} />` : null;
}
