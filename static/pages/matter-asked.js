// The invitation in care mode (长辈版): one question at a time, big answers; yes and the promise to it are two taps.
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Note, Small } from "../lib/parts.js";

const USUAL = ["yes", "not_now"];

function Question({ legend, choices, onChoose, test }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? choices : choices.filter((each) => USUAL.includes(each.value));
  return html`<section class="palm-card palm-inset" data-test=${`asked-${test}`}><h2 class="palm-card__title">${legend}</h2>
    ${shown.map((each) => html`<${Button} key=${each.value} kind=${each.value === "yes" ? "primary" : "default"} test=${`answer-${test}-${each.value}`}
      onClick=${() => onChoose(each.value)}>${each.label}<//>`)}
    ${!isOpen && shown.length < choices.length && html`<${Small} test=${`more-answers-${test}`} isOpen=${false} onClick=${() => setOpen(true)}>${
      t("不是我的、办过了、不想再收到……")}<//>`}</section>`;
}

// What was answered stands above what is promised: a reload or a face check may have come between.
function Said({ open, answers, choices }) {
  const labelOf = (item) => choices.find((each) => each.value === answers[item.itemCode])?.label;
  return html`<section class="palm-card palm-inset" data-test="answers-chosen"><h2 class="palm-card__title">${t("您的回答")}</h2>
    ${open.map((item) => html`<p class="palm-shown" key=${item.itemCode}><span class="palm-shown__label">${told(item.name)}</span><strong class="palm-shown__value">${labelOf(item)}</strong></p>`)}</section>`;
}

// `draft.answers` as ever; here an answer to all is asked first, and each alone only for whoever wants that.
export function Asked({ items, open, why, choices, promise, draft, keep, card, sending }) {
  const [first] = open.filter((item) => !draft.answers[item.itemCode]);
  const isEach = draft.isEach && open.length > 1;
  const put = (codes, answer) => keep({ ...draft, answers: { ...draft.answers, ...Object.fromEntries(codes.map((code) => [code, answer])) } });
  const again = () => keep({ ...draft, answers: {}, promise: false });
  const saysYes = open.some((item) => draft.answers[item.itemCode] === "yes");
  const behind = html`<details class="palm-more palm-inset" data-test="behind-why"><summary>${t("为什么找您")}</summary>${why}</details>`;
  if (first && isEach) {
    return html`${card(first)}<${Question} key=${first.itemCode} legend=${t("这一项，您想怎么办")} choices=${choices} test=${first.itemCode}
      onChoose=${(answer) => put([first.itemCode], answer)} />${behind}`;
  }
  if (first) {
    return html`${items.map(card)}
      <${Question} legend=${open.length > 1 ? t`这 ${open.length} 项，您想怎么办` : t("您想怎么办")} choices=${choices}
        test=${open.length > 1 ? "all" : first.itemCode} onChoose=${(answer) => put(open.map((item) => item.itemCode), answer)} />
      ${open.length > 1 && html`<${Small} test="answer-each" onClick=${() => keep({ ...draft, isEach: true })}>${t("我要一项一项地回答")}<//>`}
      ${behind}`;
  }
  return html`<${Said} open=${open} answers=${draft.answers} choices=${choices} />
    ${saysYes && html`<${Note} title=${t("请先看一下您的承诺")} test="promise-shown"><p lang="zh-CN">${promise}</p><//>`}
    <${Button} isBusy=${sending.isBusy} test="answer-submit" onClick=${() => sending.perform(open, draft.answers, saysYes)}>${
      saysYes ? t("我承诺，现在办理") : t("确认回答")}<//>
    <${Button} kind="default" test="answer-again" onClick=${again}>${t("我再想想，重新选")}<//>
    ${behind}`;
}
