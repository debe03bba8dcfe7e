// The forms of a matter at the desk: the same fields as on the phone; what the person sees is what they sign with their hand.
import { Button, Check } from "../../lib/controls.js";
import { html, useState } from "../../lib/html.js";
import { useDoing, useEvery, useLoaded } from "../../lib/loading.js";
import { Pad } from "../../lib/pad.js";
import { useSavings } from "../../lib/saving.js";
import { complete, confirmedAlready, focusFirst, missing, noPromise } from "../../pages/form-check.js";
import { Field } from "../../pages/form-fields.js";
import { Materials, promisesOf } from "../../pages/form-materials.js";
import { Papers } from "../../pages/form-parcels.js";
import { Handling } from "../../pages/instant.js";
import { EndVisit, InVisit, pathInVisit } from "../at-desk.js";
import { Panel, ProblemNote } from "../parts.js";
import { say } from "../said.js";

const ASK_EVERY_MS = 1500;
const SIGN_HERE = "请在下面签上您的名字。";

async function load(at, matterId) {
  const [{ forms }, matter] = await Promise.all([at("counter_list_forms", [matterId]), at("counter_read_invitation", [matterId])]);
  const names = Object.fromEntries(matter.items.map((item) => [item.itemCode, item.name]));
  return { matter, forms: forms.map((each) => ({ ...each, name: names[each.itemCode] ?? each.itemCode })) };
}

function Sheet({ own, saving, slips, ticked, onTick, pledges, onPledge, at, canDispute }) {
  const { form, change } = saving;
  const dispute = (key) => async (says) => saving.take(await at("counter_dispute_field", [own.caseId], { body: { field: key, says } }));
  return html`<${Panel} title=${own.name} test=${`sheet-${own.itemCode}`} lead="带锁的来自登记系统，不能在这里改；和实际不一样就点“有误”。"><div class="desk-form">
    ${form.fields.map((field) => html`<${Field} key=${field.key} field=${field} slip=${slips[field.key]} canDispute=${canDispute && form.state === "ready"}
      onChange=${(value) => change({ fields: { [field.key]: value } })} dispute=${dispute(field.key)} />`)}
    <${Materials} materials=${form.materials} ticked=${ticked} slip=${slips.materials} onTick=${onTick} pledges=${pledges} onPledge=${canDispute && onPledge}
      give=${canDispute && (async (key, body, carry) => saving.take(await at("counter_put_form_material", [own.caseId, key], { body, carry })))} />
    <${Papers} form=${form} change=${change} slips=${slips} />
    <${Handling} form=${form} change=${change} slip=${slips.handling} />
  </div><//>`;
}

function Sheets({ told, tools, matterId }) {
  const { at, again, change, canAct, isKnownPerson } = tools;
  const open = told.forms.filter((each) => each.form.state === "ready");
  const calls = { saveForm: (caseId, body) => at("counter_edit_form", [caseId], { body }), form: (caseId) => at("counter_read_form", [caseId]) };
  const setForm = (caseId, form) => change((value) => ({ ...value, forms: value.forms.map((each) => (each.caseId === caseId ? { ...each, form } : each)) }));
  const savings = useSavings(open, setForm, complete, calls);
  const [ticks, setTicks] = useState({});
  const [pledges, setPledges] = useState({});
  const [promise, setPromise] = useState(false);
  const [strokes, setStrokes] = useState([]);
  const [isTried, setTried] = useState(false);
  const tickedOf = (index) => ticks[open[index].caseId] ?? confirmedAlready(open[index].form);
  const wrong = savings.map((saving, index) => missing(saving.form, tickedOf(index), pledges[open[index].caseId]));
  const isMissing = !promise || !strokes.length || wrong.some((slips) => Object.keys(slips).length);
  const confirming = useDoing(async () => {
    for (const saving of savings) if (!(await saving.flush())) return;
    const forms = savings.map((saving, index) => ({ caseId: open[index].caseId, version: saving.latest().version, digest: saving.latest().digest, materialsConfirmed: tickedOf(index),
      ...promisesOf(pledges[open[index].caseId]) }));
    await at("sign_forms", [], { body: { cases: forms.map(({ caseId, digest, promises }) => ({ caseId, digest, promises })), strokes } });
    await at("counter_confirm_forms", [matterId], { body: { forms, promise: true } });
    say("已提交");
    again();
  });
  const submit = () => {
    setTried(true);
    if (isMissing) focusFirst();
    else confirming.perform();
  };
  const said = savings.find((saving) => saving.problem) ?? savings.find((saving) => saving.said);
  return html`${open.map((each, index) => html`<${Sheet} key=${each.caseId} own=${each} saving=${savings[index]} slips=${isTried ? wrong[index] : {}} ticked=${tickedOf(index)}
      onTick=${(ticked) => setTicks({ ...ticks, [each.caseId]: ticked })} pledges=${pledges[each.caseId]}
      onPledge=${(key, pledge) => setPledges((before) => ({ ...before, [each.caseId]: { ...before[each.caseId], [key]: pledge } }))} at=${at} canDispute=${canAct && isKnownPerson} />`)}
    <p class="palm-saving" role="status" data-test="saving">${said?.said ?? ""}</p>
    ${isKnownPerson && canAct && html`<${Panel} title="本人确认" kind="safe" test="confirm" lead="请把屏幕转给本人看一遍，再由本人签字。">
      <${Check} isOn=${promise} test="promise" onTurn=${setPromise}>${told.matter.shown.promise}<//>
      ${isTried && !promise && html`<p class="palm-field__slip">! ${noPromise()}</p>`}
      <${Pad} label="本人签名" strokes=${strokes} onChange=${setStrokes} test="pad" slip=${isTried && !strokes.length ? SIGN_HERE : ""} />
      <${ProblemNote} problem=${confirming.problem ?? said?.problem} again=${confirming.perform} reload=${again} />
      <div class="desk-tools"><${Button} test="forms-confirm" isBusy=${confirming.isBusy} onClick=${submit}>本人已签字，提交 ${open.length} 件<//></div><//>`}
    ${!isKnownPerson && html`<${Panel} kind="warn" test="not-confirmed"><p>填好的会留着。请告诉对方：在手机上点开核对、确认，或者带身份证来窗口签字。</p><//>`}`;
}

function Filling({ refresh }) {
  useEvery(ASK_EVERY_MS, refresh);
  return html`<${Panel}><p role="status" data-test="filling">正在从登记信息里填表，一般几秒钟。</p><//>`;
}

// The number comes from the approval back-end, some moments after the form was handed in.
function Filed({ each, visitId, at }) {
  const loaded = useLoaded(() => at("counter_read_case", [each.caseId]), [each.caseId]);
  const number = loaded.value?.number;
  useEvery(number ? 0 : ASK_EVERY_MS, loaded.refresh);
  return html`<li>${each.name}：${number ? html`办件编号 <strong class="desk-number" data-test="number">${number}</strong>` : "报送审批系统以后就有办件编号"}　<a
    href=${`#${pathInVisit.case(visitId, each.caseId)}`}>看进度</a></li>`;
}

function Done({ forms, isAll, visit, at, again }) {
  return html`<${Panel} title="✓ 已经提交" kind="safe" test="forms-done"><ul class="desk-list">${forms.map((each) => html`<${Filed} key=${each.caseId} each=${each} visitId=${visit.visitId} at=${at} />`)}</ul>
    ${isAll && html`<p>还有别的要办，请回到这次办理；没有了，请结束办理。</p><div class="desk-tools desk-rows__more">
      <a class="weui-btn weui-btn_default" href=${`#${pathInVisit.home(visit.visitId)}`}>回到这次办理</a>
      <${EndVisit} visit=${visit} again=${again} test="end-visit-now" kind="primary" /></div>`}<//>`;
}

const isHandedIn = (told) => told?.forms.length > 0 && told.forms.every((each) => each.form.state === "confirmed");

export function VisitForms({ ids }) {
  const [visitId, matterId] = ids;
  return html`<${InVisit} visitId=${visitId} title=${(told) => (isHandedIn(told) ? "已经提交" : "核对表单")} test="visit-forms" names=${[matterId]} lead=${(told) => told.matter.party.name} load=${(at) => load(at, matterId)}>
    ${(told, tools) => {
      const states = told.forms.map((each) => each.form.state);
      const ready = told.forms.filter((each) => each.form.state === "ready");
      const done = told.forms.filter((each) => each.form.state === "confirmed");
      return html`
        ${done.length > 0 && html`<${Done} forms=${done} isAll=${ready.length === 0} visit=${tools.visit} at=${tools.at} again=${tools.again} />`}
        ${states.includes("filling") && html`<${Filling} refresh=${tools.refresh} />`}
        ${ready.length > 0 && html`<${Sheets} key=${ready.map((each) => each.caseId).join(" ")} told=${told} tools=${tools} matterId=${matterId} />`}
        ${told.forms.length === 0 && html`<${Panel}><p>还没有说要办，没有表单。<a href=${`#${pathInVisit.matter(visitId, matterId)}`}>回到办理提示</a></p><//>`}`;
    }}
  <//>`;
}
