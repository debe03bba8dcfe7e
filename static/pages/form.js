// The form already filled in (申报表单): look it over, say what is wrong, choose how papers travel, confirm once.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { isCare } from "../lib/modes.js";
import { Button, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useOnward } from "../lib/route.js";
import { useSaving } from "../lib/saving.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import {
  allOf, complete, confirmedAlready, focusFirst, missing, missingFields, missingMaterials, missingWays, noPromise, slipsTold,
} from "./form-check.js";
import { Field } from "./form-fields.js";
import { Materials, Promised, promisesOf } from "./form-materials.js";
import { isParcelSettled, Papers } from "./form-parcels.js";
import { Sign, signLack, useSignature } from "./form-sign.js";
import { Steps } from "./form-steps.js";
import { Handling } from "./instant.js";

const title = () => t("核对表单");
// The same words as the invitation's and as the application paper carries (真实性承诺, truthfulness-1).
const promiseText = () => told("本人承诺所提供的信息和材料真实、准确、有效，并承担相应法律责任。");
const ASK_EVERY_MS = 1200;

const TOO_LATE = new Set(["step-not-allowed", "form-confirmed"]);
const isLacking = (slips) => Object.keys(slips).length > 0;

// Nothing to type and nothing to choose: looked over, it is confirmed with one tap.
const isPlain = (form) => form.fields.every((field) => field.locked) && isParcelSettled(form) && !form.handlingModes && !form.signature
  && form.materials.every((each) => each.origin !== "person");

function Sheet({ id, loaded }) {
  const draftName = `ticks ${id}`;
  const saving = useSaving(id, loaded.value, loaded.set, complete);
  const [ticks, setTicks] = useState(() => kept.read(draftName) ?? { ticked: confirmedAlready(loaded.value), promise: false });
  const [isTried, setTried] = useState(false);
  const [book, setBook] = useState(loaded.value.addresses ?? []);
  const { form } = saving;
  const signature = useSignature(id, form.signature ? [id] : []);
  const [isStepped, isOneTap] = [isCare(), isPlain(form)];
  // who goes step by step, or has nothing to tick, agrees with the one button, which says so
  const ticked = isStepped || isOneTap ? allOf(form) : ticks.ticked;
  const isPromised = isStepped || isOneTap || ticks.promise;
  const keep = (next) => {
    setTicks(next);
    kept.write(draftName, next);
  };
  const toSign = (one) => (one.signature ? [{ caseId: id, digest: one.digest, ...promisesOf(ticks.pledges) }] : []);
  const onward = useOnward();
  const confirming = useAction(async () => {
    if (!(await saving.flush())) return;
    const fresh = saving.latest();
    const signed = await signature.give(toSign(fresh));
    await signature.sending(() => api.confirm(id, {
      version: fresh.version, digest: fresh.digest, materialsConfirmed: ticked, ...promisesOf(ticks.pledges), ...signed, promise: true }));
    kept.drop(draftName);
    kept.drop(`step ${id}`);
    saving.forget();
    onward(`/cases/${encodeURIComponent(id)}`);
  });
  const trouble = confirming.problem ?? saving.problem;
  const wrong = {
    ...missing(form, ticked, ticks.pledges),
    ...(signature.isLacking(toSign(form)) ? { signature: signLack() } : {}),
    ...(isPromised ? {} : { promise: noPromise() }),
  };
  const shown = { ...slipsTold(trouble), ...(isTried ? wrong : {}) };
  const submit = () => {
    setTried(true);
    if (isLacking(wrong)) focusFirst();
    else confirming.perform();
  };
  const leave = (lacking) => () => {
    setTried(isLacking(lacking));
    if (isLacking(lacking)) focusFirst();
    return !isLacking(lacking);
  };
  const again = () => (confirming.problem?.status === 409 ? loaded.again() : confirming.problem ? confirming.perform() : saving.flush());

  const fields = html`<section class="palm-card" data-test="fields"><h2 class="palm-card__title">${t("填写的内容")}</h2>
    <p class="palm-card__lead">${t("带锁的来自登记系统，不能在这里改。和实际不一样，就点“有误”告诉我们。")}</p>
    ${form.fields.map((field) => html`<${Field} key=${field.key} field=${field} slip=${shown[field.key]} canDispute=${form.state === "ready"}
      onChange=${(value) => saving.change({ fields: { [field.key]: value } })}
      dispute=${async (says) => saving.take(await api.dispute(id, { field: field.key, says }))} />`)}
  </section>`;
  const materials = html`<${Materials} materials=${form.materials} ticked=${ticked} slip=${shown.materials} isShown=${isStepped || isOneTap}
    onTick=${(next) => keep({ ...ticks, ticked: next })}
    give=${async (key, file, carry) => saving.take(await api.giveMaterial(id, key, file, carry))}
    giveLicence=${async (key, licenceId) => saving.take(await api.giveFormLicence(id, key, licenceId))}
    remove=${async (key) => saving.take(await api.removeMaterial(id, key))}
    pledges=${ticks.pledges} onPledge=${(key, pledge) => keep({ ...ticks, pledges: { ...ticks.pledges, [key]: pledge } })} />`;
  const papers = html`<${Papers} form=${form} change=${saving.change} slips=${shown} book=${book} onKept=${(line) => setBook([line, ...book])} />
    <${Handling} form=${form} change=${saving.change} slip=${shown.handling} />`;
  const end = html`<${Sign} signature=${signature} shown=${toSign(form)} slip=${shown.signature} />
    ${isStepped || isOneTap
      ? html`<p class="palm-quote palm-inset" data-test="promise-text"><${Promised} text=${promiseText()} /></p>`
      : html`<${Check} isOn=${ticks.promise} test="promise" onTurn=${(promise) => keep({ ...ticks, promise })}><${Promised} text=${promiseText()} /><//>`}
    ${shown.promise && html`<p class="palm-field__slip palm-field__slip_page">! ${shown.promise}</p>`}
    ${TOO_LATE.has(trouble?.code)
      ? html`<${Note} kind="warn" title=${told(trouble.title)} test="form-too-late"><p>${t("这个办件已经往下走了，这里的内容不再改动。")}</p>
          <${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">${t("看办件进度")}<//><//>`
      : html`<${ProblemNote} problem=${trouble} again=${again} />`}
    <${Button} isBusy=${confirming.isBusy} test="form-confirm" onClick=${submit}>${isStepped || isOneTap ? t("都对，我承诺属实，提交申请") : t("确认，提交申请")}<//>`;
  const saved = html`<p class="palm-saving" role="status" data-test="saving">${saving.said}</p>`;
  const later = html`<p class="palm-small palm-center">${t("先不交也行：填好的会一直留着。")}</p>`;

  if (!isStepped) {
    return html`<${Page} title=${title()} lead=${isOneTap ? t("都替您填好了，没有要填的。从头看一遍，点一下就提交。") : t("都替您填好了，请从头看一遍，最后打勾提交。")} test="form">
      ${fields}${materials}${papers}${saved}${end}${later}<//>`;
  }
  const isPapersStep = !isParcelSettled(form) || form.handlingModes;
  const hasOwn = form.materials.some((each) => each.origin === "person");
  return html`<${Page} title=${title()} lead=${t("都替您填好了，一步一步看，不着急。")} test="form">
    <${Steps} name=${`step ${id}`} steps=${[
      { body: html`${fields}${saved}`, next: t("都对，下一步"), mayLeave: leave(missingFields(form)) },
      ...(isPapersStep ? [{ body: html`${papers}${saved}`, next: t("选好了，下一步"), mayLeave: leave(missingWays(form)) }] : []),
      ...(hasOwn ? [{ body: materials, next: t("交好了，下一步"), mayLeave: leave(missingMaterials(form, ticked, ticks.pledges)) }] : []),
      { body: html`${!hasOwn && materials}${!isPapersStep && papers}${end}${later}` },
    ]} /><//>`;
}

// The registers are being asked; there is nothing to type yet.
export function Filling({ again, children }) {
  useEvery(ASK_EVERY_MS, again);
  return html`<${Page} title=${title()} test="form-filling">
    <div class="palm-waiting" role="status"><i class="palm-waiting__ring" aria-hidden="true"></i>
      <p>${t("正在从登记信息里替您填表，一般几秒钟。")}</p></div>
    <${Note}><p>${t("不用守在这里：先去忙也行，填好的会一直留着，在首页随时接着办。")}</p><//>
    ${children}
  <//>`;
}

// A certificate that is gone, or a business that has ended, goes to staff before anything was filled in.
function Waiting({ id, form, again }) {
  if (form.caseState !== "with_staff") return html`<${Filling} again=${again} />`;
  return html`<${Page} title=${t("转人工核实")} test="form-with-staff"><${Note} title=${t("工作人员会与您联系")}>
    <p>${t("登记信息里有需要人工核实的地方，表单先不用填。")}</p>
    <${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">${t("看办件进度")}<//><//><//>`;
}

export function Form({ id }) {
  const loaded = useLoaded(() => api.form(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${title()} test="form" />`;
  if (loaded.problem) return html`<${Failed} title=${title()} problem=${loaded.problem} again=${loaded.again} test="form" />`;
  if (loaded.value.state === "filling") return html`<${Waiting} id=${id} form=${loaded.value} again=${loaded.refresh} />`;
  if (loaded.value.state === "confirmed") {
    return html`<${Page} title=${t("表单已经交上去了")} test="form-done"><${Note} kind="safe" title=${t("✓ 不用再交一次")}>
      <p>${t("进度、快递和文书都在办件里。")}</p><${Go} to=${`/cases/${encodeURIComponent(id)}`} test="form-to-case">${t("看办件进度")}<//><//><//>`;
  }
  return html`<${Sheet} id=${id} loaded=${loaded} />`;
}
