// Scanning what arrived: one field for the hand scanner, each piece present with its number or absent with a reason.
import { Button, Note, SelectField, Small } from "../../lib/controls.js";
import { html, useEffect, useId, useRef, useState } from "../../lib/html.js";
import { useDoing } from "../../lib/loading.js";
import { narrow } from "../../lib/words.js";
import { choicesOf } from "../forms.js";
import { call } from "../office.js";
import { Facts, ProblemNote } from "../parts.js";
import { say } from "../said.js";
import { ABSENT_REASONS, CUSTODY, pieceName, PIECES } from "../words.js";

const ACCOUNTED = new Set(["counter", "void", "voided"]);
const MISMATCH = "pieces-do-not-match";
const keyOf = (piece) => `${piece.kind} ${piece.serial}`;

function Piece({ piece, state, isNext, isWrong, onAbsent, onAgain, slip }) {
  const name = pieceName(piece);
  if (ACCOUNTED.has(piece.custody)) return html`<li><strong>${name}</strong><span>✓ ${CUSTODY[piece.custody]}</span></li>`;
  if (state?.number) {
    return html`<li data-test=${`scanned-${piece.kind}-${piece.serial}`}><strong>${name}</strong><span>${isWrong ? "✗ 对不上，扫的是" : "已扫"} <span class="desk-number">${state.number}</span>
      <${Small} label=${`${name}重扫`} test=${`again-${piece.kind}-${piece.serial}`} onClick=${onAgain}>重扫<//></span></li>`;
  }
  return html`<li><strong>${name}${isNext && "　← 扫这一本"}</strong><${SelectField} label=${`${name}：没有收到的原因`} value=${state?.reason ?? ""} slip=${slip}
    test=${`absent-${piece.kind}-${piece.serial}`} choices=${[{ value: "", label: "等着扫" }, ...choicesOf(ABSENT_REASONS)]}
    onChange=${(event) => onAbsent(event.currentTarget.value)} /></li>`;
}

// What the papers are, to know them by: the middle of the number is the clerk's to read off the paper.
function Expected({ one, document, numbers }) {
  const counts = Object.keys(PIECES).map((kind) => [PIECES[kind], one.pieces.filter((piece) => piece.kind === kind).length]);
  return html`<${Facts} test="expected" of=${[["持证人", one.partyName], ["应收的证", document],
      ["证号", numbers.length > 0 && html`<span class="desk-number">${numbers.join("、")}</span>`],
      ["一共", counts.filter(([, count]) => count).map(([name, count]) => `${name} ${count} 本`).join("、")]]} />
    ${numbers.length > 0 && html`<p class="palm-small">证号中间的字不显示：请照手里的证扫描或输入，由系统核对。</p>`}`;
}

const plainOf = (number) => narrow(number).replace(/\s/g, "");

// Of an expected number only its ends are known here. Which ends it should have and has not; the whole is for the office to compare.
function endsMissing(number, hints) {
  const ends = hints.map((hint) => /^([^*]+)\*+([^*]+)$/.exec(plainOf(hint)));
  if (!ends.length || ends.includes(null)) return "";
  const scanned = plainOf(number);
  const fits = ([, first, last]) => scanned.startsWith(first) && scanned.endsWith(last);
  return ends.some(fits) ? "" : ends.map(([, , last]) => `…${last}`).join("、");
}

// Said at the first wrong scan. Scanned once more it is forgotten; insisted on it goes to the office, which takes nothing in and keeps that it came.
function Doubted({ number, ends, onAgain, onInsist }) {
  return html`<div role="alert"><${Note} kind="warn" title=${`▲ 号码与应收的（${ends}）不一致`} test="not-expected">
    <p>扫的是 <span class="desk-number">${number}</span>。拿错了的，请换一本再扫；证确实不对的，记下来：一本也不核收、不作废，再联系持证人。</p>
    <div class="desk-tools"><${Button} kind="default" test="doubted-again" onClick=${onAgain}>重扫<//>
      <${Button} kind="default" test="doubted-insist" onClick=${onInsist}>仍然记下（按不符处理）<//></div>
  <//></div>`;
}

// Which piece did not match, in the words of the page, with what was scanned for it.
function wrongWords(wrong, states) {
  const scanned = (piece) => states[keyOf(piece)]?.number;
  return wrong.map((piece) => `${pieceName(piece)}${scanned(piece) ? `（扫的是 ${scanned(piece)}）` : ""}`).join("、");
}

export function Scan({ one, done, mismatched, kind }) {
  const [states, setStates] = useState({});
  const [typed, setTyped] = useState("");
  const [doubted, setDoubted] = useState(null); // {number, ends} not kept yet
  const [turn, setTurn] = useState(0);
  const [isTried, setTried] = useState(false);
  const field = useRef(null);
  const id = useId();
  useEffect(() => { field.current?.focus({ preventScroll: true }); }, [turn]); // once the field is open again
  const awaited = one.pieces.filter((piece) => !ACCOUNTED.has(piece.custody));
  const open = awaited.filter((piece) => !states[keyOf(piece)]?.number && !states[keyOf(piece)]?.reason);
  const numbers = new Set(awaited.map((piece) => states[keyOf(piece)]?.number).filter(Boolean));
  const set = (piece, state) => setStates((before) => ({ ...before, [keyOf(piece)]: state }));
  const sending = useDoing(async (of = states) => {
    const plain = ({ kind, serial }) => ({ kind, serial });
    const pieces = awaited.filter((piece) => of[keyOf(piece)]?.number).map((piece) => ({ ...plain(piece), number: of[keyOf(piece)].number }));
    const absent = awaited.filter((piece) => of[keyOf(piece)]?.reason).map((piece) => ({ ...plain(piece), reason: of[keyOf(piece)].reason }));
    await call("scan_certificates", [one.shipmentId], { body: { pieces, ...(absent.length ? { absent } : {}) } });
    say("扫描已登记");
    done();
  }, (problem) => problem.code === MISMATCH && mismatched());
  // A hand scanner types the number and then Enter.
  const take = (event) => {
    event.preventDefault();
    const number = narrow(typed).trim();
    if (!number || !open.length) return;
    const ends = endsMissing(number, one.expected?.numbers ?? []);
    setDoubted(ends ? { number, ends } : null);
    if (!ends) set(open[0], { number });
    setTyped("");
    sending.clear();
  };
  const insist = () => {
    const all = { ...states, [keyOf(open[0])]: { number: doubted.number } };
    setStates(all);
    setDoubted(null);
    setTurn(turn + 1);
    sending.perform(all);
  };
  const again = (piece) => {
    if (piece) set(piece, undefined);
    setDoubted(null);
    setTurn(turn + 1);
  };
  const submit = () => {
    setTried(true);
    if (!open.length) sending.perform();
    else field.current?.focus();
  };
  const isMismatch = sending.problem?.code === MISMATCH;
  const missing = sending.problem?.extra.missing;
  const wrong = isMismatch ? awaited.filter((piece) => !missing || missing.includes(`${PIECES[piece.kind]}${piece.serial}`)) : [];
  return html`${one.expected && html`<${Expected} one=${one} ...${one.expected} />`}
    <form class="desk-form" onSubmit=${take} novalidate>
      <label class="palm-field__label" for=${id}>扫描或输入证号，按回车</label>
      <div class="desk-tools"><input id=${id} ref=${field} class="palm-field__input" data-test="scan-field" autocomplete="off" spellcheck=${false} maxlength="64"
        disabled=${!open.length} value=${typed} onInput=${(event) => setTyped(event.currentTarget.value)} /></div>
      ${doubted && html`<${Doubted} ...${doubted} onAgain=${() => again()} onInsist=${insist} />`}
      <p class="palm-small" role="status">${isMismatch || doubted ? "" : open.length ? `还有 ${open.length} 本。下一本：${pieceName(open[0])}。` : "每一本都有着落了，可以登记。"}</p>
    </form>
    ${!isMismatch && numbers.size > 1 && html`<p class="desk-loud" role="alert" data-test="numbers-differ">■ 几本的证号不一样：${[...numbers].join("、")}。请把证再看一遍。</p>`}
    ${isMismatch && html`<p class="desk-loud" role="alert" data-test="mismatch">■ 收到的证书与应收的不一致：${wrongWords(wrong, states) || missing.join("、")}。这一次一本也没有核收，也没有作废。请点“重扫”再扫一遍；证确实不对的，请放在一边，联系持证人。已记在“旧证与快递”里。</p>`}
    <ul class="desk-pieces">${one.pieces.map((piece) => html`<${Piece} key=${keyOf(piece)} piece=${piece} state=${states[keyOf(piece)]} isNext=${piece === open[0]} isWrong=${wrong.includes(piece)}
      slip=${isTried && open.includes(piece) ? "请扫描，或选没有收到的原因。" : ""}
      onAbsent=${(reason) => { set(piece, reason ? { reason } : undefined); setDoubted(null); }} onAgain=${() => again(piece)} />`)}</ul>
    <${ProblemNote} problem=${isMismatch ? null : sending.problem} again=${() => sending.perform()} reload=${done} />
    <div class="desk-tools"><${Button} kind=${kind} test="scan-submit" isBusy=${sending.isBusy} onClick=${submit}>登记扫描结果<//></div>`;
}
