// The guide of one item (办事指南), and 自己办: the same rule is asked for this holder only, then the same journey follows.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Failed, Note, Page, ProblemNote, SelectField, Skeleton } from "../lib/parts.js";
import { go, goAndCheck } from "../lib/route.js";
import { session } from "../lib/session.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";

const TITLE = "办事指南";
const ASK_MS = 2000;
const ENDED = {
  not_due: { kind: "plain", title: "现在还不用办" },
  refused: { kind: "warn", title: "现在办不了" },
};

const SECTIONS = ["who", "office", "days", "fee", "materials", "oldCertificate", "delivery", "where", "phone", "basis"];

// What the city has not confirmed yet is said beside the words, once where it is all of them, never hidden.
function Fact({ label, section, unconfirmed, children }) {
  return html`<dt>${label}</dt><dd data-test=${`guide-${section}`}>${children}
    ${unconfirmed.includes(section) && html`<span class="palm-source">待城市确认</span>`}</dd>`;
}

function basisWords(act) {
  return `《${act.title}》（${act.document}，${day(act.inForceFrom)}起施行）${act.article ?? ""}`;
}

function Ended({ act }) {
  return html`<${Note} kind="warn" title="这个事项已经取消" test="guide-abolished">
    <p>依据${basisWords(act)}，这个事项已经取消，不用再办，也不会再有人通知您办。</p><//>`;
}

function Facts({ guide }) {
  const { days, basis, materials, oldCertificate, delivery, unconfirmed, abolishedBy } = guide;
  const isNothingSure = SECTIONS.every((section) => unconfirmed.includes(section));
  const sure = { unconfirmed: isNothingSure ? [] : unconfirmed };
  return html`<section class="palm-card palm-inset">
    ${isNothingSure && html`<p class="palm-card__lead" data-test="guide-unconfirmed">下面各项都待城市确认。</p>`}
    <dl class="palm-facts">
    <${Fact} label=${abolishedBy ? "原来谁办" : "谁来办"} section="who" ...${sure}>${guide.item.who}<br />${guide.holderKinds.join("、")}<//>
    <${Fact} label=${abolishedBy ? "原来哪里批" : "哪里批"} section="office" ...${sure}>${guide.item.bodies.join("、")}<br />${guide.office}<//>
    ${!abolishedBy && html`
      <${Fact} label="什么时候" section="days" ...${sure}>${days.apply}<//>
      <${Fact} label="多久办好" section="days" ...${sure}>承诺 ${days.promised}，法定 ${days.statutory}<//>
      <${Fact} label="费用" section="fee" ...${sure}>${guide.fee}；${guide.postage}<//>
      <${Fact} label="材料" section="materials" ...${sure}><ul class="palm-list">${materials.map((each) =>
        html`<li key=${each.name}>${each.name}：${each.how}</li>`)}</ul><//>
      <${Fact} label="旧证" section="oldCertificate" ...${sure}>${[oldCertificate.words, ...oldCertificate.ways].join("；")}<//>
      <${Fact} label="拿到什么" section="delivery" ...${sure}>${guide.resultingLicenceType}：${delivery.join("，或者")}<//>
      ${guide.instantDocument && html`<${Fact} label="即时办理" section="instant" ...${sure}>依据${guide.instantDocument}<//>`}
      <${Fact} label="哪里办" section="where" ...${sure}>${guide.where}<//>`}
    <${Fact} label="电话" section="phone" ...${sure}><a href=${`tel:${guide.phone}`}>${guide.phone}</a><//>
    <${Fact} label=${abolishedBy ? "原来的依据" : "依据"} section="basis" ...${sure}><ul class="palm-list">${basis.map((act) =>
      html`<li key=${act.title}>${basisWords(act)}</li>`)}</ul><//>
  </dl></section>`;
}

function useStart(code) {
  const name = `start ${code}`;
  const [startId, setStartId] = useState(() => kept.read(name) ?? "");
  const [told, setTold] = useState(null);
  const asking = useAction(async () => {
    const start = await api.readStart(startId);
    if (start.state === "running") return;
    kept.drop(name);
    setStartId("");
    if (start.state === "ready" && start.matterId) go(`/matters/${encodeURIComponent(start.matterId)}`);
    else setTold(start);
  });
  const starting = useAction(async () => {
    setTold(null);
    const { startId: begun } = await api.startItem(code);
    kept.write(name, begun);
    setStartId(begun);
  });
  useEvery(startId && !asking.problem ? ASK_MS : 0, asking.perform);
  return { isRunning: Boolean(startId), told, starting, asking };
}

// Whose registration is looked at is chosen before, by name: a person may speak for several.
function ForWhom() {
  const loaded = useLoaded(api.home, []);
  const parties = loaded.value?.parties ?? [];
  if (parties.length < 2) return null;
  const choices = parties.map((party) => ({ value: party.partyId, label: `${party.name}（${party.capacity}）` }));
  const choose = (event) => {
    kept.write("acting", event.currentTarget.value);
    loaded.again();
  };
  return html`<div class="palm-form"><${SelectField} label="为谁办" choices=${choices} value=${loaded.value.actingFor}
    onChange=${choose} test="start-acting" /></div>`;
}

function StartByOneself({ code }) {
  const { isRunning, told, starting, asking } = useStart(code);
  // The check comes back to this page, and the button is tapped again: nothing starts by itself.
  const begin = () => (session.isLikely ? starting.perform() : goAndCheck({ extra: {} }));
  const ended = told && (ENDED[told.state] ?? ENDED.refused);
  return html`<section data-test="start-by-oneself">
    ${session.isLikely && html`<${ForWhom} />`}
    ${isRunning && html`<${Note} title="正在核对登记信息" test="start-running"><p role="status">一般几秒钟。可以先离开，回来时接着看。</p><//>`}
    ${ended && html`<${Note} kind=${ended.kind} title=${ended.title} test=${`start-${told.state}`}>${told.words && html`<p>${told.words}</p>`}<//>`}
    <${ProblemNote} problem=${starting.problem} again=${starting.perform} />
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    ${!isRunning && html`<${Button} isBusy=${starting.isBusy} test="start" onClick=${begin}>自己办<//>`}
    ${!session.isLikely && html`<p class="palm-small palm-center">先确认是您本人，再回到这一页。</p>`}
  </section>`;
}

export function Guide({ id }) {
  const loaded = useLoaded(() => api.guide(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="guide" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="guide" />`;
  const guide = loaded.value;
  const { item, steps, abolishedBy } = guide;
  return html`<${Page} title=${item.name} lead=${item.status === "sample" ? "样例事项，只在演示城市里有。" : ""} test="guide">
    ${abolishedBy && html`<${Ended} act=${abolishedBy} />`}
    ${steps.length > 0 && html`<section class="palm-text palm-inset" data-test="guide-steps"><h2>怎么办</h2>
      <ol class="palm-list">${steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol></section>`}
    ${item.canStart && html`<${StartByOneself} code=${item.itemCode} />`}
    <${Facts} guide=${guide} />
  <//>`;
}
