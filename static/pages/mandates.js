// Who may act for me (授权委托): whom I let act, whom I may act for, and where a new mandate is given.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Cells, Failed, Go, LinkCell, Note, Page, Skeleton } from "../lib/parts.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day } from "../lib/words.js";

const heading = () => t("谁能代表我");
const MOST_NAMED = 2;

// A long list says how long it is; which ones stands on the mandate's own page.
function itemsSaid(items) {
  if (!items) return t("所有事项");
  const named = items.slice(0, MOST_NAMED).map((item, index) => html`${index > 0 && t("、")}${told(item.name)}`);
  return items.length > MOST_NAMED ? t`${named}等 ${items.length} 项` : named;
}

const detailOf = (one) => t`${itemsSaid(one.items)}　到${day(one.until)}为止`;

function Listed({ title, mandates, nameOf, side = "", tips, test }) {
  if (!mandates.length) return null;
  return html`<${Cells} title=${title} tips=${tips} test=${test}>${mandates.map((one) =>
    html`<${LinkCell} key=${one.mandateId} to=${`/mandates/${encodeURIComponent(one.mandateId)}${side}`} label=${told(nameOf(one))}
      detail=${detailOf(one)} value=${told(one.words)} test=${`mandate-${one.mandateId}`} />`)}<//>`;
}

async function read() {
  const [told, home] = await Promise.all([api.mandates(), api.home()]);
  const acting = home.parties.find((party) => party.partyId === home.actingFor);
  return { ...told, unit: acting?.kind === "organisation" && !acting.until ? acting.name : "" };
}

const OVER = new Set(["revoked", "fallen", "lapsed"]);

export function Mandates() {
  const loaded = useLoaded(read, []);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="mandates" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="mandates" />`;
  const { given, received, unit } = loaded.value;
  const standing = given.filter((one) => !OVER.has(one.state));
  const hasAgent = standing.some((one) => one.state === "given");
  const lead = unit ? t`${told(unit)}的事，您让谁替您办，都写在这里。每办一步我们都告诉您，随时可以撤销。`
    : t("您让谁替您办，都写在这里。每办一步我们都告诉您，随时可以撤销。");
  return html`<${Page} title=${heading()} lead=${lead} test="mandates">
    ${!hasAgent && html`<${Note} kind="safe" title=${unit ? t("现在没有人能代表本单位") : t("现在没有人能代表您")} test="empty">
      <p>${unit ? t("本单位的事只有登记的负责人能办。想让同事替您办，点下面的按钮。") : t("您的事只有您自己能办。想让家里人替您办，点下面的按钮。")}</p><//>`}
    <${Listed} title=${t("您让他们替您办")} mandates=${standing} nameOf=${(one) => one.agent} test="mandates-given" />
    <${Go} to="/mandates/new" test="to-new-mandate">${t("让别人替我办")}<//>
    <${Listed} title=${t("您可以替他们办")} mandates=${received} nameOf=${(one) => one.principal} side="?as=agent" test="mandates-received"
      tips=${t("在“我的事项”最上面选好替谁办，再开始办。")} />
    <${Listed} title=${t("已经结束的")} mandates=${given.filter((one) => OVER.has(one.state))} nameOf=${(one) => one.agent} test="mandates-over" />
    <${Note} title=${t("拿不准就先别授权")}><p>${t("我们不会打电话请您授权。有人催您授权，请拨打 12345 问一问。")}</p><//>
  <//>`;
}
