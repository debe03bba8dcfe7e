// A next step (下一步) that is done on this page or away from the phone: the parcel to look at, or whom to ask.
import { html } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Cells, LinkCell, Note, Small } from "../lib/parts.js";

// Whose parcel the person hands over or opens the door for.
const PARCEL_OF = { hand_over: ["collect"], receive: ["deliver", "give_back"] };
const ARRIVED = new Set(["delivered_self", "delivered_other"]);

// One of them at most: the new certificate and what goes back may both be on their way.
export function nextParcel({ next, shipments }) {
  const wanted = shipments.filter((each) => PARCEL_OF[next.action]?.includes(each.direction));
  return wanted.find((each) => !ARRIVED.has(each.state)) ?? wanted[0];
}

// Not a link: the address of the page is in its hash.
function lookAt() {
  const parcel = document.querySelector("[data-next]");
  parcel?.scrollIntoView({ block: "start" });
  parcel?.focus({ preventScroll: true });
}

export function NextHere({ view }) {
  const { action, label } = view.next;
  if (action === "contact_staff") {
    return html`<${Note} test="case-waiting"><p>${told(label)}</p><//>
      <${Cells} test="case-contact">
        <a class="weui-cell weui-cell_access palm-cell" href="tel:12345" data-test="call-12345"><div class="weui-cell__bd"><p>${t("打 12345 问一问")}</p>
          ${view.number && html`<p class="palm-cell__detail">${t("报办件编号就行")}</p>`}</div><div class="weui-cell__ft"></div></a>
        <${LinkCell} to="/appointment" label=${t("预约到窗口")} detail=${t("工作人员当面和您一起办")} test="case-appointment" />
      <//>`;
  }
  if (!PARCEL_OF[action]) return html`<${Note} test="case-waiting"><p>${told(label)}</p><//>`;
  return html`<${Note} kind="safe" test="case-waiting"><p><strong>${t`接下来：${told(label)}`}</strong></p>
    ${nextParcel(view) && html`<${Small} test="case-to-parcel" onClick=${lookAt}>${action === "receive" ? t("怎么办，看寄给您的快递") : t("怎么办，看旧证的快递")} ›<//>`}<//>`;
}
