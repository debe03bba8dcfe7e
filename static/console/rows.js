// A row of 今日待办: what waits, since when, until when, and its one next action.
import { html } from "../lib/html.js";
import { Due, When } from "./parts.js";

const one = (id) => encodeURIComponent(id);

// What a row opens: by its queue where the same thing is worked on in several ways, else by what it is.
export function pathOfRow(queue, { kind, ref }) {
  if (queue === "stuck" && kind !== "item-version") return `/stuck/${one(ref)}`;
  if (queue === "instant" && kind === "case") return `/instant/${one(ref)}`;
  if (queue === "clocks" && kind === "case") return `/clocks/${one(ref)}`;
  const places = {
    "push-list": "push-lists", doubt: "doubts", call: "calls", case: "cases", shipment: "certificates", certificate: "certificates",
    promise: "promises", supplement: "supplements", stop: "stops", grievance: "grievances", recheck: "rechecks", revocation: "revocations",
    "item-version": "versions", visit: "visits",
  };
  return `/${places[kind] ?? "cases"}/${one(ref)}`;
}

export function Rows({ queue, rows, isReader }) {
  const actionOf = ({ action }) => (isReader ? "查看" : action);
  return html`<ul class="desk-rows">${rows.map((row) => html`<li key=${`${row.kind} ${row.ref} ${row.action}`} data-test=${`row-${row.kind}`} data-id=${row.ref}>
    <span class="desk-rows__title">${row.title}</span>
    <span class="desk-rows__go">
      <a class="weui-btn weui-btn_default" href=${`#${pathOfRow(queue, row)}`} data-test=${`go-${queue}`}
        aria-label=${`${actionOf(row)}：${row.title}`}>${actionOf(row)}</a>
    </span>
    <span><span class="desk-rows__detail">${row.detail}</span>
      <span class="desk-rows__since">${row.detail && "　"}<${When} at=${row.since} />起</span>
      ${(row.due || row.light) && html`　<${Due} on=${row.due} light=${row.light} />`}</span>
  </li>`)}</ul>`;
}

export function Pleased({ children }) {
  return html`<p class="desk-pleased"><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <circle cx="10" cy="10" r="8.5" /><path d="M6 10.5 L9 13.2 L14 7" /></svg>${children}</p>`;
}
