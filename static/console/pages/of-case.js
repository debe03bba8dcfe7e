// Rows of 补正与时限 that are worked on at their case: a supplement on the page of the case, a standing clock at its clock.
import { html, useEffect } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { goInstead } from "../../lib/route.js";
import { call, Problem } from "../office.js";
import { Opened } from "../parts.js";
import { pathOfRow } from "../rows.js";
import { Case } from "./case.js";

export const pathOfClockRow = (row) => (row.kind === "stop" ? `/clocks/${encodeURIComponent(row.caseId)}` : pathOfRow("clocks", row));

async function find(kind, ref) {
  const found = (await call("list_clocks")).rows.find((row) => row.kind === kind && row.ref === ref);
  if (found) return found;
  throw new Problem({ code: "not-found", status: 404, title: "这一件已经不在待办里了", advice: "多半是办完了。要看经过，请按办件编号查找。" });
}

const Finding = ({ loaded }) => html`<${Opened} title="补正与时限" test="of-case" loaded=${loaded} queue="clocks">${() => null}<//>`;

export function SupplementOfCase({ id }) {
  const loaded = useLoaded(() => find("supplement", id), [id]);
  return loaded.value ? html`<${Case} id=${loaded.value.caseId} queue="clocks" />` : html`<${Finding} loaded=${loaded} />`;
}

export function StopOfCase({ id }) {
  const loaded = useLoaded(() => find("stop", id), [id]);
  useEffect(() => { if (loaded.value) goInstead(pathOfClockRow(loaded.value)); }, [loaded.value]);
  return html`<${Finding} loaded=${loaded} />`;
}
