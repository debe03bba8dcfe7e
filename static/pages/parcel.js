// One parcel (快递单): whose hands it is in, the pieces 正本 and 副本, and its way so far.
import { html, useState } from "../lib/html.js";
import { Small } from "../lib/parts.js";
import { moment } from "../lib/words.js";

const DIRECTIONS = { collect: "取回旧证", deliver: "送来新证", give_back: "退还旧证" };
const CUSTODY = { holder: "在您手里", courier: "在快递员手里", counter: "窗口已收到", missing: "没有找到" };
const PIECES = { original: "正本", duplicate: "副本" };
// While it moves there is somebody to call.
const MOVING = new Set(["ordered", "accepted", "picked_up", "in_transit", "out_for_delivery", "parked", "problem"]);
const SHOWN_AT_FIRST = 2;

export function Parcel({ parcel }) {
  const [isOpen, setOpen] = useState(false);
  const events = [...parcel.events].reverse().sort((one, other) => other.at.localeCompare(one.at));
  const shown = isOpen ? events : events.slice(0, SHOWN_AT_FIRST);
  return html`<section class="palm-card" data-test=${`parcel-${parcel.direction}`} data-state=${parcel.state}>
    <h2 class="palm-card__title">${DIRECTIONS[parcel.direction] ?? "快递"}　<span class="palm-state_small">${parcel.stateText}</span></h2>
    <dl class="palm-facts">
      <dt>快递</dt><dd>${parcel.carrier}</dd>
      ${parcel.waybill && html`<dt>单号</dt><dd class="palm-number" data-test=${`waybill-${parcel.direction}`}>${parcel.waybill}</dd>`}
      ${parcel.courier && html`<dt>快递员</dt><dd>${parcel.courier.name}
        ${parcel.courier.phone?.includes("*") && `　${parcel.courier.phone}`}</dd>`}
    </dl>
    ${MOVING.has(parcel.state) && parcel.courier?.phone && !parcel.courier.phone.includes("*") && html`<a class="palm-small-btn" data-test=${`courier-call-${parcel.direction}`}
      href=${`tel:${parcel.courier.phone}`}>给快递员打电话</a>`}
    ${parcel.pieces.length > 0 && html`<ul class="palm-pieces" data-test=${`pieces-${parcel.direction}`}>${parcel.pieces.map((each, index) =>
      html`<li key=${index}><span>${PIECES[each.kind]}${parcel.pieces.filter((other) => other.kind === each.kind).length > 1 && ` ${each.serial}`}</span><strong>${CUSTODY[each.custody] ?? each.custody}</strong></li>`)}</ul>`}
    ${shown.length > 0 && html`<ol class="palm-timeline">${shown.map((each, index) => html`<li key=${index} class="palm-timeline__entry">
      <p>${each.text}</p><p class="palm-source">${moment(each.at)}</p></li>`)}</ol>`}
    ${events.length > SHOWN_AT_FIRST && html`<${Small} test=${`parcel-more-${parcel.direction}`} isOpen=${isOpen} onClick=${() => setOpen(!isOpen)}>
      ${isOpen ? "收起" : `看全部 ${events.length} 条`}<//>`}
  </section>`;
}
