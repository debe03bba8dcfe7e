// One case (办件) from yes to the returned certificate: where it stands, its parcels, documents, decision and timeline.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { asWritten, t, told } from "../lib/language.js";
import { isCare } from "../lib/modes.js";
import { lights, pathOfNext, UNDECIDED } from "../lib/next.js";
import { Cells, Failed, Go, LinkCell, Page, Skeleton, Small } from "../lib/parts.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";
import { Ending } from "./case-ending.js";
import { Owed, Rights } from "./case-more.js";
import { NextHere, nextParcel } from "./case-next.js";
import { DocumentCell, Decision, Timeline } from "./case-papers.js";
import { Instant } from "./instant.js";
import { Parcel } from "./parcel.js";

const heading = () => t("办件进度");
const RATEABLE = new Set(["licensed", "delivered", "closed", "denied", "not_accepted"]);

function Clock({ clock, isRunning }) {
  if (!clock) return null;
  // Without a last day, as while it stands still (因听证暂停计时), a light would say nothing.
  if (!isRunning || !clock.due) return html`<p data-test="clock">${told(clock.text)}</p>`;
  return html`<p class=${`palm-light palm-light_${clock.light}`} data-test="clock">
    <span class="palm-light__dot" aria-hidden="true"></span>
    ${clock.light
      ? t`${lights()[clock.light]}，${told(clock.text)}，${day(clock.due)}前办好`
      : t`${told(clock.text)}，${day(clock.due)}前办好`}
  </p>`;
}

function Head({ view, again }) {
  return html`<section class="palm-card" data-test="case-head">
    <p class=${`palm-state palm-state_${view.state}`} data-test="case-state" data-state=${view.state}>${told(view.stateText)}</p>
    <${Clock} clock=${view.clock} isRunning=${UNDECIDED.has(view.state)} />
    <dl class="palm-facts">
      <dt>${t("办理人")}</dt><dd>${asWritten(view.party.name)}</dd>
      ${view.number && html`<dt>${t("办件编号")}</dt><dd class="palm-number" data-test="case-number">${view.number}</dd>`}
      ${view.appliedAt && html`<dt>${t("申请")}</dt><dd>${day(view.appliedAt)}</dd>`}
      ${view.acceptedAt && html`<dt>${t("受理")}</dt><dd>${day(view.acceptedAt)}</dd>`}
    </dl>
    <${Small} test="case-refresh" onClick=${again}>${t("刷新进度")}<//>
  </section>`;
}

// How many old certificates there are: what goes back may be fewer.
const piecesOf = ({ shipments }) => Math.max(0, ...shipments.filter((each) => each.direction === "collect").map((each) => each.pieces.length));

// What happened so far, and what else one may do: in care mode behind one tap each, so that what is next stands alone.
function Behind({ label, test, children }) {
  return isCare() ? html`<details class="palm-more palm-inset" data-test=${test}><summary>${label}</summary>${children}</details>` : children;
}

export function Case({ id }) {
  const loaded = useLoaded(() => api.caseScreen(id), [id]);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="case" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="case" />`;
  const { case: view, entries } = loaded.value;
  const isAgent = Boolean(kept.read("agency")); // licence, rating and refusal are the holder's own
  const path = pathOfNext(view.next, { caseId: id, matterId: view.matterId, licenceId: view.licenceId });
  const canRate = !isAgent && !view.rating && view.next.action !== "rate" && RATEABLE.has(view.state);
  const showsLicence = view.licenceId && !isAgent;
  return html`<${Page} title=${told(view.itemName)} test="case">
    <${Head} view=${view} again=${loaded.refresh} />
    ${path ? html`<${Go} to=${path} test="case-next">${told(view.next.label)}<//>` : html`<${NextHere} view=${view} />`}
    <${Ending} view=${view} />
    <${Owed} view=${view} />
    ${view.decision && html`<${Decision} decision=${view.decision} />`}
    <${Instant} instant=${view.instant} caseId=${id} isAgent=${isAgent} />
    ${(showsLicence || canRate) && html`<${Cells}>
      ${showsLicence && html`<${LinkCell} to=${`/licences/${encodeURIComponent(view.licenceId)}`} label=${t("新的电子证照")} detail=${t("可以马上亮证使用")} test="to-licence" />`}
      ${canRate && html`<${LinkCell} to=${`/cases/${encodeURIComponent(id)}/rating`} label=${t("评一评这次服务")} test="to-rating" />`}<//>`}
    ${view.shipments.map((shipment) => html`<${Parcel} key=${shipment.shipmentId} parcel=${shipment} caseId=${id} changed=${loaded.refresh}
      total=${piecesOf(view)} isNext=${shipment === nextParcel(view)} />`)}
    ${view.documents.length > 0 && html`<${Cells} title=${t("文书")} test="documents">${view.documents.map((each) =>
      html`<${DocumentCell} key=${each.documentId} caseId=${id} document=${each} />`)}<//>`}
    <${Behind} label=${t("看办理过程")} test="behind-timeline"><${Timeline} entries=${entries} shipments=${view.shipments} /><//>
    <${Behind} label=${t("有问题？")} test="behind-rights"><${Rights} view=${view} /><//>
  <//>`;
}
