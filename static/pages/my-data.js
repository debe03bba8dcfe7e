// One's own data (我的信息): a copy to take along, and having erased what may go; what stays is named, why and until when.
import { api } from "../lib/api.js";
import { html, useEffect, useState } from "../lib/html.js";
import { Button, Cell, Cells, Check, Failed, Go, Note, Page, ProblemNote, Skeleton } from "../lib/parts.js";
import { useAction, useFreshOnReturn, useLoaded } from "../lib/state.js";
import { day, moment } from "../lib/words.js";

const TITLE = "我的信息";
const WORDS = { asked: "正在整理，一般几分钟", ready: "可以下载", ended: "已过下载期，文件已删除" };

function One({ one }) {
  const [address, setAddress] = useState("");
  const fetching = useAction(async () => setAddress(URL.createObjectURL(await api.dataExportFile(one.dataExportId))));
  useEffect(() => () => address && URL.revokeObjectURL(address), [address]);
  return html`<${Cell} label=${`${moment(one.askedAt)} 申请的副本`}
      detail=${one.state === "ready" ? `可以下载到 ${day(one.endsAt)}` : WORDS[one.state]}>
    ${one.state === "ready" && !address && html`<${Button} kind="default" isBusy=${fetching.isBusy} test="fetch" onClick=${fetching.perform}>取出文件<//>`}
    ${address && html`<a class="weui-btn weui-btn_default palm-btn" href=${address} download="我的信息.zip" data-test="save">存到手机</a>`}
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
    const told = await api.dataExport(atWork.dataExportId);
    if (told.state !== "asked") again();
  });
  return html`<section data-test="copies">
    <h2 class="weui-cells__title">下载我的信息</h2>
    <${Note}><p>我们保存的您的信息会整理成一个压缩包，里面有说明。做好后可以下载七天，每天可以申请一次。</p>
      <p>文件里有姓名、号码和地址，请不要转发给别人。</p><//>
    ${exports.length > 0 && html`<${Cells} test="copy-list">${exports.map((one) => html`<${One} key=${one.dataExportId} one=${one} />`)}<//>`}
    ${atWork
      ? html`<${Button} kind="default" isBusy=${looking.isBusy} test="look-again" onClick=${looking.perform}>看看好了没有<//>`
      : html`<${Button} kind="default" isBusy=${asking.isBusy} test="ask-copy" onClick=${asking.perform}>申请一份<//>`}
    <${ProblemNote} problem=${asking.problem} again=${asking.perform} />
    <${ProblemNote} problem=${looking.problem} again=${looking.perform} />
  </section>`;
}

const Stays = ({ stays }) => html`<${Cells} title="依法保留" test="stays">${stays.map((one, index) => html`
  <${Cell} key=${index} label=${one.what} detail=${one.basis}><p class="palm-cell__detail">${one.until ? `保留到 ${day(one.until)}（${one.when}）` : one.when}</p><//>`)}<//>`;

const Goes = ({ goes, title, test }) => html`<${Cells} title=${title} test=${test}>${goes.map((one) => html`
  <${Cell} key=${one.family} label=${one.what} value=${one.count ? `${one.count} 条` : "没有"} />`)}<//>`;

// The request as it was taken; whoever signed in by what goes is signed out with it.
function Asked({ erasure }) {
  return html`<${Note} kind="safe" title="✓ 已开始删除" test="erasing">
      <p>一般一分钟内完成。用手机验证码或微信登录的，会自动退出；以后还可以再登录、再办事。</p><//>
    <${Stays} stays=${erasure.stays} />
    <${Progress} erasureId=${erasure.erasureId} />`;
}

function Progress({ erasureId }) {
  const [told, setTold] = useState(null);
  const looking = useAction(async () => setTold(await api.erasure(erasureId)));
  return html`${told && html`<${Goes} goes=${told.gone} title=${told.state === "done" ? "已经删除" : "已删除一部分，还在继续"} test="gone" />`}
    ${told?.state !== "done" && html`<${Button} kind="default" isBusy=${looking.isBusy} test="look-erased" onClick=${looking.perform}>看看删完没有<//>`}
    <${ProblemNote} problem=${looking.problem} again=${looking.perform} />`;
}

function Erasing() {
  const preview = useLoaded(api.erasurePreview, []);
  const [isRead, setRead] = useState(false);
  const [erasure, setErasure] = useState(null);
  const asking = useAction(async () => setErasure(await api.askErasure({ digest: preview.value.digest })));
  if (erasure) return html`<${Asked} erasure=${erasure} />`;
  if (preview.loading) return html`<p class="palm-inset">正在核对…</p>`;
  if (preview.problem) return html`<${ProblemNote} problem=${preview.problem} again=${preview.again} />`;
  const again = asking.problem?.code === "erasure-preview-changed" ? preview.again : asking.perform;
  return html`<div data-test="preview">
    <${Goes} goes=${preview.value.goes} title="会删除" test="goes" />
    <${Stays} stays=${preview.value.stays} />
    <${Check} isOn=${isRead} onTurn=${setRead} test="read-it">我看过了：删除后不能恢复，依法保留的内容会保留到期<//>
    <${Button} kind="warn" isOff=${!isRead} isBusy=${asking.isBusy} test="erase" onClick=${asking.perform}>确认是本人，删除<//>
    <${ProblemNote} problem=${asking.problem} again=${again} />
  </div>`;
}

export function MyData() {
  const loaded = useLoaded(api.dataExports, []);
  const [isErasing, setErasing] = useState(false);
  useFreshOnReturn(loaded);
  if (loaded.loading) return html`<${Skeleton} title=${TITLE} test="my-data" />`;
  if (loaded.problem) return html`<${Failed} title=${TITLE} problem=${loaded.problem} again=${loaded.again} test="my-data" />`;
  return html`<${Page} title=${TITLE} lead="看看我们保存了什么，可以取走一份，也可以删除。" test="my-data">
    <${Copies} exports=${loaded.value.dataExports} again=${loaded.again} />
    <section data-test="erasure">
      <h2 class="weui-cells__title">删除我的信息</h2>
      ${isErasing
        ? html`<${Erasing} />`
        : html`<${Note}><p>先看清楚哪些会删除、哪些依法要保留、保留到什么时候，再决定。</p><//>
          <${Button} kind="default" test="see-erasure" onClick=${() => setErasing(true)}>看看哪些可以删除<//>`}
    </section>
    <${Go} to="/accesses" kind="default" test="to-accesses">谁看过我的信息<//>
  <//>`;
}
