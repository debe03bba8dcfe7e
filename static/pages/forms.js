// All forms of one matter on one page (一次确认): what they share is shown once, and one confirmation files them all.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { Button, Cells, Check, Failed, Go, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useSavings } from "../lib/saving.js";
import { useAction, useLoaded } from "../lib/state.js";
import { complete, confirmedAlready, focusFirst, missing, NO_PROMISE } from "./form-check.js";
import { Field } from "./form-fields.js";
import { Filling } from "./form.js";
import { Materials, promisesOf } from "./form-materials.js";
import { Papers } from "./form-parcels.js";
import { Handling } from "./instant.js";

const TITLE = "一起核对表单";
const pathOfCase = (caseId) => `/cases/${encodeURIComponent(caseId)}`;

// A form not filled in yet, or with something disputed, may have gone to staff: then the others go on without it.
async function isWithStaff({ caseId, form }) {
  const isPlain = form.state === "ready" && !form.fields.some((field) => field.disputed);
  if (isPlain || form.state === "confirmed") return false;
  return (await api.caseView(caseId)).state !== "intended";
}

async function load(id) {
  const [{ forms }, matter] = await Promise.all([api.forms(id), api.matter(id)]);
  const names = Object.fromEntries(matter.items.map((item) => [item.itemCode, item.name]));
  const stands = await Promise.all(forms.map(async (each) => {
    return (await isWithStaff(each)) ? "with_staff" : each.form.state;
  }));
  return { matter, forms: forms.map((each, index) => ({ ...each, name: names[each.itemCode], stands: stands[index] })) };
}

// What a person types goes into all forms, though one may be saved a moment before the next: its source is not compared.
const LIKE = ["key", "label", "kind", "value", "locked", "disputed"];
const isLike = (one, other) => LIKE.every((name) => one[name] === other[name]) && (!one.locked || one.source === other.source);

// The fields that say the same in every form, in the order of the first.
function sharedBy([first, ...others]) {
  return first.fields.filter((field) => others.every(({ fields }) => fields.some((each) => isLike(field, each))));
}

const STANDS = { with_staff: "工作人员核对中", filling: "还在填表" };

function Done({ party, forms }) {
  const isSent = forms.some((each) => each.stands === "confirmed");
  return html`<${Page} title=${isSent ? "✓ 表单交上去了" : "工作人员在核对"} lead=${`${party.name}，${forms.length} 个办件各有各的进度。`} test="forms-done">
    <${Cells}>${forms.map((each) => html`<${LinkCell} key=${each.caseId} to=${pathOfCase(each.caseId)} label=${each.name}
      value=${STANDS[each.stands] ?? "看进度"} test=${`open-${each.caseId}`} />`)}<//>
    <${Go} to="/" kind="default" test="forms-home">回到首页<//>
  <//>`;
}

function Sheet({ name, number, own, saving, before, slips, ticked, onTick, pledges, onPledge, children }) {
  const { form, change } = saving;
  return html`<section aria-label=${name} data-test=${`sheet-${own.itemCode}`}>
    <h2 class="palm-group">${number} ${name}</h2>
    ${children}
    <${Materials} materials=${form.materials} ticked=${ticked} slip=${slips.materials} onTick=${onTick} pledges=${pledges} onPledge=${onPledge}
      give=${async (key, file, type) => saving.take(await api.giveMaterial(own.caseId, key, file, type))} />
    <${Papers} form=${form} before=${before} change=${change} slips=${slips} />
    <${Handling} form=${form} change=${change} slip=${slips.handling} />
  </section>`;
}

function Sheets({ id, open, loaded }) {
  const { matter } = loaded.value;
  const draftName = `ticks ${id}`;
  const setForm = (caseId, form) => loaded.change((value) => ({
    ...value, forms: value.forms.map((each) => (each.caseId === caseId ? { ...each, form } : each)) }));
  const savings = useSavings(open, setForm, complete);
  const [ticks, setTicks] = useState(() => kept.read(draftName) ?? { promise: false, of: {}, pledges: {} });
  const [isTried, setTried] = useState(false);
  const keep = (next) => {
    setTicks(next);
    kept.write(draftName, next);
  };
  const pledgesOf = (index) => ticks.pledges?.[open[index].caseId];
  const tickedOf = (index) => ticks.of[open[index].caseId] ?? confirmedAlready(open[index].form);
  const confirming = useAction(async () => {
    for (const saving of savings) if (!(await saving.flush())) return;
    const forms = savings.map((saving, index) => {
      const { version, digest } = saving.latest();
      return { caseId: open[index].caseId, version, digest, materialsConfirmed: tickedOf(index), ...promisesOf(pledgesOf(index)) };
    });
    await api.confirmAll(id, { forms, promise: true });
    kept.drop(draftName);
    loaded.again();
  });
  const forms = savings.map((saving) => saving.form);
  const shared = sharedBy(forms);
  const sharedKeys = new Set(shared.map((field) => field.key));
  const wrong = forms.map((form, index) => missing(form, tickedOf(index), pledgesOf(index)));
  const isMissing = !ticks.promise || wrong.some((slips) => Object.keys(slips).length > 0);
  const slipsOf = (index) => (isTried ? wrong[index] : {});
  const submit = () => {
    setTried(true);
    if (isMissing) focusFirst();
    else confirming.perform();
  };
  const disputeIn = async (key, says, among) => {
    for (const index of among) {
      const field = forms[index].fields.find((each) => each.key === key);
      if (!field.disputed) savings[index].take(await api.dispute(open[index].caseId, { field: key, says }));
    }
    loaded.refresh();
  };
  const all = open.map((_, index) => index);
  const fieldOf = (field, among) => html`<${Field} key=${field.key} field=${field} slip=${slipsOf(among[0])[field.key]} canDispute
    onChange=${(value) => among.forEach((index) => savings[index].change({ fields: { [field.key]: value } }))}
    dispute=${(says) => disputeIn(field.key, says, among)} />`;
  const saved = savings.find((saving) => saving.problem) ?? savings.find((saving) => saving.said);
  const told = confirming.problem ?? saved?.problem;
  const again = () => {
    if (confirming.problem?.status === 409) loaded.again();
    else if (confirming.problem) confirming.perform();
    else savings.forEach((saving) => saving.flush());
  };
  const left = loaded.value.forms.filter((each) => each.stands === "with_staff");
  const allTicked = forms.every((form, index) => form.materials.every((each) => tickedOf(index).includes(each.key)));
  const tickAll = (isOn) => keep({ ...ticks, of: Object.fromEntries(open.map(({ caseId }, index) =>
    [caseId, isOn ? forms[index].materials.map((each) => each.key) : []])) });
  return html`<${Page} title=${TITLE} test="forms"
      lead=${`${matter.party.name}，${open.length} 份表单都替您填好了，看一遍，一次提交。`}>
    ${left.length > 0 && html`<${Note} kind="warn" test="forms-left"><p>! ${left.map((each) => each.name).join("、")}：您说有信息不对，已转工作人员核对，不在这次提交里。</p><//>`}
    <section class="palm-card" data-test="shared"><h2 class="palm-card__title">${open.length} 份表单一样的内容</h2>
      <p class="palm-card__lead">带锁的来自登记系统，不能在这里改。和实际不一样，就点“有误”告诉我们。</p>
      ${shared.map((field) => fieldOf(field, all))}
    </section>
    ${open.map((each, index) => {
      const rest = forms[index].fields.filter((field) => !sharedKeys.has(field.key));
      return html`<${Sheet} key=${each.caseId} name=${each.name} number=${`${index + 1}/${open.length}`} own=${each} saving=${savings[index]}
          before=${forms[index - 1]} slips=${slipsOf(index)} ticked=${tickedOf(index)}
          onTick=${(ticked) => keep({ ...ticks, of: { ...ticks.of, [each.caseId]: ticked } })} pledges=${pledgesOf(index)}
          onPledge=${(key, pledge) => keep({ ...ticks, pledges: { ...ticks.pledges, [each.caseId]: { ...pledgesOf(index), [key]: pledge } } })}>
        ${rest.length > 0 && html`<section class="palm-card" data-test="fields"><h2 class="palm-card__title">这一份的内容</h2>
          ${rest.map((field) => fieldOf(field, [index]))}</section>`}
      <//>`;
    })}
    <h2 class="palm-group">提交</h2>
    <${Check} isOn=${allTicked} test="materials-all" onTurn=${tickAll}>${open.length} 份表单的申请材料，我都看过了<//>
    <p class="palm-saving" role="status" data-test="saving">${saved?.said ?? ""}</p>
    <${Check} isOn=${ticks.promise} test="promise" onTurn=${(promise) => keep({ ...ticks, promise })}>${matter.shown.promise}<//>
    ${isTried && !ticks.promise && html`<p class="palm-field__slip palm-field__slip_page">! ${NO_PROMISE}</p>`}
    <${ProblemNote} problem=${told} again=${again} />
    <${Button} isBusy=${confirming.isBusy} test="forms-confirm" onClick=${submit}>确认，一次提交 ${open.length} 件<//>
    <p class="palm-small palm-center">先不交也行：填好的会一直留着。</p>
  <//>`;
}

export function Forms({ id }) {
  const loaded = useLoaded(() => load(id), [id]);
  const forms = loaded.value?.forms ?? [];
  const open = forms.filter((each) => each.stands === "ready");
  const [isEager, setEager] = useState(false);
  const isFilling = !isEager && forms.some((each) => each.stands === "filling");
  // One form alone has its own page, and its own end.
  const single = loaded.value && !isFilling && (open.length === 1 ? open[0].caseId : "");
  useEffect(() => {
    if (single) goInstead(`${pathOfCase(single)}/form`);
    else if (loaded.value && forms.length === 0) goInstead(`/matters/${encodeURIComponent(id)}`);
  }, [single, forms.length]);
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="forms" />`;
  if (loaded.loading || single || forms.length === 0) return html`<${Skeleton} title=${TITLE} test="forms" />`;
  // One register that does not answer holds nobody up: what is ready can be confirmed without the rest.
  if (isFilling) {
    return html`<${Filling} again=${loaded.refresh}>${open.length > 0 && html`<${Button} kind="default" test="forms-ready"
      onClick=${() => setEager(true)}>先核对填好的 ${open.length} 份<//>`}<//>`;
  }
  if (open.length === 0) return html`<${Done} party=${loaded.value.matter.party} forms=${forms} />`;
  return html`<${Sheets} key=${open.map((each) => each.caseId).join(" ")} id=${id} open=${open} loaded=${loaded} />`;
}
