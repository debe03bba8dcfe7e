// The form already filled in (申报表单): look it over, say what is wrong, choose how papers travel, confirm once.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useSaving } from "../lib/saving.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { Field } from "./form-fields.js";
import { Delivering, Returning } from "./form-parcels.js";

const TITLE = "核对表单";
// The same words as the invitation's and as the application paper carries (真实性承诺, truthfulness-1).
const PROMISE = "本人承诺所提供的信息和材料真实、准确、有效，并承担相应法律责任。";
const ASK_EVERY_MS = 1200;

const TOO_LATE = new Set(["step-not-allowed", "form-confirmed"]);
const NECESSARY = "必要";
const ORIGINS = { shared: "我们从数据共享取得", generated: "按您确认的内容自动生成", person: "由您提交" };

const isWhole = (contact) => Boolean(contact?.name && contact?.phone && contact?.address);

function complete(edits) {
  const { pickup, delivery, ...rest } = edits;
  return {
    ...rest,
    ...(isWhole(pickup) && pickup.window ? { pickup } : {}),
    ...(isWhole(delivery) ? { delivery } : {}),
  };
}

// Everything that is missing, all at once, by the name of its control.
function missing(form, { ticked, promise }) {
  const slips = {};
  form.fields.filter((field) => field.required && !field.locked && !`${field.value ?? ""}`.trim())
    .forEach((field) => { slips[field.key] = "这一项还没有填。"; });
  if (form.returnModes.length && !form.returnMode) slips.returnMode = "请选一种交回办法。";
  if (form.deliveryModes.length && !form.deliveryMode) slips.deliveryMode = "请选一种领取办法。";
  const contacts = [
    ...(form.returnMode === "pickup" ? [["pickup", form.pickup]] : []),
    ...(form.deliveryMode === "courier" ? [["delivery", form.delivery]] : []),
  ];
  for (const [name, contact] of contacts) {
    if (!contact?.name) slips[`${name}.name`] = "请填联系人。";
    if (!contact?.phone) slips[`${name}.phone`] = "请填手机号。";
    if (!contact?.address) slips[`${name}.address`] = "请填地址。";
    if (name === "pickup" && !contact?.window?.day) slips["pickup.window"] = "请选一天。";
  }
  if (form.materials.some((each) => each.kind === NECESSARY && !each.deferrable && !ticked.includes(each.key))) slips.materials = "还有必要的材料没有确认。";
  if (!promise) slips.promise = "请先看一下承诺，再打勾。";
  return slips;
}

function Materials({ materials, ticked, onTick, slip }) {
  if (!materials.length) return null;
  const all = materials.every((each) => ticked.includes(each.key));
  return html`<section class="palm-card" data-test="materials"><h2 class="palm-card__title">申请材料</h2>
    ${materials.every((each) => each.origin !== "person") && html`<p class="palm-card__lead">都备好了，不用您上传。请看一看对不对。</p>`}
    <${Check} isOn=${all} test="material-all" onTurn=${(isOn) => onTick(isOn ? materials.map((each) => each.key) : [])}>
      <strong>全部确认（${materials.length} 份）</strong><//>
    ${materials.map((each) => html`<${Check} key=${each.key} isOn=${ticked.includes(each.key)} test=${`material-${each.key}`}
      onTurn=${(isOn) => onTick(isOn ? [...ticked, each.key] : ticked.filter((key) => key !== each.key))}>
      ${each.name}<small>${ORIGINS[each.origin]}${each.deferrable && "，可以以后再补"}</small><//>`)}
    ${slip && html`<p class="palm-field__slip">! ${slip}</p>`}
  </section>`;
}

function focusFirst() {
  requestAnimationFrame(() => {
    const wrong = document.querySelector(".palm-field__slip");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.parentElement.querySelector("input,select,textarea")?.focus({ preventScroll: true });
  });
}

const confirmedAlready = (form) => form.materials.filter((each) => each.confirmed).map((each) => each.key);

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
    await api.confirm(id, { version: fresh.version, digest: fresh.digest, materialsConfirmed: ticks.ticked, promise: true });
    kept.drop(draftName);
    goInstead(`/cases/${encodeURIComponent(id)}`);
  });
  const told = confirming.problem ?? saving.problem;
  const wrong = missing(form, ticks);
  const shown = { ...Object.fromEntries((told?.fields ?? []).map((each) => [each.field.replace(/^fields\./, ""), each.title])), ...(isTried ? wrong : {}) };
  const submit = () => {
    setTried(true);
    if (Object.keys(wrong).length) focusFirst();
    else confirming.perform();
  };
  const again = () => (confirming.problem?.status === 409 ? loaded.again() : confirming.problem ? confirming.perform() : saving.flush());
  return html`<${Page} title=${TITLE} lead="都替您填好了，请从头看一遍，最后打勾提交。" test="form">
    <section class="palm-card" data-test="fields"><h2 class="palm-card__title">填写的内容</h2>
      <p class="palm-card__lead">带锁的来自登记系统，不能在这里改。和实际不一样，就点“有误”告诉我们。</p>
      ${form.fields.map((field) => html`<${Field} key=${field.key} caseId=${id} field=${field} slip=${shown[field.key]} canDispute=${form.state === "ready"}
        onChange=${(value) => saving.change({ fields: { [field.key]: value } })} onDisputed=${saving.take} />`)}
    </section>
    <${Materials} materials=${form.materials} ticked=${ticks.ticked} slip=${shown.materials}
      onTick=${(ticked) => keep({ ...ticks, ticked })} />
    <${Returning} form=${form} change=${saving.change} slips=${shown} />
    <${Delivering} form=${form} change=${saving.change} slips=${shown} />
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
function Filling({ again }) {
  useEvery(ASK_EVERY_MS, again);
  return html`<${Page} title=${TITLE} test="form-filling">
    <div class="palm-waiting" role="status"><i class="palm-waiting__ring" aria-hidden="true"></i>
      <p>正在从登记信息里替您填表，一般几秒钟。</p></div>
    <${Note}><p>不用守在这里：先去忙也行，填好的会一直留着，在首页随时接着办。</p><//>
  <//>`;
}

export function Form({ id }) {
  const loaded = useLoaded(() => api.form(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="form" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="form" />`;
  if (loaded.value.state === "filling") return html`<${Filling} again=${loaded.refresh} />`;
  if (loaded.value.state === "confirmed") {
    return html`<${Page} title="表单已经交上去了" test="form-done"><${Note} kind="safe" title="✓ 不用再交一次">
      <p>进度、快递和文书都在办件里。</p><${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">看办件进度<//><//><//>`;
  }
  return html`<${Sheet} id=${id} loaded=${loaded} />`;
}
