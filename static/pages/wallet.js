// The wallet of electronic licences (电子证照): the authority's own, fetched from the licence bank, in the order I put them.
import { api } from "../lib/api.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { asWritten, plain, t, told } from "../lib/language.js";
import { Button, Failed, Note, Page, ProblemNote, Skeleton, Small, TextField } from "../lib/parts.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { Problem } from "../lib/wire.js";
import { day, moment, narrow } from "../lib/words.js";

const heading = () => t("我的电子证照");
const MANY = 5; // fewer are seen at a glance: nothing to search for
const SHOWABLE = new Set(["valid", "expiring", "renewing"]);
const STATES = { all: () => t("全部"), showable: () => t("可出示"), over: () => t("已失效") };

const isIn = (card, state) => state === "all" || SHOWABLE.has(card.status) === (state === "showable");

// By what the card shows, and by what is printed on it.
function fits(card, words) {
  const printed = [card.name, card.issuer, card.holder, card.numberTail];
  const text = narrow([...printed, ...printed.map((one) => plain(told(one)))].join(" ")).toLowerCase();
  return narrow(words).toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function Card({ card, isAway }) {
  return html`<a class=${`palm-licence palm-licence_${card.status}`} href=${`#/licences/${encodeURIComponent(card.licenceId)}`}
      data-test=${`card-${card.licenceId}`} data-status=${card.status}>
    <span class="palm-licence__name">${told(card.name)}</span>
    <span class="palm-licence__status">${told(card.statusText)}</span>
    ${card.renewing && card.status !== "renewing" && html`<span class="palm-licence__small">${t("正在换新证")}</span>`}
    ${card.correcting && html`<span class="palm-licence__small">${t("更正处理中")}</span>`}
    <span>${t`${asWritten(card.holder)}　尾号 ${told(card.numberTail)}`}</span>
    <span class="palm-licence__small">${told(card.issuer)}</span>
    <span class="palm-licence__small">${card.validUntil ? t`有效期到${day(card.validUntil)}` : t("长期有效")}</span>
    ${isAway && html`<span class="palm-licence__small" data-test="confirmed-at">${t`最近核对于${moment(card.confirmedAt ?? card.fetchedAt)}`}</span>`}
    <span class="palm-licence__show">${SHOWABLE.has(card.status) ? t("点开亮证") : t("看详情")} ›</span>
  </a>`;
}

function Finding({ words, setWords, state, setState, counts }) {
  return html`<div class="palm-form" role="search" data-test="finding">
    <${TextField} label=${t("找证照")} hint=${t("名称、发证机关，或者证号最后几位")} type="search" value=${words} autocomplete="off" test="search"
      onInput=${(event) => setWords(event.target.value)} />
    <div class="palm-segments" role="group" aria-label=${t("按状态看")}>
      ${Object.entries(STATES).map(([name, called]) => html`<button key=${name} type="button" class="palm-segment" aria-pressed=${state === name}
        data-test=${`only-${name}`} onClick=${() => setState(name)}>${t`${called()} ${counts[name]}`}</button>`)}
    </div>
  </div>`;
}

// Each move shows at once and goes out one after another; what the office did not take is put back.
function useOrder(loaded) {
  const [state, setState] = useState({ said: "" });
  const held = useRef({ next: null, isOut: false });
  const cards = state.cards ?? loaded.value?.cards ?? [];

  const send = async () => {
    while (held.current.next) {
      const put = held.current.next;
      held.current.next = null;
      await api.orderWallet(put.map((card) => card.licenceId));
      if (!held.current.next) {
        loaded.change((wallet) => ({ ...wallet, cards: put })); // what comes later is seen again
        setState(({ said }) => ({ said }));
      }
    }
  };

  const move = async (from, to) => {
    const next = [...cards];
    next.splice(to, 0, ...next.splice(from, 1));
    held.current.next = next;
    setState({ cards: next, said: t`已放到第 ${to + 1} 张` });
    if (held.current.isOut) return;
    held.current.isOut = true;
    try {
      await send();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      held.current.next = null;
      setState({ said: "", problem });
      loaded.refresh(); // another card, or one gone: shown as it is now
    } finally {
      held.current.isOut = false;
    }
  };
  return { cards, move, ...state };
}

// The button that moved a card keeps the focus where it still can move it, else its neighbour takes it.
function Ordering({ cards, move }) {
  const moved = useRef(null);
  useEffect(() => {
    if (!moved.current) return;
    const { name, id } = moved.current;
    moved.current = null;
    const find = (each) => document.querySelector(`[data-test="${each}-${CSS.escape(id)}"]`);
    (find(name) ?? find("down") ?? find("up"))?.focus();
  });
  const go = (name, card, from, to) => {
    moved.current = { name, id: card.licenceId };
    move(from, to);
  };
  return html`<ol class="palm-order" data-test="ordering">${cards.map((card, index) => html`<li class="palm-card" key=${card.licenceId}>
    <p class="palm-card__title">${told(card.name)}</p><p class="palm-source">${t`尾号 ${told(card.numberTail)}`}</p>
    <p class="palm-cell__links">
      ${index > 0 && html`<${Small} test=${`up-${card.licenceId}`} label=${t`上移第 ${index + 1} 张`} onClick=${() => go("up", card, index, index - 1)}>↑ ${t("上移")}<//>`}
      ${index < cards.length - 1 && html`<${Small} test=${`down-${card.licenceId}`} label=${t`下移第 ${index + 1} 张`} onClick=${() => go("down", card, index, index + 1)}>↓ ${t("下移")}<//>`}
      ${index > 1 && html`<${Small} test=${`top-${card.licenceId}`} label=${t`把第 ${index + 1} 张放到最上面`} onClick=${() => go("top", card, index, 0)}>${t("放到最上面")}<//>`}
    </p></li>`)}</ol>`;
}

function Cards({ cards, isAway }) {
  const [words, setWords] = useState("");
  const [state, setState] = useState("all");
  const found = cards.filter((card) => fits(card, words.trim()));
  const counts = Object.fromEntries(Object.keys(STATES).map((name) => [name, found.filter((card) => isIn(card, name)).length]));
  const shown = cards.length > MANY ? found.filter((card) => isIn(card, state)) : cards;
  return html`
    ${cards.length > MANY && html`<${Finding} words=${words} setWords=${setWords} state=${state} setState=${setState} counts=${counts} />`}
    ${shown.map((card) => html`<${Card} key=${card.licenceId} card=${card} isAway=${isAway} />`)}
    ${shown.length === 0 && cards.length > 0 && html`<${Note} title=${t("没有找到这样的证照")} test="none-found">
      <p>${t("换个词试试，或者看全部。")}</p>
      <${Button} kind="default" test="see-all" onClick=${() => { setWords(""); setState("all"); }}>${t("看全部")}<//><//>`}`;
}

export function Wallet() {
  const loaded = useLoaded(api.wallet, []);
  const [isOrdering, setOrdering] = useState(false);
  const order = useOrder(loaded);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="wallet" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="wallet" />`;
  const { note } = loaded.value;
  const { cards } = order;
  const newest = cards[0];
  return html`<${Page} title=${heading()} test="wallet">
    ${note && html`<${Note} kind="warn" test="wallet-note"><p>! ${told(note)}</p><//>`}
    <p class="palm-small palm-center" role="status" data-test="moved">${order.said}</p>
    <${ProblemNote} problem=${order.problem} />
    ${isOrdering ? html`<${Ordering} cards=${cards} move=${order.move} />` : html`<${Cards} cards=${cards} isAway=${Boolean(note)} />`}
    ${cards.length === 0 && html`<${Note} title=${t("还没有电子证照")} test="empty"><p>${t("办好的证照会自动放进来，不用您申请。")}</p><//>`}
    ${cards.length > 1 && html`<${Button} kind="default" test="order" onClick=${() => setOrdering(!isOrdering)}>${isOrdering ? t("排好了") : t("调整顺序")}<//>`}
    ${newest && !note && html`<p class="palm-small palm-center">${t`取自电子证照库，${moment(newest.confirmedAt ?? newest.fetchedAt)}核对`}</p>`}
  <//>`;
}
