// Beginning to serve somebody: at the desk with the identity card seen, or on the phone with nobody identified (窗口办理).
import { html } from "../../lib/html.js";
import { useLoaded } from "../../lib/loading.js";
import { go, useOnward } from "../../lib/route.js";
import { kept } from "../../lib/kept.js";
import { digitsOnly, idNumber, idSlip, narrow } from "../../lib/words.js";
import { ActionForm } from "../forms.js";
import { call, may } from "../office.js";
import { Opened, Panel, Table, When } from "../parts.js";

const pathOf = (id) => `/visits/${encodeURIComponent(id)}`;
const isHelped = ({ helped }) => helped;

const DOCUMENTS = [
  { value: "resident_id", label: "居民身份证" },
  { value: "residence_permit", label: "港澳台居民居住证" },
  { value: "permanent_card", label: "外国人永久居留身份证（2023年版，18位）" },
  { value: "old_permanent_card", label: "外国人永久居留身份证（旧版，15位）" },
  { value: "hk_macao_permit", label: "港澳居民来往内地通行证" },
  { value: "taiwan_permit", label: "台湾居民来往大陆通行证" },
  { value: "passport", label: "护照" },
];
const EIGHTEEN = new Set(["resident_id", "residence_permit", "permanent_card"]); // say the birthday, and the register knows them
const saysNoBirthday = ({ documentKind }) => Boolean(documentKind) && !EIGHTEEN.has(documentKind);
const asPrinted = (value) => narrow(value).replace(/[\s-]/g, "").toUpperCase();

const AT_DESK = [
  { name: "desk", label: "窗口号", max: 20, hint: "比如 A-03。" },
  { name: "name", label: "证件上的姓名", max: 50 },
  { name: "documentKind", label: "证件种类", kind: "select", choices: DOCUMENTS },
  { name: "idNumber", label: "证件号码", max: 24, as: asPrinted,
    slip: (value, { documentKind }) => (EIGHTEEN.has(documentKind) ? idSlip(idNumber(value)) : "") },
  { name: "issuingState", label: "签发国代码", max: 3, hint: "护照上印的字母，比如 USA、KOR。", as: asPrinted, when: ({ documentKind }) => documentKind === "passport" },
  { name: "born", label: "出生日期", kind: "date", hint: "照证件填写，这种号码里没有生日。", when: saysNoBirthday },
  { name: "seenOriginal", label: "看过证件原件", kind: "check", needed: "没有看到原件不能办。" },
  { name: "portraitMatches", label: "和证件上的照片是同一个人", kind: "check", needed: "不是本人不能办。" },
  { name: "appointmentNumber", label: "预约号", max: 8, isOptional: true, as: (value) => value.trim().toUpperCase() },
  { name: "code", label: "短信里的九位办理码", max: 20, isOptional: true, inputmode: "numeric", as: digitsOnly },
  { name: "helped", label: "有人陪着来", kind: "check", isOptional: true },
  { name: "helperName", label: "陪同人姓名", max: 50, when: isHelped },
  { name: "relation", label: "是他的什么人", max: 20, when: isHelped },
  { name: "tail", label: "陪同人身份证后四位", max: 4, isOptional: true, when: isHelped, as: (value) => value.toUpperCase() },
];

function bodyAtDesk({ helped, helperName, relation, tail, ...body }) {
  const helper = helped ? { helper: { name: helperName, relation, ...(tail ? { idNumberTail: tail } : {}) } } : {};
  return { kind: "counter", ...body, ...helper };
}

export function OpenVisit({ query }) {
  const loaded = useLoaded(() => call("list_visits"), []);
  const matterId = query.get("matter") ?? undefined;
  const appointmentNumber = query.get("appointment") ?? "";
  const onward = useOnward(go);
  const begun = (told) => {
    if (told.desk) kept.write("desk", told.desk); // which desk a clerk sits at is theirs for the day
    onward(pathOf(told.visitId));
  };
  const open = (body) => call("open_visit", [], { body, isPersonal: true });
  return html`<${Opened} title="窗口办理" test="visit-open" loaded=${loaded} lead=${may("open_visit") ? "没有智能手机，或者不愿意刷脸的人，在窗口由您陪着办完。" : "没有智能手机，或者不愿意刷脸的人，在窗口由窗口工作人员陪着办完。"} tools=${may("list_appointments") && html`<a href="#/appointments">今天的预约</a>`}>
    ${({ visits }) => html`
      ${visits.length > 0 && html`<${Panel} title="今天的办理" test="visits"><${Table} caption="今天的办理" heads=${["谁", "哪里", "开始", "最晚到", "状态", ""]} rows=${visits.map((each) => ({ key: each.visitId, cells: [
        each.personName ?? "电话里，没有核验身份", each.kind === "phone" ? "电话" : each.desk, html`<${When} at=${each.openedAt} />`, html`<${When} at=${each.endsAt} />`,
        `${each.isOpen ? "正在办" : "已结束"}${each.isHelped ? "，有人陪同" : ""}`, html`<a href=${`#${pathOf(each.visitId)}`}>${each.isOpen ? "接着办" : "查看"}</a>`] }))} /><//>`}
      ${!may("open_visit") && html`<${Panel} test="visits-read-only"><p class="desk-none">${visits.length ? "" : "现在没有正在进行的窗口办理。"}您在这里只能查看。</p><//>`}
      ${may("open_visit") && (matterId
        ? html`<${Panel} title="边打电话边填表" kind="safe" test="by-phone" lead="电话里不知道是不是本人：只能替对方填表，不能替对方同意，也不能提交。">
            <${ActionForm} test="open-phone" submit="开始" send=${() => open({ kind: "phone", matterId })} done=${begun} /><//>`
        : html`<${Panel} title="看身份证件，开始办理" kind="safe" test="at-desk"><${ActionForm} test="open-visit" submit="核对身份，开始" fields=${AT_DESK}
            initial=${{ desk: kept.read("desk") ?? "", documentKind: "resident_id", appointmentNumber }} bodyOf=${bodyAtDesk} send=${open} done=${begun} /><//>`)}`}
  <//>`;
}
