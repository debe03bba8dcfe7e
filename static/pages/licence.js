// Showing a licence (亮证): a code of one use that lives a minute, and who has looked at it.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { newGrievance } from "../lib/next.js";
import { Button, Cell, Cells, Failed, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useAction, useEvery, useLoaded } from "../lib/state.js";
import { day, moment } from "../lib/words.js";
import { serverNow } from "../lib/wire.js";

const TITLE = "亮证";
const LOOK_EVERY_MS = 4000;

export const SHOWABLE = new Set(["valid", "expiring", "renewing"]);

const pictureOf = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
const secondsLeft = (shown) => Math.max(0, Math.ceil((Date.parse(shown.expiresAt) - serverNow()) / 1000));

function validity({ validFrom, validUntil }) {
  if (!validUntil) return "长期有效";
  return validFrom ? `${day(validFrom)} 到 ${day(validUntil)}` : `到 ${day(validUntil)}`;
}

export const away = (confirmedAt) => `电子证照库暂时连接不上，这张证最近核对于${moment(confirmedAt)}。`;

function Code({ shown, isUsed, onRenew, isBusy }) {
  const [left, setLeft] = useState(() => secondsLeft(shown));
  useEffect(() => setLeft(secondsLeft(shown)), [shown]);
  useEvery(left > 0 && !isUsed ? 500 : 0, () => setLeft(secondsLeft(shown)));
  if (isUsed || left === 0) {
    return html`<div class="palm-qr palm-inset" data-test=${isUsed ? "code-used" : "code-expired"}>
      <p class="palm-qr__said">${isUsed ? "✓ 已经被扫过，核验完成" : "这个码过期了"}</p>
      <p>${isUsed ? "需要再给别人看，就换一个新码。" : "为了安全，每个码只用一分钟。"}</p>
      <${Button} isBusy=${isBusy} test="renew-code" onClick=${onRenew}>换一个新码<//>
    </div>`;
  }
  return html`<div class="palm-qr" data-test="presentation">
    <img class="palm-qr__picture" src=${pictureOf(shown.qrSvg)} alt="亮证二维码，给核验的人扫" />
    <p class="palm-qr__code" data-test="presentation-code">${shown.code}</p>
    ${shown.bankAway && html`<${Note} kind="warn" test="bank-away"><p>! ${away(shown.confirmedAt)}核验的人也会看到。</p><//>`}
    <p class="palm-qr__left" role="timer"><strong data-test="seconds-left">${left}</strong> 秒后失效，只能用一次</p>
  </div>`;
}

const RESULTS = {
  valid: "核验有效", not_valid: "证照不是有效状态", unconfirmed: "未能核对", expired: "码已过期", used: "码已用过", replaced: "码已换新", unknown: "没有认出",
};

function Views({ views }) {
  return html`<${Cells} title="谁看过这张证" test="views">
    ${views.length === 0 && html`<${Cell} label="还没有人看过" />`}
    ${views.map((each, index) => html`<${Cell} key=${index} label=${each.by} detail=${[each.purpose, RESULTS[each.result]].filter(Boolean).join("　")}
      value=${moment(each.at)} />`)}
  <//>`;
}

export function Licence({ id }) {
  const loaded = useLoaded(async () => (await api.wallet()).cards.find((each) => each.licenceId === id) ?? null, [id]);
  const views = useLoaded(() => api.views(id), [id]);
  const [shown, setShown] = useState(null);
  const [seen, setSeen] = useState(0);
  const showing = useAction(async () => {
    setSeen(views.value?.views.length ?? 0);
    setShown(await api.present(id));
  });
  const isUsed = Boolean(shown && views.value && views.value.views.length > seen);
  const isLive = shown && !isUsed && secondsLeft(shown) > 0;
  useEvery(isLive ? LOOK_EVERY_MS : 0, views.refresh);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="licence" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="licence" />`;
  const card = loaded.value;
  if (!card) return html`<${Page} title=${TITLE} test="licence"><${Note} kind="warn" title="您的证照里没有这一张" test="missing"><p>可能换了身份，或者已经被新证替换。</p><//><//>`;
  return html`<${Page} title=${card.name} lead=${`${card.holder}　尾号 ${card.numberTail}`} test="licence">
    ${shown
      ? html`<${Code} shown=${shown} isUsed=${isUsed} isBusy=${showing.isBusy} onRenew=${showing.perform} />`
      : SHOWABLE.has(card.status)
        ? html`<${Button} isBusy=${showing.isBusy} test="show-code" onClick=${showing.perform}>出示二维码<//>`
        : html`<${Note} kind="warn" title="这张证现在不能出示" test="not-showable"><p>它的状态是“${card.statusText}”。有疑问请拨打 12345。</p><//>`}
    <${ProblemNote} problem=${showing.problem} again=${showing.perform} />
    ${card.correcting && html`<${Note} kind="warn" title="更正处理中" test="correcting"><p>您说这张证有错，窗口正在核实。核实前请先不要拿它作依据。</p><//>`}
    <${Cells}>
      <${Cell} label="状态" value=${html`<span data-test="licence-status">${card.statusText}</span>`} />
      <${Cell} label="发证机关" value=${card.issuer} />
      <${Cell} label="有效期" value=${validity(card)} />
      <${Cell} label="最近核对" value=${html`<span data-test="licence-confirmed">${moment(card.confirmedAt ?? card.fetchedAt)}</span>`} />
    <//>
    <${Cells} title="这张证有问题？" test="licence-troubles">
      <${LinkCell} to=${newGrievance({ kind: "wrong_certificate", licence: id })} label="内容有错" detail="错字、地址、日期不对" test="licence-wrong" />
      <${LinkCell} to=${newGrievance({ kind: "missing_certificate", licence: id })} label="纸质证没拿到，或者少了" test="licence-missing" />
      <${LinkCell} to="/grievances" label="我的反映" test="to-grievances" />
    <//>
    ${views.value && html`<${Views} views=${views.value.views} />`}
  <//>`;
}
