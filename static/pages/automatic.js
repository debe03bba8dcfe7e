// Not to be decided about by rules alone (个人信息保护法 §24): a person decides, or looks again.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Failed, Go, Note, Page, ProblemNote, Skeleton, TextField } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";
import { Refusal } from "./instant.js";

const heading = () => t("请工作人员来看");
const FEWEST = 2;

function Sheet({ id, isGranted, refused }) {
  const [words, keep, drop] = useDraft(`automatic ${id}`, "");
  const [slip, setSlip] = useState("");
  const said = words.trim();
  const asking = useAction(async () => {
    const refusal = await api.refuseAutomatic(id, said ? { words: said } : {});
    drop();
    refused(refusal);
  });
  const submit = () => (said && said.length < FEWEST ? setSlip(t("请再多写几个字，或者不写。")) : asking.perform());
  return html`<div class="palm-form palm-inset">
    <p>${isGranted ? t("没有经手过这一件的工作人员会重新看一遍，把结论和理由告诉您。看的时候，已经批下来的照样有效。") : t("改由工作人员来决定，不再按规则自动办理。不会因此被拒绝，可能会慢一些。")}</p>
    <${TextField} isLong label=${t("想说的话（可以不写）")} maxlength="500" test="automatic-words" value=${words} slip=${slip || told(asking.problem?.fieldTitle("words"))}
      onInput=${(event) => { keep(event.currentTarget.value); setSlip(""); }} />
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    <${Button} isBusy=${asking.isBusy} test="automatic-send" onClick=${submit}>${t("请工作人员来看")}<//></div>`;
}

export function Automatic({ id }) {
  const loaded = useLoaded(() => api.caseView(id), [id]);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="automatic" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="automatic" />`;
  const { itemName, instant } = loaded.value;
  const refused = (refusal) => loaded.change((view) => ({ ...view, instant: { ...instant, canRefuse: undefined, refusal } }));
  const back = html`<${Go} to=${`/cases/${encodeURIComponent(id)}`} kind="default" test="automatic-to-case">${t("看办件进度")}<//>`;
  return html`<${Page} title=${heading()} lead=${told(itemName)} test="automatic">
    ${instant?.refusal && html`<${Refusal} refusal=${instant.refusal} />`}
    ${instant?.canRefuse && html`<${Sheet} id=${id} isGranted=${instant.state === "adopted"} refused=${refused} />`}
    ${!instant?.refusal && !instant?.canRefuse && html`<${Note} title=${t("这一件由工作人员办理")} test="empty"><p>${t("没有只按规则自动作出的决定。")}</p><//>`}
    ${back}
  <//>`;
}
