// Further pages of a list, fetched when asked for and added below.
import { Button } from "../lib/controls.js";
import { html, useState } from "../lib/html.js";
import { useDoing } from "../lib/loading.js";
import { ProblemNote } from "./parts.js";

export function useMore(loaded, name, next) {
  const [added, setAdded] = useState({ of: null, rows: [], cursor: undefined });
  const isCurrent = added.of === loaded.value;
  const cursor = isCurrent ? added.cursor : loaded.value?.nextCursor;
  const rows = isCurrent ? added.rows : [];
  const doing = useDoing(async () => {
    const told = await next(cursor);
    setAdded({ of: loaded.value, rows: [...rows, ...told[name]], cursor: told.nextCursor });
  });
  return { all: [...(loaded.value?.[name] ?? []), ...rows], cursor, ...doing };
}

export function More({ of }) {
  if (!of.cursor) return null;
  return html`<div class="desk-rows__more"><${Button} kind="default" test="more" isBusy=${of.isBusy} onClick=${of.perform}>再往下看<//>
    <${ProblemNote} problem=${of.problem} /></div>`;
}
