// The wallet of electronic licences (电子证照): the authority's own, fetched from the licence bank.
import { api } from "../lib/api.js";
import { html } from "../lib/html.js";
import { Failed, Note, Page, Skeleton } from "../lib/parts.js";
import { SHOWABLE } from "./licence.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day, moment } from "../lib/words.js";

const TITLE = "我的电子证照";

function Card({ card, isAway }) {
  return html`<a class=${`palm-licence palm-licence_${card.status}`} href=${`#/licences/${encodeURIComponent(card.licenceId)}`}
      data-test=${`card-${card.licenceId}`} data-status=${card.status}>
    <span class="palm-licence__name">${card.name}</span>
    <span class="palm-licence__status">${card.statusText}${card.renewing && card.status !== "renewing" && "　正在换新证"}${card.correcting && "　更正处理中"}</span>
    <span>${card.holder}　尾号 ${card.numberTail}</span>
    <span class="palm-licence__small">${card.issuer}</span>
    <span class="palm-licence__small">${card.validUntil ? `有效期到${day(card.validUntil)}` : "长期有效"}</span>
    ${isAway && html`<span class="palm-licence__small" data-test="confirmed-at">最近核对于${moment(card.confirmedAt ?? card.fetchedAt)}</span>`}
    <span class="palm-licence__show">${SHOWABLE.has(card.status) ? "点开亮证 ›" : "看详情 ›"}</span>
  </a>`;
}

export function Wallet() {
  const loaded = useLoaded(api.wallet, []);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="wallet" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="wallet" />`;
  const { cards, note } = loaded.value;
  return html`<${Page} title=${TITLE} test="wallet">
    ${note && html`<${Note} kind="warn" test="wallet-note"><p>! ${note}</p><//>`}
    ${cards.map((card) => html`<${Card} key=${card.licenceId} card=${card} isAway=${Boolean(note)} />`)}
    ${cards.length === 0 && html`<${Note} title="还没有电子证照" test="empty"><p>办好的证照会自动放进来，不用您申请。</p><//>`}
    ${cards.length > 0 && !note && html`<p class="palm-small palm-center">取自电子证照库，${moment(cards[0].confirmedAt ?? cards[0].fetchedAt)}核对</p>`}
  <//>`;
}
