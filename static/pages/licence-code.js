// The code of a licence that is shown (亮证): one use, one minute, a number that runs down, and who has just scanned it.
import { canBrighten, useHeldUp, useIsLookedAt } from "../lib/held-up.js";
import { html, useEffect, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Note } from "../lib/parts.js";
import { useEvery } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { moment } from "../lib/words.js";

const TICK_MS = 500;

const pictureOf = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

export const secondsLeft = (shown) => Math.max(0, Math.ceil((Date.parse(shown.expiresAt) - serverNow()) / 1000));

function Over({ look, isBusy, onRenew }) {
  return html`<div class="palm-qr palm-inset" role="status" data-test=${look ? "code-used" : "code-expired"}>
    <p class="palm-qr__said">${look ? t("✓ 已经被扫过，核验完成") : t("这个码过期了")}</p>
    ${look && html`<p data-test="scanned-by">${t`${asWritten(look.by)}，用途：${told(look.purpose)}`}</p>`}
    <p>${look ? t("需要再给别人看，就换一个新码。") : t("为了安全，每个码只用一分钟。")}</p>
    <${Button} isBusy=${isBusy} test="renew-code" onClick=${onRenew}>${t("换一个新码")}<//>
  </div>`;
}

// `look`: who scanned this very code, once somebody has.
export function Code({ shown, look, onRenew, isBusy }) {
  const [left, setLeft] = useState(() => secondsLeft(shown));
  const [whole, setWhole] = useState(left);
  const isSeen = useIsLookedAt();
  const isOver = Boolean(look) || left === 0;
  useEffect(() => {
    setLeft(secondsLeft(shown));
    setWhole(secondsLeft(shown));
  }, [shown]);
  useEvery(isOver ? 0 : TICK_MS, () => setLeft(secondsLeft(shown)));
  useHeldUp(!isOver && isSeen);
  if (isOver) return html`<${Over} look=${look} isBusy=${isBusy} onRenew=${onRenew} />`;
  if (!isSeen) return html`<div class="palm-qr" data-test="presentation-hidden"><p class="palm-qr__said">${t("回到这一页再显示")}</p></div>`;
  return html`<div class="palm-qr" data-test="presentation">
    <img class="palm-qr__picture" src=${pictureOf(shown.qrSvg)} alt=${t("亮证二维码，给核验的人扫")} />
    <p class="palm-qr__code" data-test="presentation-code">${shown.code}</p>
    ${shown.bankAway && html`<${Note} kind="warn" test="bank-away"><p>${t`! 电子证照库暂时连接不上，这张证最近核对于${moment(shown.confirmedAt)}。核验的人也会看到。`}</p><//>`}
    <progress class="palm-qr__bar" max=${whole} value=${left} aria-hidden="true"></progress>
    <p class="palm-qr__left" role="timer">${t`${html`<strong data-test="seconds-left">${left}</strong>`} 秒后失效，只能用一次`}</p>
    <p class="palm-small">${canBrighten() ? t("屏幕已调亮。扫不上就离近一点。") : t("扫不上？把屏幕调亮，离近一点。")}</p>
  </div>`;
}
