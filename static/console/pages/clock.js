// The clock (时限) of one case: promised and statutory limits with their light, stopped only with a reason and a document number.
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { day } from "../../lib/words.js";
import { Act } from "../forms.js";
import { call, may } from "../office.js";
import { Due, Facts, Light, Opened, Panel, Table, When } from "../parts.js";
import { askWaiting } from "../waiting.js";
import { EXTENSION_STATES, today } from "../words.js";

const DOCUMENT = { name: "documentNumber", label: "文书编号", max: 100, hint: "没有文书不能暂停，也不能延长。" };

const isPaused = (clock) => clock.stops.some((each) => !each.until);

function Limits({ clock }) {
  return html`<div class="desk-clock">${[["承诺时限", clock.promised], ["法定时限", clock.statutory]].map(([title, limit]) => html`<div key=${title}><h3>${title}：${limit.text}</h3>
    <p>${limit.due ? html`<${Due} on=${limit.due} />` : isPaused(clock) ? "暂停中，恢复后才有日子" : "还没有开始计时"}</p></div>`)}</div>`;
}

function Stops({ stops }) {
  return html`<${Panel} title="暂停" test="stops"><${Table} caption="暂停" empty="没有暂停过。" heads=${["原因", "文书", "从", "到", "谁"]} rows=${stops.map((each) => ({ key: each.stopId, kind: each.until ? undefined : "warn",
    cells: [each.reasonText, each.documentNumber, day(each.since), each.until ? day(each.until) : "正在暂停", [each.by, each.resumedBy && `${each.resumedBy} 恢复`].filter(Boolean).join("；")] }))} /><//>`;
}

function Extension({ extension, send, canSign, isMine, common }) {
  return html`<${Panel} title=${`延长期限：${EXTENSION_STATES[extension.state]}`} kind=${extension.state === "prepared" ? "warn" : undefined} test="extension"><${Facts} of=${[["延长", `${extension.days} 个工作日`],
      ["文书", extension.documentNumber], ["理由", extension.reason], ["谁提的", html`${extension.preparedBy}　<${When} at=${extension.preparedAt} />`],
      ["谁决定的", extension.decidedBy && html`${extension.decidedBy}　<${When} at=${extension.decidedAt} />`], ["说明", extension.note]]} />
    ${isMine && html`<p class="palm-small" data-test="own-extension">这是您提的，要由另一位科长来批。</p>`}
    ${canSign && html`<div class="desk-tools desk-rows__more"><${Act} label="签批延长" kind="primary" test="sign-extension" lead="提出的人不能自己批，要由另一位科长来批。每一件只能延长一次，批了会告诉申请人，收不回来。" said="已批准" send=${() => send({ verdict: "sign" })} ...${common} />
      <${Act} label="退回并说明" test="send-extension-back" said="已退回" fields=${[{ name: "note", label: "退回的原因", kind: "long", max: 200 }]} send=${(body) => send({ verdict: "send_back", ...body })} ...${common} /></div>`}<//>`;
}

export function Clock({ id }) {
  const loaded = useLoaded(() => call("read_clock", [id]), [id]);
  const common = { reload: loaded.again, done: (told) => { loaded.set(told); askWaiting(); } };
  const can = (clock, action, name) => clock.actions.includes(action) && may(name);
  return html`<${Opened} title=${(clock) => (clock ? `时限：${clock.itemName}` : "时限")} test="clock" loaded=${loaded} lead=${(clock) => `${clock.stateText}　${clock.text}`}
    tools=${html`<a href=${`#/cases/${encodeURIComponent(id)}`}>看办件</a>`} queue="clocks">
    ${(clock) => html`
      <${Panel} title="亮灯" test="limits" kind=${isPaused(clock) ? "warn" : clock.light === "red" ? "problem" : clock.light === "yellow" ? "warn" : "safe"} lead=${clock.number && `办件编号 ${clock.number}`}>
        ${isPaused(clock) ? html`<p data-test="paused"><strong>暂停中：这些日子不算在时限里</strong></p>` : clock.light && html`<p><${Light} light=${clock.light} /></p>`}<${Limits} clock=${clock} />
        <p class="palm-small">受理于 ${clock.acceptedAt ? html`<${When} at=${clock.acceptedAt} />` : "（还没有受理）"}。按${clock.calendar.notice}算工作日，公布到 ${day(clock.calendar.publishedThrough)}。</p>
        <div class="desk-tools desk-rows__more">
          ${can(clock, "resume", "resume_clock") && html`<${Act} label="恢复计时" kind="primary" test="resume" said="已恢复计时" fields=${[{ name: "until", label: "暂停到哪天为止（含）", kind: "date" }]} initial=${{ until: today() }}
            send=${(body) => call("resume_clock", [id], { body })} ...${common} />`}
          ${can(clock, "stop", "stop_clock") && html`<${Act} label="暂停计时" test="stop" said="已暂停计时" lead="只有行政许可法第四十五条列的原因才能暂停，暂停的日子不算在时限里。" initial=${{ since: today() }} fields=${[
            { name: "reason", label: "原因", kind: "choice", choices: clock.reasons.map((each) => ({ value: each.reason, label: each.label })) }, DOCUMENT, { name: "since", label: "从哪天起", kind: "date" }]}
            send=${(body) => call("stop_clock", [id], { body })} ...${common} />`}
          ${can(clock, "extend", "prepare_extension") && html`<${Act} label="提出延长" test="extend" said="已提出，等科长批准" lead=${`最多延长 ${clock.longestExtension} 个工作日，由另一个人批准，并告诉申请人理由。`} fields=${[
            { name: "days", label: "延长几个工作日", kind: "number", slip: (value) => (/^\d+$/.test(value) && value >= 1 && value <= clock.longestExtension ? "" : `请填 1 到 ${clock.longestExtension}。`) }, DOCUMENT,
            { name: "reason", label: "理由，会告诉申请人", kind: "long", max: 200 }]} send=${(body) => call("prepare_extension", [id], { body })} ...${common} />`}
        </div><//>
      ${clock.extension && html`<${Extension} extension=${clock.extension} common=${common} canSign=${can(clock, "sign", "sign_extension")}
        isMine=${may("sign_extension") && clock.extension.state === "prepared" && clock.actions.length > 0 && !clock.actions.includes("sign")} send=${(body) => call("sign_extension", [id], { body })} />`}
      <${Stops} stops=${clock.stops} />`}
  <//>`;
}
