// The signature pad (手写签名), on the phone and at the desk: strokes as [x, y, ms], x and y in thousandths of the pad, so that
// turning the phone keeps what was written. The pen itself is signature_pad, fetched when a pad is shown.
import { Button, Note } from "./controls.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { t } from "./language.js";

const THOUSAND = 1000;
const MOST_POINTS = 3000;
const MOST_IN_ONE = 1000;
const LONGEST_MS = 600_000;
const PEN = { penColor: "#10213f", minWidth: 1, maxWidth: 3.2 };

const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));

function strokesOf(drawn, { width, height }) {
  const since = drawn[0]?.points[0]?.time ?? 0;
  const written = ({ points }) => points.slice(0, MOST_IN_ONE).map(({ x, y, time }) =>
    [within((x / width) * THOUSAND, THOUSAND), within((y / height) * THOUSAND, THOUSAND), within(time - since, LONGEST_MS)]);
  let left = MOST_POINTS;
  return drawn.map(written).map((stroke) => {
    const taken = stroke.slice(0, left);
    left -= taken.length;
    return taken;
  }).filter((stroke) => stroke.length > 0);
}

function drawnOf(strokes, { width, height }) {
  const pen = { ...PEN, dotSize: 0, velocityFilterWeight: 0.7, compositeOperation: "source-over" };
  return strokes.map((stroke) => ({ ...pen, points: stroke.map(([x, y, ms]) =>
    ({ x: (x / THOUSAND) * width, y: (y / THOUSAND) * height, pressure: 0.5, time: ms + 1 })) }));
}

// As sharp as the screen is; what was written is drawn again in the new size.
function fit(pen, canvas, strokes) {
  if (!canvas) return; // left before the pen had come
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.getContext("2d").scale(ratio, ratio);
  if (strokes.length) pen.fromData(drawnOf(strokes, { width, height }));
  else pen.clear();
}

export function Pad({ label, strokes, onChange, slip, test }) {
  const board = useRef(null);
  const held = useRef({});
  const [isReady, setReady] = useState(false);
  const [isFailed, setFailed] = useState(false);
  held.current.strokes = strokes;
  held.current.onChange = onChange;

  const fetchPen = () => {
    setFailed(false);
    import("../vendor/signature-pad.js").then(({ default: SignaturePad }) => {
      const canvas = board.current;
      if (!canvas) return;
      const pen = new SignaturePad(canvas, PEN);
      held.current.pen = pen;
      pen.addEventListener("endStroke", () => {
        const next = strokesOf(pen.toData(), canvas.getBoundingClientRect());
        held.current.written = next;
        held.current.onChange(next);
      });
      fit(pen, canvas, held.current.strokes);
      setReady(true);
    }, () => setFailed(true));
  };
  useEffect(() => {
    fetchPen();
    const turned = new ResizeObserver(() => held.current.pen && fit(held.current.pen, board.current, held.current.strokes));
    turned.observe(board.current);
    return () => {
      turned.disconnect();
      held.current.pen?.off();
    };
  }, []);
  // wiped, or given from outside: the pen's own strokes are drawn already
  useEffect(() => {
    if (isReady && strokes !== held.current.written) fit(held.current.pen, board.current, strokes);
  }, [strokes, isReady]);

  const said = strokes.length ? t`已经写了 ${strokes.length} 笔` : t("还是空的");
  return html`<div class=${slip ? "palm-field_wrong" : undefined}><p class="palm-field__label">${label}</p>
    <canvas class="palm-pad" ref=${board} role="img" aria-label=${`${label}: ${said}`} data-test=${test} data-strokes=${strokes.length}
      data-ready=${isReady}></canvas>
    <p class="palm-small" role="status">${isReady || isFailed ? said : t("正在准备签字板…")}</p>
    ${isFailed && html`<${Note} kind="problem" title=${t("签字板没有取下来")}><${Button} kind="default" test=${`${test}-again`} onClick=${fetchPen}>${t("再试一次")}<//><//>`}
    ${slip && html`<p class="palm-field__slip" role="alert">! ${slip}</p>`}
    <${Button} kind="default" test=${`${test}-clear`} isOff=${!strokes.length} onClick=${() => onChange([])}>${t("擦掉重签")}<//></div>`;
}
