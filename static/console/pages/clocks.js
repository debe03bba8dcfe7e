// All running clocks (亮灯) by their light, against the promised and the statutory limit.
import { SelectField } from "../../lib/controls.js";
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { go } from "../../lib/route.js";
import { day } from "../../lib/words.js";
import { call } from "../office.js";
import { Light, Opened, Panel, Table } from "../parts.js";
import { pathOfClockRow } from "./of-case.js";

const LIGHTS = [{ value: "", label: "全部" }, { value: "red", label: "红灯：已超时限" }, { value: "yellow", label: "黄灯：快到时限" }, { value: "green", label: "绿灯：时间充足" }];
const said = (limit) => limit && html`${limit.text}${limit.due && `，${day(limit.due)}`}`;

export function Clocks({ query }) {
  const light = query.get("light") ?? "";
  const loaded = useLoaded(() => call("list_clocks", [], { query: { light } }), [light]);
  return html`<${Opened} title="补正与时限" test="clocks" loaded=${loaded} queue="clocks" lead=${(value) => `${value.count} 件。按${value.calendar.notice}算，公布到 ${day(value.calendar.publishedThrough)}。`}>
    ${({ rows }) => html`<${Panel}><div class="desk-form"><${SelectField} label="亮灯" test="clocks-light" value=${light} choices=${LIGHTS} onChange=${(event) => go(`/clocks${event.currentTarget.value ? `?light=${event.currentTarget.value}` : ""}`)} /></div>
      <${Table} caption="时限" empty="没有。" heads=${["办件", "亮灯", "承诺时限", "法定时限", "说明", ""]} rows=${rows.map((each) => ({ key: `${each.kind} ${each.ref}`, cells: [each.title,
        html`<${Light} light=${each.light} />`, said(each.promised), said(each.statutory), each.detail,
        html`<a class="weui-btn weui-btn_default" aria-label=${`${each.action}：${each.title}`} href=${`#${pathOfClockRow(each)}`}>${each.action}</a>`] }))} /><//>`}
  <//>`;
}
