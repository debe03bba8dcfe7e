// All items (事项): found by name, pinyin, initials or what people call them; each leads to its guide.
import { api } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { isCare, setCare } from "../lib/modes.js";
import { Button, Cells, LinkCell, Loading, Note, Page, ProblemNote, TextField } from "../lib/parts.js";
import { useLoaded } from "../lib/state.js";

const PAUSE_MS = 250; // between two letters of one word nobody needs an answer
const LONGEST = 50;
const CARE = /长辈|关爱|亲情|关怀|适老|大字/; // what people call the mode; whoever looks for it finds it here

const value = (item) => ({ cancelled: t("已取消"), sample: t("样例") })[item.status] ?? told(item.kind);

export function Items() {
  const [typed, setTyped] = useState(kept.read("items") ?? "");
  const [words, setWords] = useState(typed);
  const loaded = useLoaded(() => api.items(words), [words]);
  const shown = useRef([]);
  if (loaded.value) shown.current = loaded.value.items;
  useEffect(() => {
    const timer = setTimeout(() => setWords(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const put = (event) => {
    const next = event.currentTarget.value.slice(0, LONGEST);
    setTyped(next);
    kept.write("items", next);
  };
  const items = shown.current;
  return html`<${Page} title=${t("办事指南")} lead=${t("不等提示，也可以自己查、自己办。")} test="items">
    <form class="palm-form" role="search" onSubmit=${(event) => { event.preventDefault(); setWords(typed.trim()); }}>
      <${TextField} label=${t("想办什么")} hint=${t("名称、俗称、拼音或者首字母都可以，写错一两个字也能找到")} type="search" maxlength=${LONGEST}
        value=${typed} onInput=${put} test="items-words" enterkeyhint="search" autocomplete="off" />
    </form>
    <${ProblemNote} problem=${loaded.problem} again=${loaded.again} />
    ${loaded.loading && items.length === 0 && html`<${Loading} />`}
    <div role="status" data-test="items-count">${loaded.value && html`<p class="palm-small palm-center">${
      items.length ? t`找到 ${items.length} 项` : ""}</p>`}</div>
    ${CARE.test(words) && html`<${Note} title=${t("长辈版")} test="care-found"><p>${t("字大、按钮大、能朗读，也能请家人办。也叫关爱版、亲情版。")}</p>
      <${Button} test="care-found-switch" onClick=${() => setCare(!isCare())}>${isCare() ? t("换成标准版") : t("换成长辈版")}<//><//>`}
    ${loaded.value && items.length === 0 && !CARE.test(words) && html`<${Note} title=${t("没有找到")} test="empty">
      <p>${t("换个说法再试试，或者拨打 12345 问一问。")}</p><//>`}
    ${items.length > 0 && html`<${Cells} test="items-found">${items.map((item) =>
      html`<${LinkCell} key=${item.itemCode} to=${`/items/${encodeURIComponent(item.itemCode)}`} label=${told(item.name)}
        detail=${told(item.who)} value=${value(item)} test=${`item-${item.itemCode}`} />`)}<//>`}
  <//>`;
}
