// Somebody who asked in another way (12345、来电、来人): put on the call list by a clerk.
import { html } from "../../lib/html.js";
import { digitsOnly } from "../../lib/words.js";
import { Act, choicesOf } from "../forms.js";
import { call, may } from "../office.js";
import { NOTED_REASONS } from "../words.js";

const FIELDS = [
  { name: "reason", label: "为什么", kind: "choice", choices: choicesOf(NOTED_REASONS) },
  { name: "phone", label: "回电号码", max: 20, as: digitsOnly, inputmode: "tel" },
  { name: "code", label: "短信里的九位办理码", max: 20, isOptional: true, inputmode: "numeric", hint: "有就能对上是哪一件事。", as: digitsOnly },
  { name: "note", label: "备注", kind: "long", max: 500, isOptional: true },
];

export function NoteCall({ done }) {
  if (!may("note_call")) return null;
  return html`<${Act} label="登记一个要回的电话" test="note-call" fields=${FIELDS} said="已记到电话队列" send=${(body) => call("note_call", [], { body, isPersonal: true })} done=${done} />`;
}
