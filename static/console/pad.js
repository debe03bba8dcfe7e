// The signature pad (手写板): strokes of a pen, a finger or a mouse, kept as points and times in a box of fixed size.
import { Button } from "../lib/controls.js";
import { html, useRef, useState } from "../lib/html.js";

// Thousandths of the pad from its upper left corner; a hand needs no finer and no more points than these.
const THOUSAND = 1000;
const MOST_POINTS = 3000;
const STEP = 6;

const pathOf = (stroke) => stroke.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join(" ") + (stroke.length === 1 ? "l0.1 0" : "");

export function Pad({ label, strokes, onChange, slip, test }) {
  const board = useRef(null);
  const held = useRef({ now: null, since: 0 });
  const [live, setLive] = useState(null);
  const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const point = (event) => {
    const at = board.current.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [within(((event.clientX - at.left) / at.width) * THOUSAND, THOUSAND), within(((event.clientY - at.top) / at.height) * THOUSAND, THOUSAND),
      Math.max(0, Math.round(event.timeStamp - held.current.since))];
  };
  const begin = (event) => {
    if (event.button > 0 || count >= MOST_POINTS) return;
    event.preventDefault();
    board.current.setPointerCapture(event.pointerId);
    if (!strokes.length) held.current.since = event.timeStamp;
    held.current.now = [point(event)];
    setLive([...held.current.now]);
  };
  const move = (event) => {
    if (!held.current.now) return;
    const all = event.getCoalescedEvents?.() ?? [];
    (all.length ? all : [event]).map(point).forEach((each) => {
      const last = held.current.now[held.current.now.length - 1];
      const isFar = Math.abs(each[0] - last[0]) + Math.abs(each[1] - last[1]) >= STEP;
      if (isFar && held.current.now.length < THOUSAND && count + held.current.now.length < MOST_POINTS) held.current.now.push(each);
    });
    setLive([...held.current.now]);
  };
  const end = () => {
    if (!held.current.now) return;
    onChange([...strokes, held.current.now]);
    held.current.now = null;
    setLive(null);
  };
  return html`<div class=${slip ? "palm-field_wrong" : undefined}><p class="palm-field__label">${label}</p>
    <svg class="desk-pad" ref=${board} viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label=${`${label}：${strokes.length ? `已经写了 ${strokes.length} 笔` : "还是空的"}`}
      data-test=${test} data-strokes=${strokes.length} onPointerDown=${begin} onPointerMove=${move} onPointerUp=${end} onPointerCancel=${end}>
      ${[...strokes, ...(live ? [live] : [])].map((stroke, index) => html`<path key=${index} d=${pathOf(stroke)} />`)}
    </svg>
    ${slip && html`<p class="palm-field__slip" role="alert">! ${slip}</p>`}
    <div class="desk-tools"><${Button} kind="default" test=${`${test}-clear`} isOff=${!strokes.length} onClick=${() => onChange([])}>擦掉重签<//></div></div>`;
}
