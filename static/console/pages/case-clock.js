// The way from a case to its clock (时限), for those who may read it.
import { html } from "../../lib/html.js";
import { may } from "../office.js";

export function CaseClock({ id }) {
  if (!may("read_clock")) return null;
  return html`<p class="desk-rows__more"><a href=${`#/clocks/${encodeURIComponent(id)}`} data-test="to-clock">看时限、暂停和延长</a></p>`;
}
