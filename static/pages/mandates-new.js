// Giving a mandate (授权委托): to whom, for which items, until when. Nothing counts yet: the whole text is read on the next page.
import { api } from "../lib/api.js";
import { useDraft } from "../lib/draft.js";
import { html, useState } from "../lib/html.js";
import { asWritten, t, told } from "../lib/language.js";
import { Button, Check, Choice, Failed, Go, Note, Page, ProblemNote, SelectField, Skeleton, TextField } from "../lib/parts.js";
import { useOnward } from "../lib/route.js";
import { useAction, useLoaded } from "../lib/state.js";
import { serverNow } from "../lib/wire.js";
import { day, idNumber, idSlip } from "../lib/words.js";

const heading = () => t("让别人替我办");
const spans = () => [{ value: "1", label: t("1 个月") }, { value: "3", label: t("3 个月") }, { value: "6", label: t("6 个月") }, { value: "12", label: t("1 年") }];
const USUAL_MONTHS = "3";
const limits = () => [{ value: "", label: t("不限") }, ...[1, 2, 3, 5, 10].map((count) => ({ value: String(count), label: t`最多 ${count} 件` }))];
const reaches = () => [
  { value: "apply", label: t("从申请到办好，都替我办"), detail: t("申请、确认表单、交材料、看进度") },
  { value: "follow", label: t("只跟进，不能替我申请"), detail: t("看进度、补材料；申请和确认还是我自己来") },
];
const ALL_ACTS = { apply: ["apply", "follow"], follow: ["follow"] };

const inBeijing = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });

// The last day of so many months from today; the 31st of a shorter month is its last day.
export function untilOf(months, now) {
  const [year, month, date] = inBeijing.format(now).split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last) - 1)).toISOString().slice(0, 10);
}

// What waits for this party now comes first; everything else the office does is one tap behind.
async function choices() {
  const [home, { items }] = await Promise.all([api.home(), api.items("")]);
  const mine = new Map([...home.matters.flatMap((matter) => matter.items.map((item) => [item.itemCode, item.name]))]);
  const acting = home.parties.find((party) => party.partyId === home.actingFor);
  const offered = items.filter((item) => item.status === "live" && !mine.has(item.itemCode));
  return { acting, now: [...mine].map(([itemCode, name]) => ({ itemCode, name })), others: offered };
}

function Ticks({ items, chosen, turn }) {
  return items.map((item) => html`<${Check} key=${item.itemCode} isOn=${chosen.includes(item.itemCode)} test=${`item-${item.itemCode}`}
    onTurn=${(isOn) => turn(item.itemCode, isOn)}>${told(item.name)}<//>`);
}

function Which({ items, chosen, slip, turn }) {
  const { now, others } = items;
  return html`<section class="palm-card palm-inset" data-test="which"><h2 class="palm-card__title">${t("让对方办哪些事")}</h2>
    <p class="palm-card__lead">${t("只勾要办的。没有勾的，对方看不到，也办不了。")}</p>
    <${Ticks} items=${now} chosen=${chosen} turn=${turn} />
    ${now.length > 0 && others.length > 0
      ? html`<details class="palm-more"><summary data-test="other-items">${t`别的事项（${others.length} 项）`}</summary><${Ticks} items=${others} chosen=${chosen} turn=${turn} /></details>`
      : html`<${Ticks} items=${others} chosen=${chosen} turn=${turn} />`}
    ${slip && html`<p class="palm-field__slip" role="alert" data-test="items-slip">! ${slip}</p>`}
  </section>`;
}

function slipsOf({ name, number, items }) {
  return {
    agentName: name.trim().length < 2 ? t("请填写对方身份证上的姓名。") : "",
    agentNumber: idSlip(number),
    items: items.length ? "" : t("请至少勾一项。"),
  };
}

function Sheet({ choice }) {
  const [wanted, setWanted, drop] = useDraft(`mandate of ${choice.acting?.partyId}`, { name: "", number: "", items: [], acts: "apply", months: USUAL_MONTHS, most: "" },
    { isOfPerson: true });
  const [slips, setSlips] = useState({});
  const put = (changed) => setWanted({ ...wanted, ...changed });
  const turn = (code, isOn) => put({ items: isOn ? [...wanted.items, code] : wanted.items.filter((each) => each !== code) });
  const until = untilOf(Number(wanted.months), serverNow());
  const onward = useOnward();
  const drafting = useAction(async () => {
    const made = await api.draftMandate({
      agentName: wanted.name.trim().normalize("NFC"), agentNumber: wanted.number, items: wanted.items, acts: ALL_ACTS[wanted.acts],
      from: inBeijing.format(serverNow()), until, ...(wanted.most ? { mostCases: Number(wanted.most) } : {}),
    });
    drop();
    onward(`/mandates/${encodeURIComponent(made.mandateId)}`);
  });
  const { problem } = drafting;
  const slipOf = (name) => slips[name] || told(problem?.fieldTitle(name));
  const submit = (event) => {
    event.preventDefault();
    const wrong = slipsOf(wanted);
    setSlips(wrong);
    if (!Object.values(wrong).some(Boolean)) drafting.perform();
  };
  return html`<form onSubmit=${submit} novalidate>
    <section class="palm-card palm-inset"><h2 class="palm-card__title">${t("让谁替您办")}</h2>
      <${TextField} label=${t("对方的姓名")} autocomplete="off" maxlength="50" test="agent-name" value=${wanted.name} slip=${slipOf("agentName")}
        onInput=${(event) => put({ name: event.currentTarget.value })} />
      <${TextField} label=${t("对方的身份证号码")} autocomplete="off" autocapitalize="characters" spellcheck=${false} maxlength="30" test="agent-number"
        value=${wanted.number} slip=${slipOf("agentNumber")} hint=${t("照着对方的身份证填，只有这个人本人能用")}
        onInput=${(event) => {
          const clean = idNumber(event.currentTarget.value);
          event.currentTarget.value = clean;
          put({ number: clean });
        }} />
    </section>
    <${Which} items=${choice} chosen=${wanted.items} slip=${slipOf("items")} turn=${turn} />
    <section class="palm-card palm-inset"><h2 class="palm-card__title">${t("能办到哪一步")}</h2>
      <${Choice} legend=${t("请选一种")} choices=${reaches()} value=${wanted.acts} test="acts" onChoose=${(acts) => put({ acts })} />
      ${slipOf("acts") && html`<p class="palm-field__slip">! ${slipOf("acts")}</p>`}
      <${SelectField} label=${t("多长时间")} choices=${spans()} value=${wanted.months} test="months" slip=${slipOf("until")}
        onChange=${(event) => put({ months: event.currentTarget.value })} />
      <p class="palm-field__hint palm-field__below" data-test="until">${t`从今天起，到${day(until)}为止（含当日），到期自动失效`}</p>
      <${SelectField} label=${t("最多办几件")} choices=${limits()} value=${wanted.most} test="most" slip=${slipOf("mostCases")}
        onChange=${(event) => put({ most: event.currentTarget.value })} />
    </section>
    <${ProblemNote} problem=${problem} again=${drafting.perform} />
    <${Button} type="submit" isBusy=${drafting.isBusy} test="draft-mandate">${t("下一步：看授权的内容")}<//>
    <p class="palm-small palm-center">${t("现在还不算数。下一步看清楚、刷脸以后，授权才生效。")}</p>
  </form>`;
}

export function NewMandate() {
  const loaded = useLoaded(choices, []);
  if (loaded.loading) return html`<${Skeleton} title=${heading()} test="new-mandate" />`;
  if (loaded.problem) return html`<${Failed} title=${heading()} problem=${loaded.problem} again=${loaded.again} test="new-mandate" />`;
  const { acting } = loaded.value;
  if (acting?.until) {
    return html`<${Page} title=${heading()} test="new-mandate"><${Note} kind="warn" title=${t("受托办事的人不能再让别人替办")} test="agent-cannot">
      <p>${t`您现在是替${asWritten(acting.name)}办事。要让别人来办，请${asWritten(acting.name)}自己授权。`}</p><//><${Go} to="/mandates" kind="default" test="to-mandates">${t("回去")}<//><//>`;
  }
  return html`<${Page} title=${heading()} lead=${acting ? t`您现在以${asWritten(acting.name)}（${told(acting.capacity)}）的身份授权。` : ""} test="new-mandate">
    <${Sheet} choice=${loaded.value} /><//>`;
}
