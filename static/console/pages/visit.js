// One visit (窗口办理): for whom the person acts, what waits for them, and what they may begin by themselves.
import { SelectField } from "../../lib/controls.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { useEvery, useLoaded } from "../../lib/loading.js";
import { goInstead } from "../../lib/route.js";
import { exchange } from "../../lib/wire.js";
import { actFor, InVisit, pathInVisit } from "../at-desk.js";
import { Act } from "../forms.js";
import { Due, Loading, Panel } from "../parts.js";
import { Pleased } from "../rows.js";

const ASK_EVERY_MS = 1500;
const FORM_STEPS = new Set(["fill_form", "confirm_form"]);

function pathOfNext(visitId, each) {
  if (each.caseId) return FORM_STEPS.has(each.next.action) ? pathInVisit.forms(visitId, each.matterId) : pathInVisit.case(visitId, each.caseId);
  return each.next.action === "answer" ? pathInVisit.matter(visitId, each.matterId) : FORM_STEPS.has(each.next.action) ? pathInVisit.forms(visitId, each.matterId) : pathInVisit.matter(visitId, each.matterId);
}

function Waiting({ visitId, home }) {
  const rows = [
    ...home.matters.filter((each) => each.state === "invited").map((each) => ({ key: each.matterId, title: each.title, detail: each.items.map((item) => item.name).join("、"), due: each.lastDay, ...each })),
    ...home.cases.map((each) => ({ key: each.caseId, title: each.itemName, detail: each.stateText, ...each })),
  ];
  if (!rows.length) return html`<${Pleased}>没有等着办的事。本人想另外办一件，在下面选。<//>`;
  return html`<ul class="desk-rows">${rows.map((each) => html`<li key=${each.key}><span class="desk-rows__title">${each.title}</span>
    <span class="desk-rows__go"><a class="weui-btn weui-btn_default" href=${`#${pathOfNext(visitId, each)}`} data-test=${`next-${each.key}`} aria-label=${`${each.next.label}：${each.title}`}>${each.next.label}</a></span>
    <span><span class="desk-rows__detail">${each.detail}</span>${(each.due || each.light) && html`　<${Due} on=${each.due} light=${each.light} />`}</span></li>`)}</ul>`;
}

// The rule runs for this holder only; its answer comes from the worker.
function Beginning({ visitId, start, at }) {
  const loaded = useLoaded(() => at("counter_read_start", [start]), [start]);
  const told = loaded.value;
  useEvery(told?.state === "running" || !told ? ASK_EVERY_MS : 0, loaded.refresh);
  useEffect(() => { if (told?.state === "ready" && told.matterId) goInstead(pathInVisit.matter(visitId, told.matterId)); }, [told?.state]);
  return html`<div role="status" data-test=${`start-${told?.state ?? "running"}`}>${told ? html`<p>${told.words}</p>` : html`<${Loading} />`}</div>`;
}

function ByOneself({ visitId, at }) {
  const items = useLoaded(async () => (await exchange("GET", "/v1/citizen/items?limit=50")).items, []);
  const [start, setStart] = useState("");
  if (!items.value) return null;
  const choices = items.value.map((each) => ({ value: each.itemCode, label: each.name }));
  return html`<${Panel} title="本人想另外办一件" test="by-oneself" lead="没有收到提醒的事项，本人提出来也可以办。"><div class="desk-tools"><${Act} label="选事项" title="办哪一件" test="start-item" submit="开始"
      fields=${[{ name: "item", label: "事项", kind: "select", choices }]} send=${({ item }) => at("counter_start_by_oneself", [item])} done=${(told) => setStart(told.startId)} /></div>
    ${start && html`<${Beginning} key=${start} visitId=${visitId} start=${start} at=${at} />`}<//>`;
}

// Taken back as easily as it was given, on the phone or here.
function FaceConsent({ at }) {
  return html`<${Panel} title="刷脸的同意" test="face-consent" lead="本人提出就当场撤回。没做完的核验马上停止，以前办好的事照样有效。"><div class="desk-tools">
    <${Act} label="撤回刷脸的同意" test="withdraw-consent" said="已撤回" lead="撤回后不再对本人使用人脸核验；以后再用，要本人重新同意。" send=${() => at("counter_withdraw_face_consent")} /></div><//>`;
}

export function Visit({ id }) {
  const [party, setParty] = useState("");
  return html`<${InVisit} visitId=${id} title="窗口办理" test="visit" names=${[party]} load=${async (at, visit) => (visit.kind === "counter" ? at("counter_read_home") : null)}>
    ${(home, { visit, at, canAct }) => {
      if (!home) return html`<${Panel}><a class="weui-btn weui-btn_primary" href=${`#${pathInVisit.forms(id, visit.matterId)}`} data-test="to-forms">看提示、填表</a><//>`;
      return html`
        ${home.parties.length > 1 && html`<${Panel} title="替谁办" test="party"><${SelectField} label="替谁办" test="acting-for" value=${home.actingFor}
          choices=${home.parties.map((each) => ({ value: each.partyId, label: `${each.name}（${each.capacity}）` }))}
          onChange=${(event) => { actFor(id, event.currentTarget.value); setParty(event.currentTarget.value); }} /><//>`}
        <${Panel} title="等着办的" test="visit-waiting"><${Waiting} visitId=${id} home=${home} /><//>
        ${canAct && html`<${ByOneself} visitId=${id} at=${at} />
        <${FaceConsent} at=${at} />`}`;
    }}
  <//>`;
}
