// My grievances (我的反映): what was said, how it stands, and by which day it is answered.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Cells, Failed, Go, LinkCell, Note, Page, Skeleton } from "../lib/parts.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";

const heading = () => t("我的反映");
const WAITS = new Set(["open", "reopened"]);

const when = (each) => (WAITS.has(each.state) && each.due ? t`最晚${day(each.due)}答复` : t`${day(each.raisedAt)}提出`);
const detail = (each) => html`${each.words && html`<bdi>${asWritten(each.words)}</bdi>　`}${when(each)}`;

export function Grievances() {
  const loaded = useLoaded(api.grievances, []);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="grievances" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="grievances" />`;
  const { grievances } = loaded.value;
  return html`<${Page} title=${heading()} lead=${t("证有错、没收到、办得不满意，都在这里。")} test="grievances">
    ${grievances.length > 0 && html`<${Cells} test="grievance-list">${grievances.map((each) => html`<${LinkCell} key=${each.grievanceId} to=${`/grievances/${encodeURIComponent(each.grievanceId)}`}
      label=${told(each.kindText)} detail=${detail(each)} value=${told(each.stateText)} test=${`grievance-${each.grievanceId}`} />`)}<//>`}
    ${grievances.length === 0 && html`<${Note} title=${t("还没有反映过问题")} test="empty"><p>${t("哪里不对，点下面告诉我们，到哪天答复会写明。")}</p><//>`}
    <${Go} to="/grievances/new" test="to-new-grievance">${t("反映一个问题")}<//>
  <//>`;
}
