// Reading a page aloud (朗读) by the phone's own voice: what the page shows, top to bottom, in the language it is written in.
import { html, useEffect, useRef, useState } from "./html.js";
import { isEnglish, t } from "./language.js";

const SKIPPED = "[hidden], [aria-hidden=true], .palm-care-bar, select, textarea, script, style";
const VOICES_MS = 1500; // some phones name their voices a moment after they are first asked
const LONGEST = 120; // Chrome falls silent in the middle of a longer one

// A number of a person or a code is for one's own eyes, and others may be listening: only short ones are said.
// Of a masked name (甲**) what is shown is said.
const unsaid = (text) => text
  .replace(/([\u3400-\u9fff])[*＊]+/g, "$1")
  .replace(/[\dXx*•]*(?:\d\s?){7,}[\dXx*]*|\w*[*•＊]{2,}\w*/g, t("（号码请看屏幕）"));

const SAYABLE = /[\p{L}\p{N}]/u; // an arrow or a dot alone says nothing

function isShown(node) {
  const { parentElement: element } = node;
  if (element.closest(SKIPPED) || element.closest("details:not([open]) > :not(summary)")) return false;
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getClientRects().length > 0;
}

// What stands on lines of its own, whatever its tag: a value beside its label, the second line of a button.
function blockOf(node) {
  let element = node.parentElement;
  while (/^(inline|contents)$/.test(getComputedStyle(element).display)) element = element.parentElement;
  return element;
}

// Every text that is shown, once: what shares a block and a language is said in one go.
export function blocksOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const blocks = [];
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const isBlank = !node.data.trim();
    if (!isBlank && !isShown(node)) continue;
    const element = blockOf(node);
    const lang = node.parentElement.closest("[lang]")?.lang ?? "zh-CN";
    const last = blocks.at(-1);
    if (last?.element === element && (isBlank || last.lang === lang)) last.text += node.data;
    else if (!isBlank) blocks.push({ element, lang, text: node.data });
  }
  return blocks.map((each) => ({ ...each, text: unsaid(each.text.replace(/\s+/g, " ").trim()) })).filter((each) => SAYABLE.test(each.text));
}

function sentences({ text, ...rest }) {
  const parts = text.match(/[^。！？；.!?;]+[。！？；.!?;]*/g) ?? [text];
  const short = parts.flatMap((part) => part.match(new RegExp(`.{1,${LONGEST}}`, "gs")) ?? []);
  return short.map((part) => ({ ...rest, text: part }));
}

// A voice of the phone itself: another sends the page's words to whoever made the browser.
const voiceFor = (lang) => window.speechSynthesis.getVoices().find((each) => each.localService === true && each.lang.replace("_", "-").toLowerCase().startsWith(lang.slice(0, 2).toLowerCase()));

async function hasVoice(lang) {
  if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return false;
  if (voiceFor(lang)) return true;
  await new Promise((resolve) => {
    window.speechSynthesis.addEventListener?.("voiceschanged", resolve, { once: true });
    setTimeout(resolve, VOICES_MS);
  });
  return Boolean(voiceFor(lang));
}

// One reading of one page. Its own place is kept, because pausing a phone's voice often ends it.
class Reader {
  constructor(root, onState) {
    Object.assign(this, { root, onState, at: 0, turn: 0, list: [] });
  }

  mark(element) {
    this.marked?.classList.remove("palm-read");
    element?.classList.add("palm-read");
    this.marked = element;
  }

  say() {
    const turn = this.turn;
    while (this.list[this.at] && !voiceFor(this.list[this.at].lang)) Object.assign(this, { at: this.at + 1, isPart: true });
    const said = this.list[this.at];
    if (!said) return this.stop(this.isPart ? "part" : "idle");
    this.mark(said.element);
    const utterance = new window.SpeechSynthesisUtterance(said.text);
    Object.assign(utterance, { lang: said.lang, rate: 0.9, voice: voiceFor(said.lang) });
    const next = () => {
      if (turn !== this.turn) return; // stopped or paused meanwhile
      this.at += 1;
      this.say();
    };
    utterance.onend = next;
    utterance.onerror = () => turn === this.turn && this.stop("failed");
    window.speechSynthesis.speak(utterance);
    return this.onState("reading");
  }

  start() {
    this.list = blocksOf(this.root).flatMap(sentences);
    Object.assign(this, { at: 0, isPart: false });
    this.go();
  }

  go() {
    this.silence();
    this.say();
  }

  silence() {
    this.turn += 1;
    window.speechSynthesis?.cancel();
  }

  pause() {
    this.silence();
    this.onState("paused");
  }

  stop(state = "idle") {
    this.silence();
    this.mark(null);
    this.onState(state);
  }
}

const SAID = {
  silent: () => t("这部手机没有朗读的声音。可以在手机设置里打开“文字转语音”，或请家人念给您听。"),
  part: () => t("有的内容这部手机没有自己的声音能读，请看屏幕。"),
  failed: () => t("朗读断了，可以再点一次。"),
};

export function Reading() {
  const place = useRef(null);
  const reader = useRef(null);
  const [state, setState] = useState("idle");
  useEffect(() => {
    const held = new Reader(place.current.closest("main"), setState);
    reader.current = held;
    const leave = () => held.stop();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      held.onState = () => {};
      held.stop();
    };
  }, []);
  const start = async () => {
    const language = isEnglish() ? "en" : "zh-CN";
    if (window.speechSynthesis && voiceFor(language)) return reader.current.start(); // at once, while the tap still counts
    return (await hasVoice(language)) ? reader.current.start() : setState("silent");
  };
  const button = (test, label, onClick) => html`<button class="palm-small-btn" type="button" data-test=${test} onClick=${onClick}>${label}</button>`;
  return html`<div class="palm-reading" ref=${place} data-test="reading" data-state=${state}>
    ${state === "reading" && button("read-pause", t("暂停朗读"), () => reader.current.pause())}
    ${state === "paused" && button("read-on", t("接着朗读"), () => reader.current.go())}
    ${state === "reading" || state === "paused"
      ? button("read-stop", t("不读了"), () => reader.current.stop())
      : button("read-aloud", t("朗读这一页"), start)}
    <p role="status">${state in SAID ? SAID[state]() : ""}</p>
  </div>`;
}
