// Handing in a file (提交材料): a photograph, a picture or a PDF of at most ten megabytes, on the phone or at the desk.
// A big picture is made smaller before it goes over a slow network; what is handed in is shown.
import { Note } from "./controls.js";
import { html, useEffect, useId, useRef, useState } from "./html.js";
import { plain, t } from "./language.js";
import { useDoing } from "./loading.js";
import { uploading } from "./upload.js";
import { Problem } from "./wire.js";

const PDF = "application/pdf";
const PICTURES = ["image/jpeg", "image/png"];
const MOST_BYTES = 10 * 1024 * 1024;
const EASY_BYTES = 1024 * 1024; // below it a picture goes as it is
const LONGEST_SIDE = 2400; // print on the page of a document stays readable
const QUALITY = 0.82;
const PREVIEW = 240;

const hasCamera = () => window.matchMedia("(pointer: coarse)").matches;

export const sizeOf = (bytes) => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`);

const wrongType = () => new Problem({ code: "wrong-type", title: t("只收 PDF、JPG 和 PNG"), advice: t("请重新拍照，或者换一个文件。") });
const tooLarge = (bytes) => new Problem({ code: "too-large", title: t`文件有 ${sizeOf(bytes)}，超过 10 MB`, advice: t("请调低清晰度，或者拍照提交。") });

function drawn(picture, longest) {
  const share = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * share));
  canvas.height = Math.max(1, Math.round(picture.height * share));
  const board = canvas.getContext("2d");
  board.fillStyle = "#ffffff"; // a JPEG knows no transparency
  board.fillRect(0, 0, canvas.width, canvas.height);
  board.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const asJpeg = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, PICTURES[0], QUALITY));

// What is sent, and the picture of it where it is one. A phone's own format (HEIC, WebP) is sent as JPEG where it can be read.
async function prepared(file) {
  if (file.type === PDF) {
    if (file.size > MOST_BYTES) throw tooLarge(file.size);
    return { file };
  }
  const picture = file.type.startsWith("image/") ? await createImageBitmap(file).catch(() => null) : null;
  const isOurs = PICTURES.includes(file.type);
  if (!picture && !isOurs) throw wrongType();
  if (picture && (!isOurs || file.size > EASY_BYTES)) {
    const smaller = await asJpeg(drawn(picture, LONGEST_SIDE));
    if (smaller && (!isOurs || smaller.size < file.size)) return { file: smaller, picture };
  }
  if (file.size > MOST_BYTES) throw tooLarge(file.size);
  return { file, picture };
}

function Preview({ picture, label, test }) {
  const place = useRef(null);
  useEffect(() => {
    place.current.replaceChildren(drawn(picture, PREVIEW));
  }, [picture]);
  return html`<p class="palm-preview" ref=${place} role="img" aria-label=${plain(label)} data-test=${test}></p>`;
}

// The whole button is the browser's own file field: no words of the browser's stand beside ours.
function Chooser({ said, about, accept, capture, isOff, test, onTake }) {
  const take = (event) => {
    const [file] = event.currentTarget.files;
    if (file) onTake(file);
    event.currentTarget.value = ""; // the same file may be chosen again after a refusal
  };
  return html`<label class="weui-btn weui-btn_default palm-btn palm-give" aria-disabled=${isOff ? "true" : undefined}>${said}
    <input type="file" accept=${accept} capture=${capture} disabled=${isOff} aria-describedby=${about} data-test=${test} onChange=${take} /></label>`;
}

function Share({ share, test }) {
  return html`<p class="palm-share"><progress max="1" value=${share} aria-label=${plain(t("已经传了"))} data-test=${test}></progress>
    <span aria-hidden="true">${Math.floor(share * 100)}%</span></p>`;
}

// `send(file, carry)` hands it in by what tells how much of it has gone.
export function GiveFile({ label, isGiven, send, test }) {
  const [said, setSaid] = useState("");
  const [share, setShare] = useState(null);
  const [picture, setPicture] = useState(null);
  const about = useId();
  const sending = useDoing(async (chosen) => {
    setSaid("");
    setPicture(null);
    const { file, picture: seen } = await prepared(chosen);
    setSaid(t`正在上传（${sizeOf(file.size)}），网慢的时候要等一会儿…`);
    setShare(0);
    try {
      await send(file, uploading(setShare));
    } catch (problem) {
      setSaid("");
      throw problem;
    } finally {
      setShare(null);
    }
    setPicture(seen ?? null);
    setSaid(t("✓ 已收下"));
  });
  const { problem } = sending;
  const common = { about, isOff: sending.isBusy, onTake: sending.perform };
  return html`<div class="palm-inset"><p class="palm-field__label" id=${about}>${isGiven ? t`✓ ${label}已经交了，可以换一份` : label}</p>
    ${hasCamera() && html`<${Chooser} ...${common} said=${t("拍照")} accept="image/*" capture="environment" test=${`${test}-camera`} />`}
    <${Chooser} ...${common} said=${t("选照片或 PDF")} accept=${[PDF, ...PICTURES, "image/*"].join(",")} test=${test} />
    <p class="palm-small" role="status">${said}</p>
    ${share !== null && html`<${Share} share=${share} test=${`${test}-share`} />`}
    ${picture && html`<${Preview} picture=${picture} label=${t`刚交的照片：${label}`} test=${`${test}-preview`} />`}
    ${problem && html`<${Note} kind="problem" title=${problem.title}><p>${problem.advice}</p><//>`}</div>`;
}
