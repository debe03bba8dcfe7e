// One licence (证照): showing it (亮证), what it is worth now, and who has looked at it.
import { api } from "../lib/api.js";
import { html, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { newGrievance } from "../lib/next.js";
import { Button, Cell, Cells, Failed, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, moment } from "../lib/words.js";
import { Code, secondsLeft } from "./licence-code.js";

const LOOK_EVERY_MS = 4000;
const CLOCKS_APART_MS = 3000;
const SHOWABLE = new Set(["valid", "expiring", "renewing"]);

const heading = () => t("亮证");

function validity({ validFrom, validUntil }) {
  if (!validUntil) return t("长期有效");
  return validFrom ? t`${day(validFrom)} 到 ${day(validUntil)}` : t`到 ${day(validUntil)}`;
}

const results = () => ({
  valid: t("核验有效"),
  not_valid: t("证照不是有效状态"),
  unconfirmed: t("未能核对"),
  expired: t("码已过期"),
  used: t("码已用过"),
  replaced: t("码已换新"),
  unknown: t("没有认出"),
});

function Views({ views }) {
  const said = results();
  return html`<${Cells} title=${t("谁看过这张证")} test="views">
    ${views.length === 0 && html`<${Cell} label=${t("还没有人看过")} />`}
    ${views.map((each, index) => html`<${Cell} key=${index} label=${told(each.by)}
      detail=${html`${told(each.purpose)}${said[each.result] && html`　${said[each.result]}`}`} value=${moment(each.at)} />`)}
  <//>`;
}

function Missing() {
  return html`<${Page} title=${heading()} test="licence">
    <${Note} kind="warn" title=${t("您的证照里没有这一张")} test="missing"><p>${t("可能换了身份，或者已经被新证替换。")}</p><//><//>`;
}

function Facts({ card }) {
  return html`<${Cells}>
    <${Cell} label=${t("状态")} value=${html`<span data-test="licence-status">${told(card.statusText)}</span>`} />
    <${Cell} label=${t("发证机关")} value=${told(card.issuer)} />
    <${Cell} label=${t("有效期")} value=${validity(card)} />
    <${Cell} label=${t("最近核对")} value=${html`<span data-test="licence-confirmed">${moment(card.confirmedAt ?? card.fetchedAt)}</span>`} />
  <//>`;
}

function Troubles({ id }) {
  return html`<${Cells} title=${t("这张证有问题？")} test="licence-troubles">
    <${LinkCell} to=${newGrievance({ kind: "wrong_certificate", licence: id })} label=${t("内容有错")} detail=${t("错字、地址、日期不对")} test="licence-wrong" />
    <${LinkCell} to=${newGrievance({ kind: "missing_certificate", licence: id })} label=${t("纸质证没拿到，或者少了")} test="licence-missing" />
    <${LinkCell} to="/grievances" label=${t("我的反映")} test="to-grievances" />
  <//>`;
}

// The newest look stands first; of many only the last hundred are told. It is at this code when it was not there before, and it
// is no older than the code: somebody may have scanned the one before in its last seconds. Two clocks are a little apart.
const lookAt = ([newest], { seen, since }) => (newest && newest.at !== seen && Date.parse(newest.at) > since - CLOCKS_APART_MS ? newest : null);

export function Licence({ id }) {
  const loaded = useLoaded(() => api.licenceScreen(id), [id]);
  const [shown, setShown] = useState(null);
  const [before, setBefore] = useState({ since: 0 });
  const showing = useAction(async () => {
    const since = serverNow();
    const made = await api.present(id);
    setBefore({ seen: loaded.value.views[0]?.at, since });
    setShown(made);
  });
  const look = shown && loaded.value ? lookAt(loaded.value.views, before) : null;
  const isLive = shown && !look && secondsLeft(shown) > 0;
  useEvery(isLive ? LOOK_EVERY_MS : 0, loaded.refresh);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="licence" />`;
  if (loaded.problem?.status === 404) return html`<${Missing} />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="licence" />`;
  const { card, views } = loaded.value;
  return html`<${Page} title=${told(card.name)} lead=${html`${asWritten(card.holder)}　${t`尾号 ${told(card.numberTail)}`}`} test="licence">
    ${shown
      ? html`<${Code} shown=${shown} look=${look} isBusy=${showing.isBusy} onRenew=${showing.perform} />`
      : SHOWABLE.has(card.status)
        ? html`<${Button} isBusy=${showing.isBusy} test="show-code" onClick=${showing.perform}>${t("出示二维码")}<//>`
        : html`<${Note} kind="warn" title=${t("这张证现在不能出示")} test="not-showable"><p>${t`它的状态是“${told(card.statusText)}”。有疑问请拨打 12345。`}</p><//>`}
    <${ProblemNote} problem=${showing.problem} again=${showing.perform} />
    ${card.correcting && html`<${Note} kind="warn" title=${t("更正处理中")} test="correcting"><p>${t("您说这张证有错，窗口正在核实。核实前请先不要拿它作依据。")}</p><//>`}
    <${Facts} card=${card} />
    <${Troubles} id=${id} />
    <${Views} views=${views} />
  <//>`;
}
