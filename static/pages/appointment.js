// Another way of equal weight: an appointment at a counter (预约窗口), open to everyone, no face and no session asked.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { kept } from "../lib/kept.js";
import { t, told } from "../lib/language.js";
import { Button, Cell, Cells, Choice, Failed, Go, Note, Page, ProblemNote, SelectField, Skeleton, TextField } from "../lib/parts.js";
import { useAction, useLoaded } from "../lib/state.js";
import { comingDays, day, digitsOnly, phoneSlip, weekdaysBetween } from "../lib/words.js";

const heading = () => t("预约到窗口办");
const halvesOfDay = () => [{ value: "am", label: t("上午") }, { value: "pm", label: t("下午") }];

// Of a counter that names no days of its own.
function fortnight() {
  const days = comingDays(14);
  return [days[0].value, days[13].value];
}

function Booked({ booked }) {
  return html`<${Page} title=${t("✓ 约好了")} lead=${t("请截屏或记下来。到时带上下面的东西就行。")} test="appointment-done">
    <${Cells}>
      <${Cell} label=${t("预约号")} value=${html`<strong data-test="appointment-number">${booked.appointmentNumber}</strong>`} />
      <${Cell} label=${t("时间")} value=${`${day(booked.day)} ${booked.window === "am" ? t("上午") : t("下午")}`} />
      <${Cell} label=${t("地点")} detail=${told(booked.counter.address)} value=${told(booked.counter.name)} />
      <${Cell} label=${t("电话")} value=${booked.counter.phone} />
    <//>
    <${Note} title=${t("请带上")}><ul class="palm-list">${booked.bring.map((each) => html`<li key=${each}>${told(each)}</li>`)}</ul><//>
    <${Go} to="/" kind="default" test="appointment-home">${t("回到首页")}<//>
  <//>`;
}

export function Appointment() {
  const loaded = useLoaded(api.counters, []);
  const [wanted, setWanted, drop] = useDraft("appointment", { name: "", phone: "", day: "", window: "", counter: "" }, { isOfPerson: true });
  const [slips, setSlips] = useState({});
  const [booked, setBooked] = useState(null);
  const counters = loaded.value?.counters ?? [];
  const counterId = wanted.counter || counters[0]?.counter;
  const chosen = counters.find((each) => each.counter === counterId);
  const days = chosen ? weekdaysBetween(...(chosen.firstDay && chosen.lastDay ? [chosen.firstDay, chosen.lastDay] : fortnight())) : [];
  const halves = halvesOfDay().filter((each) => chosen?.windows?.includes(each.value) ?? true);
  const dayAsked = days.some((each) => each.value === wanted.day) ? wanted.day : days[0]?.value;
  const halfAsked = halves.some((each) => each.value === wanted.window) ? wanted.window : halves[0]?.value;
  const booking = useAction(async () => {
    const code = kept.read("code");
    setBooked(await api.appoint({ ...wanted, counter: counterId, day: dayAsked, window: halfAsked, ...(code ? { code } : {}) }));
    drop();
  });
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="appointment" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="appointment" />`;
  if (booked) return html`<${Booked} booked=${booked} />`;
  if (!days.length) {
    return html`<${Page} title=${heading()} test="appointment"><${Note} kind="warn" title=${t("现在没有可以预约的窗口")}>
      <p>${t("您可以带身份证直接到任一政务服务大厅，一样办理。")}</p><//><//>`;
  }
  const set = (name) => (event) => setWanted({ ...wanted, [name]: event.currentTarget.value });
  const { problem } = booking;
  const submit = (event) => {
    event.preventDefault();
    const wrong = { name: wanted.name.trim() ? "" : t("请填写姓名，窗口好称呼您。"), phone: phoneSlip(wanted.phone) };
    setSlips(wrong);
    if (!wrong.name && !wrong.phone) booking.perform();
  };
  return html`<${Page} title=${heading()} lead=${t("工作人员和您一起办，结果和手机上办一样，不收费。")} test="appointment">
    <form class="palm-form palm-inset" onSubmit=${submit} novalidate>
      <${TextField} label=${t("姓名")} autocomplete="name" maxlength="50" test="appointment-name" value=${wanted.name}
        slip=${slips.name || told(problem?.fieldTitle("name"))} onInput=${set("name")} />
      <${TextField} label=${t("手机号")} inputmode="tel" autocomplete="tel" maxlength="20" test="appointment-phone" value=${wanted.phone}
        slip=${slips.phone || told(problem?.fieldTitle("phone"))}
        onInput=${(event) => setWanted({ ...wanted, phone: digitsOnly(event.currentTarget.value) })} />
      <${SelectField} label=${t("去哪个窗口")} test="appointment-counter" value=${counterId} onChange=${set("counter")}
        slip=${told(problem?.fieldTitle("counter"))} choices=${counters.map((each) => ({ value: each.counter, label: told(each.name) }))} />
      ${chosen?.address && html`<p class="palm-field__hint palm-field__below">${told(chosen.address)}${chosen.hours && html`　${told(chosen.hours)}`}</p>`}
      <${SelectField} label=${t("哪一天")} test="appointment-day" value=${dayAsked} onChange=${set("day")}
        slip=${told(problem?.fieldTitle("day"))} choices=${days} />
      <${Choice} legend=${t("上午还是下午")} choices=${halves} value=${halfAsked} test="appointment-window"
        onChoose=${(value) => setWanted({ ...wanted, window: value })} />
      <${Button} type="submit" isBusy=${booking.isBusy} test="appointment-book">${t("预约")}<//>
    </form>
    <${ProblemNote} problem=${problem} again=${booking.perform} />
  <//>`;
}
