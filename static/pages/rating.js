// The rating (好差评): five levels, tags, a few words. Given once.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Check, Choice, Failed, Go, Note, Page, ProblemNote, Skeleton, TextField } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";

const title = () => t("评一评这次服务");

export function Rating({ id }) {
  const loaded = useLoaded(() => api.ratingScreen(id), [id]);
  const [given, setGiven, drop] = useDraft(`rating ${id}`, { level: 0, tags: [], text: "" });
  const [slip, setSlip] = useState("");
  const [isDone, setDone] = useState(false);
  const rating = useAction(async () => {
    const text = given.text.trim();
    await api.rate(id, { level: given.level, tags: given.tags, ...(text ? { text } : {}) });
    drop();
    setDone(true);
  });
  if (loaded.loading) return html`<${Skeleton} title=${title()} test="rating" />`;
  if (loaded.problem) return html`<${Failed} title=${title()} problem=${loaded.problem} again=${loaded.again} test="rating" />`;
  if (isDone || loaded.value.case.rating || rating.problem?.code === "already-rated") {
    return html`<${Page} title=${t("✓ 收到您的评价")} test="rating-done"><${Note} kind="safe"><p>${t("谢谢。每条评价都会交到上级部门，不满意的会有人回访您。")}</p>
      <${Go} to="/" kind="default" test="rating-home">${t("回到首页")}<//><//><//>`;
  }
  const { levels } = loaded.value.tags;
  const tags = levels.find((each) => each.level === given.level)?.tags ?? [];
  const flip = (tag, isOn) => setGiven({ ...given, tags: isOn ? [...given.tags, tag] : given.tags.filter((each) => each !== tag) });
  return html`<${Page} title=${title()} lead=${told(loaded.value.case.itemName)} test="rating">
    <${Choice} legend=${t("您满意吗")} choices=${levels.map((each) => ({ value: each.level, label: told(each.label) }))} value=${given.level} test="level"
      onChoose=${(level) => { setGiven({ ...given, level, tags: [] }); setSlip(""); }} />
    ${slip && html`<p class="palm-field__slip palm-field__slip_page" role="alert">! ${slip}</p>`}
    ${tags.length > 0 && html`<section class="palm-card" data-test="tags"><h2 class="palm-card__title">${t("哪里好，哪里不好（可多选）")}</h2>
      ${tags.map((each) => html`<${Check} key=${each.code} isOn=${given.tags.includes(each.code)} test=${`tag-${each.code}`}
        onTurn=${(isOn) => flip(each.code, isOn)}>${told(each.text)}<//>`)}</section>`}
    <div class="palm-form"><${TextField} isLong label=${t("还想说点什么（可以不写）")} maxlength="500" test="rating-text" value=${given.text}
      onInput=${(event) => setGiven({ ...given, text: event.currentTarget.value })} /></div>
    <${ProblemNote} problem=${rating.problem} again=${rating.perform} />
    <${Button} isBusy=${rating.isBusy} test="rating-send" onClick=${() => (given.level ? rating.perform() : setSlip(t("请先选一个。")))}>${t("交上评价")}<//>
  <//>`;
}
