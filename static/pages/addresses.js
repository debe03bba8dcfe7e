// The address book (地址簿): whom parcels are fetched from and brought to; forms take a line of it in one tap.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/language.js";
import { Button, Failed, Note, Page, ProblemNote, Skeleton, Small, TextField } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";
import { digitsOnly, phoneSlip } from "../lib/words.js";
import { focusFirst, slipsTold } from "./form-check.js";

const title = () => t("地址簿");
const MOST = 20;
const EMPTY = { label: "", name: "", phone: "", address: "" };

// Of a line that is changed, what stays empty stays as it is: who and which number is masked here.
function lacking(typed, isNew) {
  const slips = {};
  if (isNew && !typed.name.trim()) slips.name = t("请填联系人。");
  if ((isNew || typed.phone) && phoneSlip(typed.phone)) slips.phone = phoneSlip(typed.phone);
  if (typed.address.trim().length < 5) slips.address = t("请从省写到门牌号。");
  return slips;
}

// What it is called may be taken away again.
const written = (typed, isNew) => Object.fromEntries(Object.entries(typed).map(([key, text]) => [key, text.trim()])
  .filter(([key, text]) => text || (key === "label" && !isNew)));

const opened = (line) => ({ addressId: line?.addressId, typed: line ? { ...EMPTY, label: line.label ?? "", address: line.address } : EMPTY });

function Editor({ line, typed, setTyped, send, onClose }) {
  const [isTried, setTried] = useState(false);
  const sending = useAction(async () => send(written(typed, !line)));
  const slips = { ...slipsTold(sending.problem), ...(isTried ? lacking(typed, !line) : {}) };
  const common = (key) => ({ test: `address-${key}`, value: typed[key], slip: slips[key],
    onInput: (event) => setTyped({ ...typed, [key]: key === "phone" ? digitsOnly(event.currentTarget.value) : event.currentTarget.value }) });
  const submit = (event) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(lacking(typed, !line)).length) focusFirst();
    else sending.perform();
  };
  return html`<form class="palm-form" onSubmit=${submit} data-test="address-editor">
    <${TextField} ...${common("label")} label=${t("叫它什么（可以不填）")} maxlength="10" hint=${t("比如：家、单位")} />
    <${TextField} ...${common("name")} label=${t("联系人")} autocomplete="name" maxlength="50" hint=${line && t`现在是 ${html`<span lang="zh-CN">${line.name}</span>`}，不改就空着`} />
    <${TextField} ...${common("phone")} label=${t("手机号")} inputmode="tel" autocomplete="tel" maxlength="20" hint=${line && t`现在是 ${line.phone}，不改就空着`} />
    <${TextField} ...${common("address")} isLong label=${t("地址")} autocomplete="street-address" maxlength="100" hint=${t("写到门牌号")} />
    <${ProblemNote} problem=${sending.problem} />
    <${Button} type="submit" isBusy=${sending.isBusy} test="address-save">${t("保存")}<//>
    <${Button} kind="default" test="address-cancel" onClick=${onClose}>${t("不保存")}<//>
  </form>`;
}

function Line({ line, number, onEdit, onRemoved }) {
  const [isAsked, setAsked] = useState(false);
  const removing = useAction(async () => {
    await api.removeAddress(line.addressId).catch((problem) => {
      if (problem.status !== 404) throw problem; // gone already, on another phone perhaps
    });
    onRemoved();
  });
  return html`<section class="palm-card" data-test=${`address-${line.addressId}`}>
    ${line.label && html`<h2 class="palm-card__title" lang="zh-CN">${line.label}</h2>`}
    <p lang="zh-CN">${line.address}<span class="palm-source">${line.name}　${line.phone}</span></p>
    <${Small} label=${t`修改第 ${number} 个地址`} test=${`edit-${line.addressId}`} onClick=${onEdit}>${t("修改")}<//>
    ${isAsked
      ? html`<${Small} isBusy=${removing.isBusy} label=${t`确认删除第 ${number} 个地址`} test=${`remove-now-${line.addressId}`} onClick=${removing.perform}>${t("确认删除")}<//>
        <${Small} test=${`remove-not-${line.addressId}`} onClick=${() => setAsked(false)}>${t("不删了")}<//>`
      : html`<${Small} label=${t`删除第 ${number} 个地址`} test=${`remove-${line.addressId}`} onClick=${() => setAsked(true)}>${t("删除")}<//>`}
    <${ProblemNote} problem=${removing.problem} again=${removing.perform} />
  </section>`;
}

export function Addresses() {
  const loaded = useLoaded(api.addresses, []);
  const [editing, edit, drop] = useDraft("address line", null, { isOfPerson: true });
  if (loaded.loading) return html`<${Skeleton} title=${title()} test="addresses" />`;
  if (loaded.problem) return html`<${Failed} title=${title()} problem=${loaded.problem} again=${loaded.again} test="addresses" />`;
  const { addresses } = loaded.value;
  const line = addresses.find((each) => each.addressId === editing?.addressId);
  const isOpen = editing && (line || !editing.addressId); // removed meanwhile, on another phone perhaps, it is not changed
  const close = () => {
    edit(null);
    drop();
  };
  const send = async (body) => {
    await (line ? api.changeAddress(line.addressId, body) : api.saveAddress(body));
    close();
    loaded.refresh();
  };
  return html`<${Page} title=${title()} lead=${t("填表时点一下就能用，不用再打一遍。只有您自己看得到。")} test="addresses">
    ${isOpen ? html`<${Editor} key=${editing.addressId ?? "new"} line=${line} typed=${editing.typed} setTyped=${(typed) => edit({ ...editing, typed })} send=${send} onClose=${close} />` : html`
      ${addresses.length === 0 && html`<${Note} title=${t("还没有地址")} test="addresses-empty"><p>${t("可以在这里先存一个；填表时写的地址，也能存到这里。")}</p><//>`}
      ${addresses.map((each, index) => html`<${Line} key=${each.addressId} line=${each} number=${index + 1} onEdit=${() => edit(opened(each))} onRemoved=${loaded.refresh} />`)}
      ${addresses.length < MOST
        ? html`<${Button} test="address-new" onClick=${() => edit(opened())}>${t("添加地址")}<//>`
        : html`<p class="palm-small palm-center">${t`最多存 ${MOST} 个地址，先删掉一个再添加。`}</p>`}`}
  <//>`;
}
