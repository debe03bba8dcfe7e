// Who looked at my data (谁看过我的信息), and the consent to the face check taken back (撤回同意).
import { api } from "../lib/api.js";
import { useFurther } from "../lib/further.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Cell, Cells, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";
import { moment } from "../lib/words.js";

const heading = () => t("谁看过我的信息");

const listed = (texts) => texts.flatMap((one, index) => (index ? [t("、"), told(one)] : [told(one)]));

function Withdrawal() {
  const [state, setState] = useState("");
  const withdrawing = useAction(async () => {
    await api.withdrawFaceConsent();
    kept.drop("consent");
    setState("done");
  });
  if (state === "done") {
    return html`<${Note} kind="safe" title=${t("✓ 已撤回刷脸的同意")} test="withdrawn">
      <p>${t("从现在起不再对您使用人脸核验，没做完的核验已经停止。以前办好的事不受影响；以后可以到窗口办，也可以重新同意。")}</p><//>`;
  }
  return html`<section data-test="withdrawal">
    <h2 class="weui-cells__title">${t("刷脸的同意")}</h2>
    ${state === "asked"
      ? html`<${Note} kind="warn" title=${t("确定撤回吗？")} test="withdrawal-asked">
          <p>${t("撤回后不再对您使用人脸核验，没做完的核验马上停止。已经办好的事照样有效，要办的事可以到窗口办。")}</p><//>
        <${Button} kind="warn" isBusy=${withdrawing.isBusy} test="withdraw-sure" onClick=${withdrawing.perform}>${t("确定撤回")}<//>
        <${Button} kind="default" test="withdraw-not" onClick=${() => setState("")}>${t("先不撤回")}<//>`
      : html`<${Button} kind="default" test="withdraw" onClick=${() => setState("asked")}>${t("撤回刷脸的同意")}<//>`}
    <${ProblemNote} problem=${withdrawing.problem} again=${withdrawing.perform} />
  </section>`;
}

export function Accesses() {
  const loaded = useLoaded(() => api.accesses(), []);
  const { rows, hasMore, more } = useFurther(loaded, api.accesses, "accesses");
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="accesses" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="accesses" />`;
  return html`<${Page} title=${heading()} lead=${t("谁、什么时候、为什么看的，每一次都记在这里。工作人员只列岗位；看着不对，请在“我的反映”告诉我们。")} test="accesses">
    ${rows.length === 0
      ? html`<${Note} title=${t("还没有人看过")} test="empty"><p>${t("有人查看您的信息以后，会出现在这里。")}</p><//>`
      : html`<${Cells} test="access-list" tips=${t("待办清单一小时内反复打开，只记一次。")}>${rows.map((one, index) =>
          html`<${Cell} key=${index} label=${t`${told(one.by)}（${told(one.post)}）`} detail=${moment(one.at)}>
            ${one.itemName && html`<p class="palm-cell__detail">${told(one.itemName)}</p>`}
            <p class="palm-cell__detail">${t`看到：${listed(one.shown)}`}</p><p class="palm-cell__detail">${told(one.purpose)}</p><//>`)}<//>`}
    ${hasMore && html`<${Button} kind="default" isBusy=${more.isBusy} test="more" onClick=${more.perform}>${t("再往下看")}<//>`}
    <${ProblemNote} problem=${more.problem} again=${more.perform} />
    <${Withdrawal} />
    <${Go} to="/my-data" kind="default" test="to-my-data">${t("下载或删除我的信息")}<//>
  <//>`;
}
