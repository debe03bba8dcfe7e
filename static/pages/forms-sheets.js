// The sheets of several forms (申报表单) below one another, or one after another in care mode, with one end for all.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { isCare } from "../lib/modes.js";
import { Button, Check, Note, ProblemNote } from "../lib/parts.js";
import { useSavings } from "../lib/saving.js";
import { useAction } from "../lib/state.js";
import { allOf, complete, confirmedAlready, focusFirst, missing, missingFields, missingWays, noPromise } from "./form-check.js";
import { Field } from "./form-fields.js";
import { Materials, Promised, promisesOf } from "./form-materials.js";
import { Papers } from "./form-parcels.js";
import { Sign, signLack, useSignature } from "./form-sign.js";
import { Steps } from "./form-steps.js";
import { Handling } from "./instant.js";

// What a person types goes into all forms, though one may be saved a moment before the next: its source is not compared.
const LIKE = ["key", "label", "kind", "value", "locked", "disputed"];
const isLike = (one, other) => LIKE.every((name) => one[name] === other[name]) && (!one.locked || one.source === other.source);

// The fields that say the same in every form, in the order of the first.
function sharedBy([first, ...others]) {
  return first.fields.filter((field) => others.every(({ fields }) => fields.some((each) => isLike(field, each))));
}

const isLacking = (slips) => Object.keys(slips).length > 0;

function Sheet({ number, own, saving, before, slips, ticking, pledging, keeping, isStepped, children }) {
  const { form, change } = saving;
  return html`<section aria-label=${own.name} lang="zh-CN" data-test=${`sheet-${own.itemCode}`}>
    <h2 class="palm-group">${number} ${told(own.name)}</h2>
    ${children}
    <${Materials} materials=${form.materials} slip=${slips.materials} isShown=${isStepped} ...${ticking} ...${pledging}
      give=${async (key, file, carry) => saving.take(await api.giveMaterial(own.caseId, key, file, carry))}
      giveLicence=${async (key, licenceId) => saving.take(await api.giveFormLicence(own.caseId, key, licenceId))}
      remove=${async (key) => saving.take(await api.removeMaterial(own.caseId, key))} />
    <${Papers} form=${form} before=${before} change=${change} slips=${slips} ...${keeping} />
    <${Handling} form=${form} change=${change} slip=${slips.handling} />
  </section>`;
}

export function Sheets({ id, open, loaded }) {
  const { matter } = loaded.value;
  const draftName = `ticks ${id}`;
  const setForm = (caseId, form) => loaded.change((value) => ({
    ...value, forms: value.forms.map((each) => (each.caseId === caseId ? { ...each, form } : each)) }));
  const savings = useSavings(open, setForm, complete);
  const [ticks, setTicks] = useState(() => kept.read(draftName) ?? { promise: false, of: {}, pledges: {} });
  const [isTried, setTried] = useState(false);
  const [book, setBook] = useState(open[0].form.addresses ?? []);
  const isStepped = isCare();
  const signature = useSignature(id, open.filter((each) => each.form.signature));
  const keep = (next) => {
    setTicks(next);
    kept.write(draftName, next);
  };
  const pledgesOf = (index) => ticks.pledges?.[open[index].caseId];
  const tickedOf = (index) => (isStepped ? allOf(savings[index].form) : ticks.of[open[index].caseId] ?? confirmedAlready(open[index].form));
  const toSign = (all) => all.map((form, index) => ({ caseId: open[index].caseId, digest: form.digest, isWanted: form.signature,
    ...promisesOf(pledgesOf(index)) })).filter((each) => each.isWanted);
  const confirming = useAction(async () => {
    for (const saving of savings) if (!(await saving.flush())) return;
    const signed = await signature.give(toSign(savings.map((saving) => saving.latest())));
    const sent = savings.map((saving, index) => {
      const { version, digest, signature: wanted } = saving.latest();
      return { caseId: open[index].caseId, version, digest, materialsConfirmed: tickedOf(index), ...promisesOf(pledgesOf(index)), ...(wanted ? signed : {}) };
    });
    await signature.sending(() => api.confirmAll(id, { forms: sent, promise: true }));
    kept.drop(draftName);
    kept.drop(`step ${id}`);
    savings.forEach((saving) => saving.forget());
    loaded.again();
  });
  const forms = savings.map((saving) => saving.form);
  const shared = sharedBy(forms);
  const sharedKeys = new Set(shared.map((field) => field.key));
  const wrong = forms.map((form, index) => missing(form, tickedOf(index), pledgesOf(index)));
  const isPromised = isStepped || ticks.promise;
  const isUnsigned = signature.isLacking(toSign(forms));
  const slipsOf = (index) => (isTried ? wrong[index] : {});
  const submit = () => {
    setTried(true);
    if (!isPromised || isUnsigned || wrong.some(isLacking)) focusFirst();
    else confirming.perform();
  };
  const leave = (lacking) => () => {
    setTried(lacking);
    if (lacking) focusFirst();
    return !lacking;
  };
  const disputeIn = async (key, says, among) => {
    for (const index of among) {
      const field = forms[index].fields.find((each) => each.key === key);
      if (!field.disputed) savings[index].take(await api.dispute(open[index].caseId, { field: key, says }));
    }
    loaded.refresh();
  };
  const every = open.map((_, index) => index);
  const fieldOf = (field, among) => html`<${Field} key=${field.key} field=${field} slip=${slipsOf(among[0])[field.key]} canDispute
    onChange=${(value) => among.forEach((index) => savings[index].change({ fields: { [field.key]: value } }))}
    dispute=${(says) => disputeIn(field.key, says, among)} />`;
  const saved = savings.find((saving) => saving.problem) ?? savings.find((saving) => saving.said);
  const again = () => {
    if (confirming.problem?.status === 409) loaded.again();
    else if (confirming.problem) confirming.perform();
    else savings.forEach((saving) => saving.flush());
  };
  const left = loaded.value.forms.filter((each) => each.stands === "with_staff");
  const allTicked = forms.every((form, index) => form.materials.every((each) => tickedOf(index).includes(each.key)));
  const tickAll = (isOn) => keep({ ...ticks, of: Object.fromEntries(open.map(({ caseId }, index) => [caseId, isOn ? allOf(forms[index]) : []])) });

  const first = html`<section class="palm-card" data-test="shared"><h2 class="palm-card__title">${t`${open.length} 份表单一样的内容`}</h2>
    <p class="palm-card__lead">${t("带锁的来自登记系统，不能在这里改。和实际不一样，就点“有误”告诉我们。")}</p>
    ${shared.map((field) => fieldOf(field, every))}
  </section>`;
  const sheets = open.map((each, index) => {
    const rest = forms[index].fields.filter((field) => !sharedKeys.has(field.key));
    const ticking = { ticked: tickedOf(index), onTick: (ticked) => keep({ ...ticks, of: { ...ticks.of, [each.caseId]: ticked } }) };
    const pledging = { pledges: pledgesOf(index), onPledge: (key, pledge) =>
      keep({ ...ticks, pledges: { ...ticks.pledges, [each.caseId]: { ...pledgesOf(index), [key]: pledge } } }) };
    return html`<${Sheet} key=${each.caseId} number=${`${index + 1}/${open.length}`} own=${each} saving=${savings[index]} before=${forms[index - 1]}
        slips=${slipsOf(index)} ticking=${ticking} pledging=${pledging} isStepped=${isStepped}
        keeping=${{ book, onKept: (line) => setBook([line, ...book]) }}>
      ${rest.length > 0 && html`<section class="palm-card" data-test="fields"><h2 class="palm-card__title">${t("这一份的内容")}</h2>
        ${rest.map((field) => fieldOf(field, [index]))}</section>`}
    <//>`;
  });
  const end = html`<${Sign} signature=${signature} shown=${toSign(forms)} slip=${isTried && isUnsigned ? signLack() : ""} />
    ${isStepped
      ? html`<p class="palm-quote palm-inset" data-test="promise-text"><${Promised} text=${matter.shown.promise} /></p>`
      : html`<h2 class="palm-group">${t("提交")}</h2>
        <${Check} isOn=${allTicked} test="materials-all" onTurn=${tickAll}>${t`${open.length} 份表单的申请材料，我都看过了`}<//>
        <${Check} isOn=${ticks.promise} test="promise" onTurn=${(promise) => keep({ ...ticks, promise })}><${Promised} text=${matter.shown.promise} /><//>`}
    ${isTried && !isPromised && html`<p class="palm-field__slip palm-field__slip_page">! ${noPromise()}</p>`}
    <${ProblemNote} problem=${confirming.problem ?? saved?.problem} again=${again} />
    <${Button} isBusy=${confirming.isBusy} test="forms-confirm" onClick=${submit}>${isStepped
      ? t`都对，我承诺属实，提交 ${open.length} 件` : t`确认，一次提交 ${open.length} 件`}<//>
    <p class="palm-small palm-center">${t("先不交也行：填好的会一直留着。")}</p>`;
  const saving = html`<p class="palm-saving" role="status" data-test="saving">${saved?.said ?? ""}</p>`;
  const beside = left.length > 0 && html`<${Note} kind="warn" test="forms-left"><p>${
    t`! ${left.map((each) => each.name).join("、")}：您说有信息不对，已转工作人员核对，不在这次提交里。`}</p><//>`;
  if (!isStepped) return html`${beside}${first}${sheets}${saving}${end}`;
  return html`${beside}<${Steps} name=${`step ${id}`} steps=${[
    { body: html`${first}${saving}`, next: t("都对，下一步"), mayLeave: leave(forms.some((form) => shared.some((field) => missingFields(form)[field.key]))) },
    ...sheets.map((sheet, index) => ({ body: html`${sheet}${saving}`, next: t("都对，下一步"),
      mayLeave: leave(isLacking({ ...missingFields(forms[index]), ...missingWays(forms[index]) })) })),
    { body: end },
  ]} />`;
}
