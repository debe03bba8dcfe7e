// The guide of one item (办事指南), and 自己办: the same rule is asked for this holder only, then the same journey follows.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Failed, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { go, goAndCheck, useOnward } from "../lib/route.js";
import { session } from "../lib/session.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";
import { Parties } from "./parties.js";

const heading = () => t("办事指南");
const ASK_MS = 2000;
const endings = () => ({
  not_due: { kind: "plain", title: t("现在还不用办") },
  refused: { kind: "warn", title: t("现在办不了") },
});

const SECTIONS = ["who", "office", "days", "fee", "materials", "oldCertificate", "delivery", "where", "phone", "basis"];

// What the city has not confirmed yet is said beside the words, once where it is all of them, never hidden.
function Fact({ label, section, unconfirmed, children }) {
  return html`<dt>${label}</dt><dd data-test=${`guide-${section}`}>${children}
    ${unconfirmed.includes(section) && html`<span class="palm-source">${t("待城市确认")}</span>`}</dd>`;
}

// Several things one after the other, each in its own language.
const listed = (texts, mark = t("、")) => texts.filter(Boolean).map((text, index) => html`${index > 0 && mark}${told(text)}`);

function basisWords(act) {
  const { title, document, article, inForceFrom } = act;
  const named = article ? t`《${told(title)}》（${told(document)}）${told(article)}` : t`《${told(title)}》（${told(document)}）`;
  return html`${named}${t`，${day(inForceFrom)}起施行`}`;
}

function Ended({ act }) {
  return html`<${Note} kind="warn" title=${t("这个事项已经取消")} test="guide-abolished">
    <p>${t("不用再办，也不会再有人通知您办。")}</p><p>${t`依据${basisWords(act)}`}</p><//>`;
}

function Facts({ guide }) {
  const { days, basis, materials, oldCertificate, delivery, unconfirmed, abolishedBy } = guide;
  const isNothingSure = SECTIONS.every((section) => unconfirmed.includes(section));
  const sure = { unconfirmed: isNothingSure ? [] : unconfirmed };
  return html`<section class="palm-card palm-inset">
    ${isNothingSure && html`<p class="palm-card__lead" data-test="guide-unconfirmed">${t("下面各项都待城市确认。")}</p>`}
    <dl class="palm-facts">
    <${Fact} label=${abolishedBy ? t("原来谁办") : t("谁来办")} section="who" ...${sure}>${told(guide.item.who)}<br />${listed(guide.holderKinds)}<//>
    <${Fact} label=${abolishedBy ? t("原来哪里批") : t("哪里批")} section="office" ...${sure}>${listed(guide.item.bodies)}<br />${told(guide.office)}<//>
    ${!abolishedBy && html`
      <${Fact} label=${t("什么时候")} section="days" ...${sure}>${told(days.apply)}<//>
      <${Fact} label=${t("多久办好")} section="days" ...${sure}>${t`承诺 ${told(days.promised)}，法定 ${told(days.statutory)}`}<//>
      <${Fact} label=${t("费用")} section="fee" ...${sure}>${listed([guide.fee, guide.postage], t("；"))}<//>
      <${Fact} label=${t("材料")} section="materials" ...${sure}><ul class="palm-list">${materials.map((each) =>
        html`<li key=${each.name}>${told(each.name)}${t("：")}${told(each.how)}</li>`)}</ul><//>
      <${Fact} label=${t("旧证")} section="oldCertificate" ...${sure}>${listed([oldCertificate.words, ...oldCertificate.ways], t("；"))}<//>
      <${Fact} label=${t("拿到什么")} section="delivery" ...${sure}>${told(guide.resultingLicenceType)}${t("：")}${listed(delivery, t("，或者"))}<//>
      ${guide.instantDocument && html`<${Fact} label=${t("即时办理")} section="instant" ...${sure}>${t`依据${told(guide.instantDocument)}`}<//>`}
      <${Fact} label=${t("哪里办")} section="where" ...${sure}>${told(guide.where)}<//>`}
    <${Fact} label=${t("电话")} section="phone" ...${sure}><a href=${`tel:${guide.phone}`}>${guide.phone}</a><//>
    <${Fact} label=${abolishedBy ? t("原来的依据") : t("依据")} section="basis" ...${sure}><ul class="palm-list">${basis.map((act) =>
      html`<li key=${act.title}>${basisWords(act)}</li>`)}</ul><//>
  </dl></section>`;
}

function useStart(code) {
  const name = `start ${code}`;
  const [startId, setStartId] = useState(() => kept.read(name) ?? "");
  const [answer, setAnswer] = useState(null);
  const onward = useOnward(go);
  const asking = useAction(async () => {
    const start = await api.readStart(startId);
    if (start.state === "running") return;
    const isReady = start.state === "ready" && start.matterId;
    if (isReady && !onward(`/matters/${encodeURIComponent(start.matterId)}`)) return; // whoever left finds it here again
    kept.drop(name);
    setStartId("");
    if (!isReady) setAnswer(start);
  });
  const starting = useAction(async () => {
    setAnswer(null);
    const { startId: begun } = await api.startItem(code);
    kept.write(name, begun);
    setStartId(begun);
  });
  useEvery(startId && !asking.problem ? ASK_MS : 0, asking.perform);
  return { isRunning: Boolean(startId), answer, starting, asking };
}

// Whose registration is looked at is chosen before, by name: a person may speak for several.
function ForWhom() {
  const loaded = useLoaded(api.home, []);
  return loaded.value && html`<${Parties} home=${loaded.value} label=${t("为谁办")} test="start-acting" again=${loaded.again} />`;
}

function StartByOneself({ code }) {
  const { isRunning, answer, starting, asking } = useStart(code);
  // The check comes back to this page, and the button is tapped again: nothing starts by itself.
  const begin = () => (session.isLikely ? starting.perform() : goAndCheck({ extra: {} }));
  const said = endings();
  const ended = answer && (said[answer.state] ?? said.refused);
  return html`<section data-test="start-by-oneself">
    ${session.isLikely && html`<${ForWhom} />`}
    ${isRunning && html`<${Note} title=${t("正在核对登记信息")} test="start-running"><p role="status">${t("一般几秒钟。可以先离开，回来时接着看。")}</p><//>`}
    ${ended && html`<${Note} kind=${ended.kind} title=${ended.title} test=${`start-${answer.state}`}>${answer.words && html`<p>${told(answer.words)}</p>`}<//>`}
    <${ProblemNote} problem=${starting.problem} again=${starting.perform} />
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    ${!isRunning && html`<${Button} isBusy=${starting.isBusy} test="start" onClick=${begin}>${t("自己办")}<//>`}
    ${!session.isLikely && html`<p class="palm-small palm-center">${t("先确认是您本人，再回到这一页。")}</p>`}
  </section>`;
}

export function Guide({ id }) {
  const loaded = useLoaded(() => api.guide(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="guide" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="guide" />`;
  const guide = loaded.value;
  const { item, steps, abolishedBy } = guide;
  return html`<${Page} title=${told(item.name)} lead=${item.status === "sample" ? t("样例事项，只在演示城市里有。") : ""} test="guide">
    ${abolishedBy && html`<${Ended} act=${abolishedBy} />`}
    ${steps.length > 0 && html`<section class="palm-text palm-inset" data-test="guide-steps"><h2>${t("怎么办")}</h2>
      <ol class="palm-list">${steps.map((step) => html`<li key=${step}>${told(step)}</li>`)}</ol></section>`}
    ${item.canStart && html`<${StartByOneself} code=${item.itemCode} />`}
    <${Facts} guide=${guide} />
  <//>`;
}
