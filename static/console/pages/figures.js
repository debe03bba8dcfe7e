// The numbers (数据) over the queues: by item, body and channel, as tables, as bars, and to take away.
import { html, useState } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { call, may } from "../office.js";
import { Bars, Opened, Panel, Table } from "../parts.js";

const WAYS = [["item", "事项"], ["body", "实施机关"], ["channel", "渠道"]];
const FILES = [["figures", "这些数字"], ["cases", "办件明细"], ["push-lists", "推送清单"]];
const FUNNEL = ["found", "told", "read", "accepted", "done"];
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : "—");

// Beijing's calendar, wherever the desk stands.
const today = () => new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);

function Period({ asked, ask }) {
  const set = (name) => (event) => ask({ ...asked, [name]: event.currentTarget.value });
  return html`<form class="desk-form desk-form_row" aria-label="统计区间" onSubmit=${(event) => event.preventDefault()}>
    <label class="desk-field"><span>从</span><input type="date" value=${asked.first} max=${asked.last} onChange=${set("first")} data-test="first" /></label>
    <label class="desk-field"><span>到</span><input type="date" value=${asked.last} min=${asked.first} max=${today()} onChange=${set("last")} data-test="last" /></label>
    <label class="desk-field"><span>按</span><select value=${asked.by} onChange=${set("by")} data-test="by">
      ${WAYS.map(([value, label]) => html`<option key=${value} value=${value}>${label}</option>`)}</select></label>
  </form>`;
}

function Files({ asked }) {
  const query = new URLSearchParams({ first: asked.first, last: asked.last });
  return html`<${Panel} title="导出" lead="导出会记入留痕账，每人每小时最多十次；表里没有申请人的姓名。" test="exports"><ul class="desk-files">
    ${FILES.map(([name, label]) => html`<li key=${name}>${label}：
      ${["xlsx", "csv"].map((form) => html`<a key=${form} download href=${`/v1/console/exports/${name}.${form}?${query}`} aria-label=${`${label}，${form.toUpperCase()}`} data-test=${`export-${name}-${form}`}>${form.toUpperCase()}</a> `)}</li>`)}
  </ul><//>`;
}

function Numbers({ told, asked }) {
  const { meanings, lines, total } = told;
  const label = Object.fromEntries(meanings.map((one) => [one.name, one.label]));
  const way = Object.fromEntries(WAYS)[asked.by];
  const cells = (figures) => [...meanings.map((one) => figures[one.name]), percent(figures.inTime, figures.decided)];
  const rows = lines.map((line) => ({ key: line.key, cells: [line.label, ...cells(line.figures)] }));
  return html`<${Panel} title="从发现到办结" test="funnel" lead="「发现」可能比各张清单的「应提示」加起来少：签发后、发出前去掉的不算。"><${Bars} counts=${FUNNEL.map((name) => ({ label: label[name], count: total[name] }))} unit="件" /><//>
    <${Panel} title="按承诺时限办结" test="in-time"><${Bars} unit="%" counts=${lines.filter((line) => line.figures.decided).map((line) => (
      { label: `${line.label}（${line.figures.inTime} / ${line.figures.decided}）`, count: Math.round((100 * line.figures.inTime) / line.figures.decided) }))} /><//>
    <${Panel} title=${`按${way}`} lead=${asked.by === "channel" && "发现时还没有渠道，单列一行；告知、已读按第一次提示的渠道，后面几列按答复的渠道。"}><${Table} caption=${`按${way}的数字`} test="figures" empty="这段时间还没有数字。" heads=${[way, ...meanings.map((one) => one.label), "按时比例"]}
      rows=${rows.length ? [...rows, { key: "total", cells: ["合计", ...cells(total)] }] : []} /><//>
    <${Panel} title="怎么数的"><dl class="desk-facts">${meanings.map((one) => html`<div key=${one.name}><dt>${one.label}</dt><dd>${one.meaning}</dd></div>`)}</dl><//>`;
}

export function Figures() {
  const [asked, ask] = useState({ first: `${today().slice(0, 8)}01`, last: today(), by: "item" });
  const loaded = useLoaded(() => call("read_figures", [], { query: asked }), [asked.first, asked.last, asked.by]);
  return html`<${Opened} title="数据" test="figures" loaded=${loaded} lead="数到刚才为止。日期按北京时间，起止当天都算。">
    ${(told) => html`<${Panel}><${Period} asked=${asked} ask=${ask} /><//><${Numbers} told=${told} asked=${asked} />
      ${may("export_table") && html`<${Files} asked=${asked} />`}`}
  <//>`;
}
