// One's own data (我的信息): a copy to take along, and having erased what may go; what stays is named, why and until when.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t, told } from "../lib/language.js";
import { Button, Cell, Cells, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day, moment } from "../lib/words.js";

const heading = () => t("我的信息");
const became = (state) => ({ asked: t("正在整理，一般几分钟"), ended: t("已过下载期，文件已删除") })[state];

function One({ one }) {
  const [address, setAddress] = useState("");
  const fetching = useAction(async () => setAddress(URL.createObjectURL(await api.dataExportFile(one.dataExportId))));
  useEffect(() => () => address && URL.revokeObjectURL(address), [address]);
  return html`<${Cell} label=${t`${moment(one.askedAt)} 申请的副本`}
      detail=${one.state === "ready" ? t`可以下载到 ${day(one.endsAt)}` : became(one.state)}>
    ${one.state === "ready" && !address && html`<${Button} kind="default" isBusy=${fetching.isBusy} test="fetch" onClick=${fetching.perform}>${t("取出文件")}<//>`}
    ${address && html`<a class="weui-btn weui-btn_default palm-btn" href=${address} download=${t("我的信息.zip")} data-test="save">${t("存到手机")}</a>`}
    <${ProblemNote} problem=${fetching.problem} again=${fetching.perform} />
  <//>`;
}

function Copies({ exports, again }) {
  const asking = useAction(async () => {
    await api.askDataExport();
    again();
  });
  const atWork = exports.find((one) => one.state === "asked");
  const looking = useAction(async () => {
    const found = await api.dataExport(atWork.dataExportId);
    if (found.state !== "asked") again();
  });
  return html`<section data-test="copies">
    <h2 class="weui-cells__title">${t("下载我的信息")}</h2>
    <${Note}><p>${t("我们保存的您的信息会整理成一个压缩包，里面有说明。做好后可以下载七天，每天可以申请一次。")}</p>
      <p>${t("文件里有姓名、号码和地址，请不要转发给别人。")}</p><//>
    ${exports.length > 0 && html`<${Cells} test="copy-list">${exports.map((one) => html`<${One} key=${one.dataExportId} one=${one} />`)}<//>`}
    ${atWork
      ? html`<${Button} kind="default" isBusy=${looking.isBusy} test="look-again" onClick=${looking.perform}>${t("看看好了没有")}<//>`
      : html`<${Button} kind="default" isBusy=${asking.isBusy} test="ask-copy" onClick=${asking.perform}>${t("申请一份")}<//>`}
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    <${ProblemNote} problem=${looking.problem} again=${looking.perform} />
  </section>`;
}

const Stays = ({ stays }) => html`<${Cells} title=${t("依法保留")} test="stays">${stays.map((one, index) => html`
  <${Cell} key=${index} label=${told(one.what)} detail=${told(one.basis)}><p class="palm-cell__detail">${one.until ? t`保留到 ${day(one.until)}（${told(one.when)}）` : told(one.when)}</p><//>`)}<//>`;

const Goes = ({ goes, title, test }) => html`<${Cells} title=${title} test=${test}>${goes.map((one) => html`
  <${Cell} key=${one.family} label=${told(one.what)} value=${one.count ? t`${one.count} 条` : t("没有")} />`)}<//>`;

// The request as it was taken; whoever signed in by what goes is signed out with it.
function Asked({ erasure }) {
  return html`<${Note} kind="safe" title=${t("✓ 已开始删除")} test="erasing">
      <p>${t("一般一分钟内完成。用手机验证码或微信登录的，会自动退出；以后还可以再登录、再办事。")}</p><//>
    <${Stays} stays=${erasure.stays} />
    <${Progress} erasureId=${erasure.erasureId} />`;
}

function Progress({ erasureId }) {
  const [news, setNews] = useState(null);
  const looking = useAction(async () => setNews(await api.erasure(erasureId)));
  return html`${news && html`<${Goes} goes=${news.gone} title=${news.state === "done" ? t("已经删除") : t("已删除一部分，还在继续")} test="gone" />`}
    ${news?.state !== "done" && html`<${Button} kind="default" isBusy=${looking.isBusy} test="look-erased" onClick=${looking.perform}>${t("看看删完没有")}<//>`}
    <${ProblemNote} problem=${looking.problem} again=${looking.perform} />`;
}

function Erasing() {
  const preview = useLoaded(api.erasurePreview, []);
  const [isRead, setRead] = useState(false);
  const [erasure, setErasure] = useState(null);
  const asking = useAction(async () => setErasure(await api.askErasure({ digest: preview.value.digest })));
  if (erasure) return html`<${Asked} erasure=${erasure} />`;
  if (preview.loading) return html`<p class="palm-inset">${t("正在核对…")}</p>`;
  if (preview.problem) return html`<${ProblemNote} problem=${preview.problem} again=${preview.again} />`;
  const again = asking.problem?.code === "erasure-preview-changed" ? preview.again : asking.perform;
  return html`<div data-test="preview">
    <${Goes} goes=${preview.value.goes} title=${t("会删除")} test="goes" />
    <${Stays} stays=${preview.value.stays} />
    <${Check} isOn=${isRead} onTurn=${setRead} test="read-it">${t("我看过了：删除后不能恢复，依法保留的内容会保留到期")}<//>
    <${Button} kind="warn" isOff=${!isRead} isBusy=${asking.isBusy} test="erase" onClick=${asking.perform}>${t("确认是本人，删除")}<//>
    <${ProblemNote} problem=${asking.problem} again=${again} />
  </div>`;
}

export function MyData() {
  const loaded = useLoaded(api.dataExports, []);
  const [isErasing, setErasing] = useState(false);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="my-data" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="my-data" />`;
  return html`<${Page} title=${heading()} lead=${t("看看我们保存了什么，可以取走一份，也可以删除。")} test="my-data">
    <${Copies} exports=${loaded.value.dataExports} again=${loaded.again} />
    <section data-test="erasure">
      <h2 class="weui-cells__title">${t("删除我的信息")}</h2>
      ${isErasing
        ? html`<${Erasing} />`
        : html`<${Note}><p>${t("先看清楚哪些会删除、哪些依法要保留、保留到什么时候，再决定。")}</p><//>
          <${Button} kind="default" test="see-erasure" onClick=${() => setErasing(true)}>${t("看看哪些可以删除")}<//>`}
    </section>
    <${Go} to="/accesses" kind="default" test="to-accesses">${t("谁看过我的信息")}<//>
  <//>`;
}
