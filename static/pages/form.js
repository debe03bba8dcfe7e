// The form already filled in (申报表单): look it over, say what is wrong, choose how papers travel, confirm once.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useSaving } from "../lib/saving.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { complete, confirmedAlready, focusFirst, missing, NO_PROMISE, slipsTold } from "./form-check.js";
import { Field } from "./form-fields.js";
import { Materials, promisesOf } from "./form-materials.js";
import { Papers } from "./form-parcels.js";
import { Handling } from "./instant.js";

const TITLE = "核对表单";
// The same words as the invitation's and as the application paper carries (真实性承诺, truthfulness-1).
const PROMISE = "本人承诺所提供的信息和材料真实、准确、有效，并承担相应法律责任。";
const ASK_EVERY_MS = 1200;

const TOO_LATE = new Set(["step-not-allowed", "form-confirmed"]);

function Sheet({ id, loaded }) {
  const draftName = `ticks ${id}`;
  const saving = useSaving(id, loaded.value, loaded.set, complete);
  const [ticks, setTicks] = useState(() => kept.read(draftName) ?? { ticked: confirmedAlready(loaded.value), promise: false });
  const [isTried, setTried] = useState(false);
  const { form } = saving;
  const keep = (next) => {
    setTicks(next);
    kept.write(draftName, next);
  };
  const confirming = useAction(async () => {
    if (!(await saving.flush())) return;
    const fresh = saving.latest();
    await api.confirm(id, { version: fresh.version, digest: fresh.digest, materialsConfirmed: ticks.ticked, ...promisesOf(ticks.pledges), promise: true });
    kept.drop(draftName);
    goInstead(`/cases/${encodeURIComponent(id)}`);
  });
  const told = confirming.problem ?? saving.problem;
  const wrong = { ...missing(form, ticks.ticked, ticks.pledges), ...(ticks.promise ? {} : { promise: NO_PROMISE }) };
  const shown = { ...slipsTold(told), ...(isTried ? wrong : {}) };
  const submit = () => {
    setTried(true);
    if (Object.keys(wrong).length) focusFirst();
    else confirming.perform();
  };
  const again = () => (confirming.problem?.status === 409 ? loaded.again() : confirming.problem ? confirming.perform() : saving.flush());
  return html`<${Page} title=${TITLE} lead="都替您填好了，请从头看一遍，最后打勾提交。" test="form">
    <section class="palm-card" data-test="fields"><h2 class="palm-card__title">填写的内容</h2>
      <p class="palm-card__lead">带锁的来自登记系统，不能在这里改。和实际不一样，就点“有误”告诉我们。</p>
      ${form.fields.map((field) => html`<${Field} key=${field.key} field=${field} slip=${shown[field.key]} canDispute=${form.state === "ready"}
        onChange=${(value) => saving.change({ fields: { [field.key]: value } })}
        dispute=${async (says) => saving.take(await api.dispute(id, { field: field.key, says }))} />`)}
    </section>
    <${Materials} materials=${form.materials} ticked=${ticks.ticked} slip=${shown.materials}
      onTick=${(ticked) => keep({ ...ticks, ticked })} give=${async (key, file, type) => saving.take(await api.giveMaterial(id, key, file, type))}
      pledges=${ticks.pledges} onPledge=${(key, pledge) => keep({ ...ticks, pledges: { ...ticks.pledges, [key]: pledge } })} />
    <${Papers} form=${form} change=${saving.change} slips=${shown} />
    <${Handling} form=${form} change=${saving.change} slip=${shown.handling} />
    <p class="palm-saving" role="status" data-test="saving">${saving.said}</p>
    <${Check} isOn=${ticks.promise} test="promise" onTurn=${(promise) => keep({ ...ticks, promise })}>${PROMISE}<//>
    ${shown.promise && html`<p class="palm-field__slip palm-field__slip_page">! ${shown.promise}</p>`}
    ${TOO_LATE.has(told?.code)
      ? html`<${Note} kind="warn" title=${told.title} test="form-too-late"><p>这个办件已经往下走了，这里的内容不再改动。</p>
          <${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">看办件进度<//><//>`
      : html`<${ProblemNote} problem=${told} again=${again} />`}
    <${Button} isBusy=${confirming.isBusy} test="form-confirm" onClick=${submit}>确认，提交申请<//>
    <p class="palm-small palm-center">先不交也行：填好的会一直留着。</p>
  <//>`;
}

// The registers are being asked; there is nothing to type yet.
export function Filling({ again, children }) {
  useEvery(ASK_EVERY_MS, again);
  return html`<${Page} title=${TITLE} test="form-filling">
    <div class="palm-waiting" role="status"><i class="palm-waiting__ring" aria-hidden="true"></i>
      <p>正在从登记信息里替您填表，一般几秒钟。</p></div>
    <${Note}><p>不用守在这里：先去忙也行，填好的会一直留着，在首页随时接着办。</p><//>
    ${children}
  <//>`;
}

// A certificate that is gone, or a business that has ended, goes to staff before anything was filled in.
function Waiting({ id, again }) {
  const stands = useLoaded(() => api.caseView(id), [id]);
  useEvery(ASK_EVERY_MS, stands.refresh);
  if (stands.value?.state !== "with_staff") return html`<${Filling} again=${again} />`;
  return html`<${Page} title="转人工核实" test="form-with-staff"><${Note} title="工作人员会与您联系">
    <p>登记信息里有需要人工核实的地方，表单先不用填。</p>
    <${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">看办件进度<//><//><//>`;
}

export function Form({ id }) {
  const loaded = useLoaded(() => api.form(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="form" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="form" />`;
  if (loaded.value.state === "filling") return html`<${Waiting} id=${id} again=${loaded.refresh} />`;
  if (loaded.value.state === "confirmed") {
    return html`<${Page} title="表单已经交上去了" test="form-done"><${Note} kind="safe" title="✓ 不用再交一次">
      <p>进度、快递和文书都在办件里。</p><${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">看办件进度<//><//><//>`;
  }
  return html`<${Sheet} id=${id} loaded=${loaded} />`;
}
