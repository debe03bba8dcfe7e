// Who comes to the counter on a day (窗口预约); each row begins a visit.
import { TextField } from "../../lib/controls.js";
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { go } from "../../lib/route.js";
import { exchange } from "../../lib/wire.js";
import { day } from "../../lib/words.js";
import { call, may } from "../office.js";
import { Opened, Panel, Table } from "../parts.js";
import { today } from "../words.js";

const HALVES = { am: "上午", pm: "下午" };

async function load(on) {
  const [{ appointments }, { counters }] = await Promise.all([call("list_appointments", [], { query: { day: on } }), exchange("GET", "/v1/citizen/counters")]);
  return { appointments, halls: Object.fromEntries(counters.map((each) => [each.counter, each.name])) };
}

export function Appointments({ query }) {
  const on = query.get("day") ?? today();
  const loaded = useLoaded(() => load(on), [on]);
  return html`<${Opened} title="窗口预约" test="appointments" loaded=${loaded} tools=${html`<a href="/v1/citizen/mini-program-code" target="_blank" rel="noopener" data-test="mini-program-code">小程序码，供张贴</a> <a href="#/visits">窗口办理</a>`} lead=${() => day(on)}>
    ${({ appointments, halls }) => html`<${Panel}><div class="desk-form"><${TextField} label="哪天" type="date" test="appointments-day" value=${on}
        onChange=${(event) => event.currentTarget.value && go(`/appointments?day=${event.currentTarget.value}`)} /></div>
      <${Table} caption="预约" empty="这一天没有人预约。" heads=${["预约号", "时间", "谁来", "电话", "大厅", ""]} rows=${appointments.map((each) => ({ key: each.appointmentNumber, cells: [
        html`<span class="desk-number">${each.appointmentNumber}</span>`, HALVES[each.window], each.name, each.phone, halls[each.counter] ?? each.counter,
        may("open_visit") && html`<a class="weui-btn weui-btn_default" href=${`#/visits?appointment=${encodeURIComponent(each.appointmentNumber)}`} aria-label=${`给${each.name}办理`}>办理</a>`] }))} /><//>`}
  <//>`;
}
