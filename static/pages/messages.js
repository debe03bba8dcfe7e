// What we really sent (我们发给您的消息), word for word: whoever got a text and is afraid of it compares it here.
import { api } from "../lib/api.js";
import { useFurther } from "../lib/further.js";
import { html } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Cells, Failed, LinkCell, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useFreshOnReturn, useLoaded } from "../lib/state.js";
import { moment } from "../lib/words.js";

const heading = () => t("我们发给您的消息");
// As oneself, whomever one acts for: the answer is about oneself and all one stands for, and no genuine text is missing.
const ask = (cursor) => api.messages(cursor, true);

function Message({ one }) {
  return html`<section class="palm-card" data-test=${`message-${one.messageId}`} data-state=${one.state}>
    <h2 class="palm-card__title">${moment(one.at)}</h2>
    <p>${one.to ? t`${told(one.wayText)}，发到 ${one.to}` : told(one.wayText)}</p>
    <p class=${one.state === "undelivered" ? "palm-answered palm-warned" : "palm-source"}>${told(one.stateText)}</p>
    ${one.wording
      ? html`<blockquote class="palm-quote" lang="zh-CN">${one.wording}</blockquote>`
      : html`<p class="palm-source">${t("原文已按保存期限删除。")}</p>`}
    <p class="palm-source">${t`关于${asWritten(one.partyName)}的事`}</p>
    <a class="palm-small-btn" href=${`#/matters/${encodeURIComponent(one.matterId)}`} data-test=${`matter-of-${one.messageId}`}>${t("看这件事")} ›</a>
  </section>`;
}

function Warning() {
  return html`<${Note} kind="warn" title=${t("怎么认出假短信")} test="fraud-words">
    <p>${t("我们的短信从不带链接，也不会要您的密码、验证码和银行卡。")}</p>
    <p>${t("这里没有的，先当作不是我们发的：别点、别回、别转账。验证码短信和安全提醒不列在这里。")}</p>
    <p>${t("拿不准就打 12345 问我们；怀疑受骗，打 96110。")}</p><//>`;
}

export function Messages() {
  const loaded = useLoaded(() => ask(), []);
  useFreshOnReturn(loaded);
  const { rows, hasMore, more } = useFurther(loaded, ask, "messages");
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="messages" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="messages" />`;
  return html`<${Page} title=${heading()} lead=${t("每一条都是原文，最近的在上面。办理码只显示最后三位。")} test="messages">
    <${Warning} />
    <${Cells}><${LinkCell} to="/message" label=${t("用办理码和手机号再查一次")} detail=${t("收到的短信不在下面时")} test="to-check" /><//>
    ${loaded.value.partial && html`<${Note} kind="warn" test="partial"><p>! ${t("登记机关暂时联系不上，您代表的单位收到的消息没有列出来，请过一会儿再看。")}</p><//>`}
    ${rows.length === 0 && html`<${Note} title=${t("还没有给您发过消息")} test="empty"><p>${t("如果您收到过自称是我们的短信，请用上面的办法查一查。")}</p><//>`}
    ${rows.map((one) => html`<${Message} key=${one.messageId} one=${one} />`)}
    ${hasMore && html`<${Button} kind="default" isBusy=${more.isBusy} test="more" onClick=${more.perform}>${t("再往下看")}<//>`}
    <${ProblemNote} problem=${more.problem} again=${more.perform} />
  <//>`;
}
