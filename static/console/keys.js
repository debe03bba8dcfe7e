// Keys of the desk: g and a digit for a queue, / for the search, ? for this list. Never while somebody types.
import { html, useEffect, useState } from "../lib/html.js";
import { go } from "../lib/route.js";
import { Dialog } from "./parts.js";
import { QUEUES } from "./words.js";

const TYPING = "input, textarea, select, [contenteditable], dialog";
const PATIENCE_MS = 1500;

export function Keys() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    let since = 0;
    const hear = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
      const isAfterG = event.timeStamp - since < PATIENCE_MS;
      since = 0;
      if (isAfterG && /^[1-8]$/.test(event.key)) go(`/queues/${QUEUES[event.key - 1].queue}`);
      else if (isAfterG && (event.key === "0" || event.key === "t")) go("/");
      else if (event.key === "g") since = event.timeStamp;
      else if (event.key === "?" || event.key === "？") setOpen(true);
      else if (event.key === "/") document.getElementById("find-number")?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
  return html`<${Dialog} title="键盘快捷键" isOpen=${isOpen} onClose=${() => setOpen(false)} test="keys"><dl class="desk-keys">
    <dt><kbd>g</kbd> 再按 <kbd>0</kbd></dt><dd>今日待办</dd>
    ${QUEUES.map((each, index) => html`<dt key=${each.queue}><kbd>g</kbd> 再按 <kbd>${index + 1}</kbd></dt><dd>${each.title}</dd>`)}
    <dt><kbd>/</kbd></dt><dd>查找办件</dd>
    <dt><kbd>Tab</kbd></dt><dd>下一个按钮或输入框；<kbd>Shift</kbd>+<kbd>Tab</kbd> 往回</dd>
    <dt><kbd>Esc</kbd></dt><dd>关闭窗口，不做任何事</dd>
    <dt><kbd>?</kbd></dt><dd>打开这张表</dd>
  </dl><//>`;
}
