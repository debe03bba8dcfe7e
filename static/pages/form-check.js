// What a form (申报表单) still lacks before it can be confirmed, and the part of an edit that is worth sending.
const NECESSARY = "必要";

const isWhole = (contact) => Boolean(contact?.name && contact?.phone && contact?.address);

const isPublished = (told) => !told || Boolean(told.medium?.length > 1 && told.day);
const isToldLost = (lost) => Boolean(lost?.day && lost.place?.length > 1 && isPublished(lost.publication));

export function complete(edits) {
  const { pickup, delivery, lost, ...rest } = edits;
  return {
    ...rest,
    ...(isWhole(pickup) && pickup.window ? { pickup } : {}),
    ...(isWhole(delivery) ? { delivery } : {}),
    ...(isToldLost(lost) ? { lost } : {}),
  };
}

// Everything that is missing, all at once, by the name of its control.
export function missing(form, ticked, pledges = {}) {
  const slips = {};
  form.fields.filter((field) => field.required && !field.locked && !`${field.value ?? ""}`.trim())
    .forEach((field) => { slips[field.key] = "这一项还没有填。"; });
  if (form.returnModes.length && !form.returnMode) slips.returnMode = "请选一种交回办法。";
  if (form.deliveryModes.length && !form.deliveryMode) slips.deliveryMode = "请选一种领取办法。";
  if (form.handlingModes && !form.handling) slips.handling = "请选一种办理方式。";
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
  if (form.returnMode === "lost_declaration") {
    if (!form.lost?.day) slips["lost.day"] = "请填哪天丢的。";
    if (!form.lost?.place) slips["lost.place"] = "请填在哪里丢的。";
    if (form.lostRule === "publication" && !form.lost?.publication?.day) slips["lost.publication"] = "请先公告，再填写登在哪里。";
  }
  if (form.materials.some((each) => each.kind === NECESSARY && !each.deferrable && !ticked.includes(each.key))) {
    slips.materials = "还有必要的材料没有确认。";
  }
  const wanting = form.materials.find((each) => each.promises && !each.given && !pledges[each.key]);
  if (wanting && !slips.materials) slips.materials = `${wanting.name}还没有交，也没有选承诺。`;
  return slips;
}

export const NO_PROMISE = "请先看一下承诺，再打勾。";

// The slips of an answer of the server, by the names of the controls.
export const slipsTold = (problem) =>
  Object.fromEntries((problem?.fields ?? []).map((each) => [each.field.replace(/^fields\./, ""), each.title]));

export const confirmedAlready = (form) => form.materials.filter((each) => each.confirmed).map((each) => each.key);

export function focusFirst() {
  requestAnimationFrame(() => {
    const wrong = document.querySelector(".palm-field__slip");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.parentElement.querySelector("input,select,textarea")?.focus({ preventScroll: true });
  });
}
