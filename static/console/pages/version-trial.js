// The dry run (试运行) of a version on history: whom its rule finds now, what its instant rules would grant, which fields would be missing.
import { html } from "../../lib/html.js";
import { day } from "../../lib/words.js";
import { Panel, Table, When } from "../parts.js";

const STATES = { none: "还没有试过。先检查，没有问题才能试。", queued: "排着队…", running: "正在跑…", done: "✓ 跑完了", failed: "✗ 没有跑成" };

function Rule({ rule }) {
  return html`<h3>规则找到的人</h3><${Table} caption="规则找到的人" heads=${["数据截至", "看了多少行", "正在用的一版找到", "这一版找到", "一样", "新增", "少了", "上张清单上有而这次没有"]}
      rows=${[[html`<${When} at=${rule.asOf} />`, rule.rows, rule.live, rule.found, rule.same, rule.new, rule.gone, `${rule.listedGone} / ${rule.listed}`]]} />
    ${rule.sample.length > 0 && html`<${Table} caption="不一样的样本" heads=${["变化", "记录", "发证机关", "日子", "主体"]} rows=${rule.sample.map((each) => [
      each.change === "new" ? "＋ 新增" : "－ 少了", html`<span class="desk-code">${each.recordId}</span>`, each.office, day(each.eventDate), each.holderKind])} />`}`;
}

function Instant({ instant }) {
  return html`<h3>秒批规则</h3><p>拿过去 ${instant.weighed} 件再算一遍：当时批了 ${instant.grantedThen} 件，这一版会批 ${instant.grantedNow} 件。</p>
    <${Table} caption="结论不一样的办件" empty="没有不一样的。" heads=${["办件", "当时", "这一版不满足的"]} rows=${instant.differs.map((each) => [
      html`<a href=${`#/cases/${encodeURIComponent(each.caseId)}`}>看办件</a>`, each.grantedThen ? "批了" : "没有批", each.unmet.join("；") || "都满足"])} />`;
}

function Form({ form }) {
  return html`<h3>表单</h3><p>拿最近 ${form.cases} 件来填。</p><${Table} caption="会填不出来的项" empty="没有填不出来的项。" heads=${["项", "有几件填不出来"]}
      rows=${form.gaps.map((each) => [each.label, each.cases])} />
    ${form.unknown.length > 0 && html`<p>从来没有填过、试不出来的项：${form.unknown.map((each) => each.label).join("、")}</p>`}`;
}

export function Trial({ trial, tools }) {
  const { result } = trial;
  return html`<${Panel} title="试运行" test="trial" tools=${tools}>
    <p role="status" data-test=${`trial-${trial.state}`}>${STATES[trial.state]}${trial.state === "running" && trial.total > 0 && `　${trial.done} / ${trial.total}`}${trial.failure && `　${trial.failure}`}</p>
    ${trial.state === "running" && trial.total > 0 && html`<progress max=${trial.total} value=${trial.done} aria-label="试运行的进度"></progress>`}
    ${result?.rule && html`<${Rule} rule=${result.rule} />`}${result?.instant && html`<${Instant} instant=${result.instant} />`}${result?.form && html`<${Form} form=${result.form} />`}
  <//>`;
}
