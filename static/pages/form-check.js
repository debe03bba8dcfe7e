// What a form (申报表单) still lacks before it can be confirmed, and the part of an edit that is worth sending.
import { t, told } from "../lib/language.js";

const NECESSARY = "\u5fc5\u8981"; // 必要, the word of the contract; it is shown to nobody

const isWhole = (contact) => Boolean(contact?.name && contact?.phone && contact?.address);

const isPublished = (said) => !said || Boolean(said.medium?.length > 1 && said.day);
const isToldLost = (lost) => Boolean(lost?.day && lost.place?.length > 1 && isPublished(lost.publication));

// A line of the address book goes by its number: who and which phone is masked here.
const sent = (contact) => (contact.addressId ? { addressId: contact.addressId, ...(contact.window ? { window: contact.window } : {}) } : contact);

export function complete(edits) {
  const { pickup, delivery, lost, ...rest } = edits;
  return {
    ...rest,
    ...(isWhole(pickup) && pickup.window ? { pickup: sent(pickup) } : {}),
    ...(isWhole(delivery) ? { delivery: sent(delivery) } : {}),
    ...(isToldLost(lost) ? { lost } : {}),
  };
}

const isOpenField = (field) => field.required && !field.locked && !`${field.value ?? ""}`.trim();

export function missingFields(form) {
  return Object.fromEntries(form.fields.filter(isOpenField).map((field) => [field.key, t("这一项还没有填。")]));
}

export function missingWays(form) {
  const slips = {};
  if (form.returnModes.length && !form.returnMode) slips.returnMode = t("请选一种交回办法。");
  if (form.deliveryModes.length && !form.deliveryMode) slips.deliveryMode = t("请选一种领取办法。");
  if (form.handlingModes && !form.handling) slips.handling = t("请选一种办理方式。");
  const contacts = [
    ...(form.returnMode === "pickup" ? [["pickup", form.pickup]] : []),
    ...(form.deliveryMode === "courier" ? [["delivery", form.delivery]] : []),
  ];
  for (const [name, contact] of contacts) {
    if (!contact?.name) slips[`${name}.name`] = t("请填联系人。");
    if (!contact?.phone) slips[`${name}.phone`] = t("请填手机号。");
    if (!contact?.address) slips[`${name}.address`] = t("请填地址。");
    if (name === "pickup" && !contact?.window?.day) slips["pickup.window"] = t("请选一天。");
  }
  if (form.returnMode === "lost_declaration") {
    if (!form.lost?.day) slips["lost.day"] = t("请填哪天丢的。");
    if (!form.lost?.place) slips["lost.place"] = t("请填在哪里丢的。");
    if (form.lostRule === "publication" && !form.lost?.publication?.day) slips["lost.publication"] = t("请先公告，再填写登在哪里。");
  }
  return slips;
}

export function missingMaterials(form, ticked, pledges = {}) {
  if (form.materials.some((each) => each.kind === NECESSARY && !each.deferrable && !ticked.includes(each.key))) {
    return { materials: t("还有必要的材料没有确认。") };
  }
  const isWanted = (each) => each.promises || (each.origin === "person" && each.kind === NECESSARY);
  const wanting = form.materials.find((each) => isWanted(each) && !each.given && !pledges[each.key]);
  if (!wanting) return {};
  return { materials: wanting.promises ? t`${told(wanting.name)}还没有交，也没有选承诺。` : t`${told(wanting.name)}还没有交。` };
}

// Everything that is missing, all at once, by the name of its control.
export const missing = (form, ticked, pledges = {}) =>
  ({ ...missingFields(form), ...missingWays(form), ...missingMaterials(form, ticked, pledges) });

export const noPromise = () => t("请先看一下承诺，再打勾。");

// The slips of an answer of the server, by the names of the controls.
export const slipsTold = (problem) =>
  Object.fromEntries((problem?.fields ?? []).map((each) => [each.field.replace(/^fields\./, ""), told(each.title)]));

export const confirmedAlready = (form) => form.materials.filter((each) => each.confirmed).map((each) => each.key);
export const allOf = (form) => form.materials.map((each) => each.key);

export function focusFirst() {
  requestAnimationFrame(() => {
    const wrong = document.querySelector(".palm-field__slip");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.parentElement.querySelector("input,select,textarea")?.focus({ preventScroll: true });
  });
}
