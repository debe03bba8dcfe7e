// A version named without its item (a row of 卡住的事): the item is looked for, and its page opened.
import { html, useEffect } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { goInstead } from "../../lib/route.js";
import { call, Problem } from "../office.js";
import { Opened } from "../parts.js";
import { pathOfVersion } from "./version-path.js";

async function find(id) {
  let cursor;
  do {
    const told = await call("list_console_items", [], { query: { limit: 100, cursor } });
    for (const { itemCode } of told.items) {
      const { versions } = await call("list_item_versions", [itemCode]);
      if (versions.some((each) => each.versionId === id)) return itemCode;
    }
    cursor = told.nextCursor;
  } while (cursor);
  throw new Problem({ code: "not-found", status: 404, title: "找不到这一版", advice: "请从“事项版本”里找。" });
}

export function VersionOfItem({ id }) {
  const loaded = useLoaded(() => find(id), [id]);
  useEffect(() => { if (loaded.value) goInstead(pathOfVersion(loaded.value, id)); }, [loaded.value]);
  return html`<${Opened} title="事项版本" test="of-item" loaded=${loaded}>${() => null}<//>`;
}
