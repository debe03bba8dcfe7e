// All forms of one matter on one page (一次确认): what they share is shown once, and one confirmation files them all.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Cells, Failed, Go, LinkCell, Page, Skeleton } from "../lib/parts.js";
import { goInstead } from "../lib/route.js";
import { useLoaded } from "../lib/state.js";
import { Filling } from "./form.js";
import { Sheets } from "./forms-sheets.js";

const title = () => t("一起核对表单");
const pathOfCase = (caseId) => `/cases/${encodeURIComponent(caseId)}`;

// A form not filled in yet, or with something disputed, may have gone to staff: then the others go on without it.
function standsAs({ caseState, form }) {
  const isPlain = form.state === "ready" && !form.fields.some((field) => field.disputed);
  return !isPlain && form.state !== "confirmed" && caseState !== "intended" ? "with_staff" : form.state;
}

async function load(id) {
  const { forms, invitation: matter } = await api.formsScreen(id);
  const names = Object.fromEntries(matter.items.map((item) => [item.itemCode, item.name]));
  return { matter, forms: forms.map((each) => ({ ...each, name: names[each.itemCode], stands: standsAs(each) })) };
}

const stands = () => ({ with_staff: t("工作人员核对中"), filling: t("还在填表") });

function Done({ party, forms }) {
  const isSent = forms.some((each) => each.stands === "confirmed");
  return html`<${Page} title=${isSent ? t("✓ 表单交上去了") : t("工作人员在核对")} lead=${t`${asWritten(party.name)}，${forms.length} 个办件各有各的进度。`} test="forms-done">
    <${Cells}>${forms.map((each) => html`<${LinkCell} key=${each.caseId} to=${pathOfCase(each.caseId)} label=${told(each.name)}
      value=${stands()[each.stands] ?? t("看进度")} test=${`open-${each.caseId}`} />`)}<//>
    <${Go} to="/" kind="default" test="forms-home">${t("回到首页")}<//>
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
  if (loaded.problem) return html`<${Failed} title=${title()} problem=${loaded.problem} again=${loaded.again} test="forms" />`;
  if (loaded.loading || single || forms.length === 0) return html`<${Skeleton} title=${title()} test="forms" />`;
  // One register that does not answer holds nobody up: what is ready can be confirmed without the rest.
  if (isFilling) {
    return html`<${Filling} again=${loaded.refresh}>${open.length > 0 && html`<${Button} kind="default" test="forms-ready"
      onClick=${() => setEager(true)}>${t`先核对填好的 ${open.length} 份`}<//>`}<//>`;
  }
  if (open.length === 0) return html`<${Done} party=${loaded.value.matter.party} forms=${forms} />`;
  const lead = t`${asWritten(loaded.value.matter.party.name)}，${open.length} 份表单都替您填好了，看一遍，一次提交。`;
  return html`<${Page} title=${title()} test="forms" lead=${lead}>
    <${Sheets} key=${open.map((each) => each.caseId).join(" ")} id=${id} open=${open} loaded=${loaded} /><//>`;
}
