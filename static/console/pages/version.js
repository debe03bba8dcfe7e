// One version of an item: its text and problems, what it changes, how it would have done; signed by a second person, rolled back.
import { Button } from "../../lib/controls.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { useDoing, useEvery, useLoaded } from "../../lib/loading.js";
import { day } from "../../lib/words.js";
import { Act, Press } from "../forms.js";
import { call, may } from "../office.js";
import { Facts, Opened, Panel, ProblemNote, Table, When } from "../parts.js";
import { say } from "../said.js";
import { today } from "../words.js";
import { EditFields } from "./version-fields.js";
import { Trial } from "./version-trial.js";

const ASK_EVERY_MS = 1500;
const OPEN = new Set(["draft", "sent_back"]);
const WORKING = new Set(["queued", "running"]);

const tomorrow = () => today(Date.now() + 86_400_000);

function Editor({ version, loaded, at }) {
  const [text, setText] = useState(version.text);
  const isChanged = text !== version.text;
  const saving = useDoing(async () => {
    loaded.set(await call("edit_item_version", at, { body: { digest: version.digest, text } }));
    say("已保存");
  });
  // Another tab's words are shown only where nothing of one's own would be lost.
  useEffect(() => { if (!isChanged) setText(version.text); }, [version.digest]);
  useEffect(() => {
    if (!isChanged) return undefined;
    const warn = (event) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isChanged]);
  const checking = useDoing(async () => {
    const saved = isChanged ? await call("edit_item_version", at, { body: { digest: version.digest, text } }) : version;
    loaded.set(saved);
    loaded.set(await call("check_item_version", at));
  });
  return html`<div class="desk-two"><div>
      <label class="palm-field__label" for="version-text">事项的全文</label>
      ${!isChanged && html`<p class="palm-small">改时限、电话、收费、办事指南，点下面的“改单独一项”，不用动这段文字。</p>`}
      <textarea id="version-text" class="desk-code" data-test="version-text" spellcheck=${false} value=${text} onInput=${(event) => setText(event.currentTarget.value)}></textarea>
      <p class="palm-small" role="status">${isChanged ? "● 还没有保存" : "✓ 已保存"}</p>
      <${ProblemNote} problem=${saving.problem ?? checking.problem} again=${saving.problem ? saving.perform : checking.perform} reload=${loaded.refresh} />
      <div class="desk-tools"><${Button} kind="default" test="save-version" isOff=${!isChanged} isBusy=${saving.isBusy} onClick=${saving.perform}>保存<//>
        <${Button} test="check-version" isBusy=${checking.isBusy || version.check.state === "queued"} onClick=${checking.perform}>${isChanged ? "保存并检查" : "检查"}<//>
        ${!isChanged && html`<${EditFields} version=${version} at=${at} loaded=${loaded} />`}</div>
    </div><${Problems} check=${version.check} /></div>`;
}

const CHECKED = { none: "还没有检查。", queued: "正在检查…", sound: "✓ 没有问题，可以试运行。", unsound: "要改的都在下面：" };

function Problems({ check }) {
  return html`<${Panel} title="检查" test="check" kind=${check.state === "unsound" ? "problem" : check.state === "sound" ? "safe" : undefined}>
    <p role="status" data-test=${`check-${check.state}`}>${CHECKED[check.state]}　${check.at && html`<${When} at=${check.at} />`}</p>
    ${check.problems.map((each, index) => html`<p key=${index} data-test="version-problem"><strong class="desk-code">${each.key}</strong><br />${each.what}</p>`)}<//>`;
}

const MARKS = { "+": "ins", "-": "del" };

function Diff({ text }) {
  return html`<div class="desk-diff desk-code" tabindex="0" role="region" aria-label="全文的不同">${text.split("\n").map((line, index) => {
    const Mark = MARKS[line[0]] ?? "div";
    return html`<${Mark} key=${index}>${line || " "}<//>`;
  })}</div>`;
}

function Changes({ version }) {
  const { differences, textDiff, confirms, unconfirms } = version;
  return html`<${Panel} title="改了什么" test="changes" lead=${version.baseVersion !== undefined ? `和第 ${version.baseVersion} 版比。` : ""}>
    <${Table} caption="改动" empty="没有改动。" heads=${["哪一项", "原来", "现在"]} rows=${differences.map((each) => ({ key: each.key, cells: [html`<span class="desk-code">${each.key}</span>`,
      html`<del class="desk-code">${each.was ?? "（没有）"}</del>`, html`<ins class="desk-code">${each.is ?? "（去掉）"}</ins>`] }))} />
    ${confirms.length > 0 && html`<p>✓ 这一版核定了：${confirms.join("、")}</p>`}
    ${unconfirms.length > 0 && html`<p>▲ 这一版又变成没有核定：${unconfirms.join("、")}</p>`}
    ${textDiff && html`<details class="palm-more"><summary>逐行比较</summary><${Diff} text=${textDiff} /></details>`}<//>`;
}

const SIGN = [
  { name: "liveOn", label: "哪天生效（北京时间零点）", kind: "date" },
  { name: "urgent", label: "紧急：今天就生效，说明里写理由", kind: "check", isOptional: true },
  { name: "note", label: "说明", kind: "long", max: 500, isOptional: true, slip: () => "" },
];

function Decide({ version, loaded, at }) {
  const common = { reload: loaded.refresh, done: loaded.set };
  const isOpen = OPEN.has(version.state);
  const canDecide = may("decide_item_version") && isOpen;
  const isSame = version.baseVersion !== undefined && version.differences.every((each) => each.key === "version");
  const canRollBack = may("roll_back_item_version") && version.state === "signed";
  const canDiscard = may("discard_item_version") && isOpen;
  if (!canDecide && !canRollBack && !canDiscard) return null;
  const decide = (decision) => ({ urgent, ...body }) => call("decide_item_version", at, { body: { decision, digest: version.digest, ...body, ...(urgent ? { urgent } : {}) } });
  return html`<${Panel} title="决定" kind="safe" test="decide" lead=${canDecide ? "起草或改过这一版的人不能签。签的就是上面这段文字，一个字都不能变。" : canDiscard ? "先检查，再试运行；都没有问题了，科长的今日待办里会有这一版，等科长签发。" : ""}><div class="desk-tools">
    ${canDecide && isSame && html`<p data-test="nothing-changed">除了版本号，什么都没有改，不能签发。可以退回，或者由编辑人放弃这一稿。</p>`}
    ${canDecide && !isSame && html`<${Act} label="签发" kind="primary" test="sign" lead="签了就收不回来；生效以后有问题，可以退回上一版。" fields=${SIGN} initial=${{ liveOn: tomorrow() }} said="已签发" send=${decide("sign")} ...${common} />`}
    ${canDecide && html`<${Act} label="退回并说明" test="send-back" fields=${[{ name: "note", label: "退回的原因", kind: "long", max: 500 }]} said="已退回" send=${decide("send_back")} ...${common} />`}
    ${canRollBack && html`<${Act} label="退回上一版" kind="warn" test="roll-back" lead="上一版立刻生效，这一版会标成有问题。已经在办的件不受影响。"
      fields=${[{ name: "reason", label: "为什么退回", kind: "long", max: 500 }]} said="已退回上一版" send=${(body) => call("roll_back_item_version", at, { body })} ...${common} />`}
    ${canDiscard && html`<${Act} label="不要这一稿" kind="warn" test="discard" fields=${[{ name: "reason", label: "为什么不要", kind: "long", max: 500 }]} said="已作罢"
      send=${(body) => call("discard_item_version", at, { body })} ...${common} />`}
  </div><//>`;
}

export function Version({ ids }) {
  const loaded = useLoaded(() => call("read_item_version", ids), ids);
  const isWorking = loaded.value && (WORKING.has(loaded.value.check.state) || WORKING.has(loaded.value.trial.state));
  useEvery(isWorking ? ASK_EVERY_MS : 0, loaded.refresh);
  const [item] = ids;
  return html`<${Opened} title=${(value) => (value ? `${value.name}，第 ${value.version} 版` : "事项版本")} test="version" loaded=${loaded}
    lead=${(version) => `${version.stateText}${version.isLive ? "，正在用" : ""}`} tools=${html`<a href=${`#/items/${encodeURIComponent(item)}`}>这个事项的所有版本</a>`}>
    ${(version) => html`
      <${Panel}><${Facts} of=${[["起草", version.draftedBy && html`${version.draftedBy}　<${When} at=${version.draftedAt} />`], ["改过的人", version.editedBy.join("、")], ["为什么改", version.why],
        ["签发", version.signedBy && html`${version.signedBy}　<${When} at=${version.signedAt} />`], ["生效", version.liveOn && day(version.liveOn)],
        ["停用", version.endedBy && html`${version.endedBy}　<${When} at=${version.endedAt} />`], ["说明", version.note]]} />
        ${version.unreadable && html`<p class="desk-loud">■ 现在的程序读不出这一版：${version.unreadable}</p>`}<//>
      ${OPEN.has(version.state) && may("edit_item_version")
        ? html`<${Editor} version=${version} loaded=${loaded} at=${ids} />`
        : html`${OPEN.has(version.state) && html`<${Problems} check=${version.check} />`}<${Panel} title="全文" test="text"><details class="palm-more"><summary>看全文</summary>
            <pre class="desk-diff desk-code" tabindex="0" aria-label="全文">${version.text}</pre></details><//>`}
      <${Changes} version=${version} />
      <${Trial} trial=${version.trial} tools=${may("try_item_version") && OPEN.has(version.state) && html`<${Press} label="试运行" test="try-version"
        send=${() => call("try_item_version", ids)} done=${loaded.set} reload=${loaded.refresh} />`} />
      <${Decide} version=${version} loaded=${loaded} at=${ids} />`}
  <//>`;
}
