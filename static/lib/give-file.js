// Handing in a file (提交材料): a PDF or a picture of at most ten megabytes, on the phone or at the desk.
import { Note } from "./controls.js";
import { html, useId, useState } from "./html.js";
import { useDoing } from "./loading.js";
import { Problem } from "./wire.js";

const TYPES = ["application/pdf", "image/jpeg", "image/png"];
const MOST_BYTES = 10 * 1024 * 1024;

function checked(file) {
  if (!TYPES.includes(file.type)) throw new Problem({ code: "wrong-type", title: "只收 PDF、JPG 和 PNG", advice: "请重新扫描或拍照。" });
  if (file.size > MOST_BYTES) throw new Problem({ code: "too-large", title: "文件超过 10 MB", advice: "请调低清晰度再来一次。" });
}

// `send(file, type)` hands it in; `again` reads the page anew where it was changed meanwhile.
export function GiveFile({ label, isGiven, send, test }) {
  const id = useId();
  const [said, setSaid] = useState("");
  const sending = useDoing(async (file) => {
    setSaid("");
    checked(file);
    await send(file, file.type);
    setSaid("✓ 已收下");
  });
  const take = (event) => {
    const [file] = event.currentTarget.files;
    if (file) sending.perform(file);
    event.currentTarget.value = ""; // the same file may be chosen again after a refusal
  };
  const { problem } = sending;
  return html`<div class="palm-give"><label class="palm-field__label" for=${id}>${isGiven ? `✓ ${label}已经交了，可以换一份` : label}</label>
    <input id=${id} type="file" accept=${TYPES.join(",")} disabled=${sending.isBusy} data-test=${test} onChange=${take} />
    <p class="palm-small" role="status">${sending.isBusy ? "正在上传…" : said}</p>
    ${problem && html`<${Note} kind="problem" title=${problem.title}><p>${problem.advice}</p><//>`}</div>`;
}
