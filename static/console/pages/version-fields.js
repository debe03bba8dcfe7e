// Single keys of a draft (期限、电话、收费、办事指南) changed without touching the text around them.
import { html } from "../../lib/html.js";
import { Act } from "../forms.js";
import { call } from "../office.js";

const UNITS = ["工作日", "自然日", "小时", "月"].map((value) => ({ value, label: value }));
const days = { shape: "days" };

// What the office changes most; everything else is changed in the text.
const KEYS = {
  "timing.promised": { label: "承诺办结时限", ...days },
  "timing.statutory": { label: "法定办结时限", ...days },
  "timing.correction": { label: "补正期限", ...days },
  "guide.phone": { label: "咨询电话" },
  "guide.fee": { label: "收费" },
  "guide.who": { label: "办事指南：谁可以办" },
  "guide.where": { label: "办事指南：在哪里办" },
  "guide.office": { label: "办事指南：窗口" },
  name: { label: "事项名称" },
};

const CHOICES = Object.entries(KEYS).map(([value, { label }]) => ({ value, label }));
const isDays = ({ key }) => KEYS[key]?.shape === "days";

const FIELDS = [
  { name: "key", label: "改哪一项", kind: "select", choices: CHOICES },
  { name: "n", label: "多少", kind: "number", when: isDays, slip: (value) => (/^\d+$/.test(value) ? "" : "请填整数。") },
  { name: "unit", label: "单位", kind: "select", choices: UNITS, when: isDays },
  { name: "value", label: "改成", kind: "long", max: 500, when: (values) => values.key && !isDays(values) },
];

function changesOf({ key, n, unit, value }) {
  if (isDays({ key })) return { [key]: { n, unit } };
  return { [key]: value };
}

export function EditFields({ version, at, loaded }) {
  return html`<${Act} label="改单独一项" test="edit-field" said="已保存" submit="保存" fields=${FIELDS} reload=${loaded.refresh} done=${loaded.set}
    bodyOf=${(body) => ({ digest: version.digest, changes: changesOf(body) })} send=${(body) => call("edit_item_fields", at, { body })} />`;
}
