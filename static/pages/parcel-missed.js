// A certificate that did not arrive (遗失): the new one came to nobody or to somebody else, or the old one is gone after all.
import { html } from "../lib/html.js";
import { t } from "../lib/language.js";
import { newGrievance } from "../lib/next.js";

// Said as the person would say it; the office asks the courier, and prints it again free of charge.
const missed = () => ({
  delivered_self: [t("我没有收到新证"), "never"],
  delivered_other: [t("不是我收的，我没有拿到"), "other"],
  parked: [t("柜子或驿站里没有"), "parked"],
  problem: [t("一直没有送来"), "never"],
  lost: [t("快递丢了，问怎么补发"), "lost"],
  returned: [t("被退回了，问怎么领"), "returned"],
});
const STILL_HELD = new Set(["planned", "ordered", "accepted", "with_staff"]);

export function Missed({ parcel, caseId }) {
  const { direction, state, way } = parcel;
  const [label, say] = direction === "collect" ? STILL_HELD.has(state) ? [t("旧证找不到了"), "old"] : [] : way === "counter" ? [] : missed()[state] ?? [];
  if (!label) return null;
  const kind = direction === "deliver" ? "missing_certificate" : "complaint";
  const isBack = direction === "give_back";
  return html`<a class="palm-small-btn" href=${`#${newGrievance({ kind, case: caseId, say: isBack ? "back" : say })}`} data-test=${`missed-${direction}`}>
    ${isBack ? t("旧证没有退到我手里") : label} ›</a>`;
}
