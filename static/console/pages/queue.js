// One queue in full, up to a hundred rows.
import { html } from "../../lib/html.js";
import { useEvery, useLoaded } from "../../lib/loading.js";
import { call } from "../office.js";
import { Opened, Panel } from "../parts.js";
import { Pleased, Rows } from "../rows.js";
import { queueOf } from "../words.js";
import { NoteCall } from "./note-call.js";
import { Beside } from "./queue-beside.js";

const EVERY_MS = 30_000;

export function Queue({ id, me }) {
  const loaded = useLoaded(() => call("read_queue", [id]), [id]);
  const known = queueOf(id) ?? { title: "待办", empty: "没有。" };
  const isReader = me.roles.every((role) => role === "audit");
  useEvery(EVERY_MS, () => document.activeElement === document.body && loaded.value && loaded.refresh());
  return html`<${Opened} title=${known.title} test="queue" loaded=${loaded} lead=${(value) => `${value.count} 件`}
    tools=${html`${id === "calls" && html`<${NoteCall} done=${loaded.refresh} />`}<a href="#/">今日待办</a>`}>
    ${(value) => html`<${Panel} test=${`queue-${id}`}>
        ${value.rows.length ? html`<${Rows} queue=${id} rows=${value.rows} isReader=${isReader} />` : html`<${Pleased}>${known.empty}<//>`}
      <//><${Beside} queue=${id} />`}
  <//>`;
}
