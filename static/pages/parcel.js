// One parcel (快递单): whose hands it is in, the pieces 正本 and 副本, and its way so far.
import { html, useState } from "../lib/html.js";
import { asWritten, isEnglish, t, told } from "../lib/language.js";
import { Small } from "../lib/parts.js";
import { moment } from "../lib/words.js";
import { Missed } from "./parcel-missed.js";
import { PostedBy } from "./parcel-post.js";
import { isToReceive, Received } from "./parcel-received.js";

const directions = () => ({ collect: t("取回旧证"), deliver: t("送来新证"), give_back: t("退还旧证") });
export const parcelOf = (direction) => directions()[direction] ?? t("快递");
const hands = () => ({ holder: t("在您手里"), courier: t("在快递员手里"), counter: t("窗口已收到"), missing: t("寄送途中遗失"), absent: t("没有收到"), void: t("已作废") });
const kinds = () => ({ original: t("正本"), duplicate: t("副本") });
// While it moves there is somebody to call.
const MOVING = new Set(["ordered", "accepted", "picked_up", "in_transit", "out_for_delivery", "parked", "problem"]);
const atCounter = () => ({
  counter: { collect: t("。带身份证和旧证来，窗口当面核对、收下。"), deliver: t("。带身份证来，当面领取。"), give_back: t("。带身份证来，当面取回旧证。") },
  self_post: { collect: t("。寄出时选“到付”，邮费不用您出。") },
});
const SHOWN_AT_FIRST = 2;
// 自寄, and no news of it yet: its number may be given, or put right.
const isToPost = ({ way, state, events }) => way === "self_post" && ["planned", "in_transit"].includes(state) && events.length === 0;

// «3件中的2件»: whose hands how many are in. `total`: of the case, where some did not come back at all.
function custody({ direction, pieces }, total) {
  const counted = new Map();
  pieces.forEach((each) => counted.set(each.custody, (counted.get(each.custody) ?? 0) + 1));
  const all = direction === "give_back" ? Math.max(total, pieces.length) : pieces.length;
  const said = [...counted].map(([name, count]) => t`${count}件${hands()[name] ?? name}`);
  return all > 1 && (counted.size > 1 || pieces.length < all) ? t`${all}件中的${said.join(isEnglish() ? ", " : "，")}` : "";
}

export function Parcel({ parcel, caseId, changed, total = 0, isNext }) {
  const [isOpen, setOpen] = useState(false);
  const events = [...parcel.events].reverse().sort((one, other) => other.at.localeCompare(one.at));
  const shown = isOpen ? events : events.slice(0, SHOWN_AT_FIRST);
  return html`<section class="palm-card" data-test=${`parcel-${parcel.direction}`} data-state=${parcel.state} data-next=${isNext ? "next" : undefined} tabindex=${isNext ? -1 : undefined}>
    <h2 class="palm-card__title">${parcelOf(parcel.direction)}　<span class="palm-state_small">${told(parcel.stateText)}</span></h2>
    <dl class="palm-facts">
      <dt>${parcel.way === "counter" ? t("办法") : t("快递")}</dt><dd>${told(parcel.carrier)}</dd>
      ${parcel.waybill && html`<dt>${t("单号")}</dt><dd class="palm-number" data-test=${`waybill-${parcel.direction}`}>${parcel.waybill}</dd>`}
      ${parcel.courier && html`<dt>${t("快递员")}</dt><dd>${asWritten(parcel.courier.name)}
        ${parcel.courier.phone?.includes("*") && `　${parcel.courier.phone}`}</dd>`}
    </dl>
    ${parcel.place && parcel.state === "planned" && html`<p class="palm-card__lead" data-test=${`place-${parcel.direction}`}>
      ${told(parcel.place.name)}，${told(parcel.place.address)}，<a href=${`tel:${parcel.place.phone}`}>${parcel.place.phone}</a>${atCounter()[parcel.way]?.[parcel.direction]}</p>`}
    ${isToPost(parcel) && html`<${PostedBy} caseId=${caseId} parcel=${parcel} done=${changed} />`}
    ${MOVING.has(parcel.state) && parcel.courier?.phone && !parcel.courier.phone.includes("*") && html`<a class="palm-small-btn" data-test=${`courier-call-${parcel.direction}`}
      href=${`tel:${parcel.courier.phone}`}>${t("给快递员打电话")}</a>`}
    ${custody(parcel, total) && html`<p class="palm-card__lead" data-test=${`custody-${parcel.direction}`}>${custody(parcel, total)}</p>`}
    ${parcel.pieces.length > 0 && html`<ul class="palm-pieces" data-test=${`pieces-${parcel.direction}`}>${parcel.pieces.map((each, index) =>
      html`<li key=${index}><span>${kinds()[each.kind]}${parcel.pieces.filter((other) => other.kind === each.kind).length > 1 && ` ${each.serial}`}</span><strong>${each.reasonText ? told(each.reasonText) : hands()[each.custody] ?? each.custody}</strong></li>`)}</ul>`}
    ${shown.length > 0 && html`<ol class="palm-timeline">${shown.map((each, index) => html`<li key=${index} class="palm-timeline__entry">
      <p>${told(each.text)}</p><p class="palm-source">${moment(each.at)}</p></li>`)}</ol>`}
    ${events.length > SHOWN_AT_FIRST && html`<${Small} test=${`parcel-more-${parcel.direction}`} isOpen=${isOpen} onClick=${() => setOpen(!isOpen)}>
      ${isOpen ? t("收起") : t`看全部 ${events.length} 条`}<//>`}
    ${isToReceive(parcel) && html`<${Received} caseId=${caseId} state=${parcel.state} done=${changed} />`}
    <${Missed} parcel=${parcel} caseId=${caseId} />
  </section>`;
}
