// Scanning a shown licence (扫一扫): by the camera, or from a picture; typing the code stays as the other way.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { t } from "../lib/language.js";
import { Button, Note } from "../lib/parts.js";

const LOOK_EVERY_MS = 150;

// What the browser calls it, in words that say what to do.
const troubles = () => ({
  NotAllowedError: [t("没有允许使用相机"), t("在手机设置里允许这个浏览器使用相机，或者从照片里识别，也可以手工输入编码。")],
  NotFoundError: [t("没有找到相机"), t("可以从照片里识别，也可以手工输入编码。")],
  NotReadableError: [t("相机正被别的应用使用"), t("关掉正在用相机的应用，再试一次。")],
  unsupported: [t("这个浏览器不能用相机"), t("可以从照片里识别，也可以手工输入编码。")],
  noCode: [t("照片里没有认出二维码"), t("请把二维码拍清楚、拍完整再试，也可以手工输入编码。")],
  noPicture: [t("这个文件打不开"), t("请选一张照片或截屏。")],
  slow: [t("识别功能没有取下来"), t("多半是网络断了一下，再试一次；也可以手工输入编码。")],
});

function Trouble({ kind }) {
  const [title, advice] = troubles()[kind] ?? troubles().unsupported;
  return html`<${Note} kind="warn" title=${title} test="scan-trouble"><p data-kind=${kind}>${advice}</p><//>`;
}

async function opened() {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "unsupported");
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } });
}

function useCamera(onFound, onTrouble) {
  const video = useRef(null);
  const [track, setTrack] = useState(null);
  useEffect(() => {
    let isOver = false, timer = 0, stream = null;
    const close = () => {
      isOver = true;
      clearTimeout(timer);
      stream?.getTracks().forEach((each) => each.stop());
    };
    const start = async () => {
      const [{ cameraReader }, given] = await Promise.all([import("../lib/read-qr.js").catch(() => { throw new DOMException("", "slow"); }), opened()]);
      stream = given;
      if (isOver) return close();
      video.current.srcObject = stream;
      await video.current.play();
      setTrack(stream.getVideoTracks()[0]);
      const read = cameraReader(video.current);
      const look = () => {
        if (isOver) return;
        const text = read();
        if (text) {
          close();
          onFound(text);
        } else timer = setTimeout(look, LOOK_EVERY_MS);
      };
      look();
      return undefined;
    };
    start().catch((error) => {
      if (!isOver) onTrouble(error.name);
      close();
    });
    // In a pocket nobody scans, and a camera left on is what people fear.
    const leave = () => document.hidden && (close(), onTrouble(""));
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      close();
    };
  }, []);
  return { video, track };
}

function Torch({ track }) {
  const [isOn, setOn] = useState(false);
  if (!track?.getCapabilities?.().torch) return null;
  const flip = () => track.applyConstraints({ advanced: [{ torch: !isOn }] }).then(() => setOn(!isOn), () => {});
  return html`<${Button} kind="default" test="scan-torch" onClick=${flip}>${isOn ? t("关掉手电") : t("打开手电")}<//>`;
}

function Camera({ onFound, onTrouble }) {
  const { video, track } = useCamera(onFound, onTrouble);
  return html`<div class="palm-scan palm-inset" data-test="scan-camera">
    <video class="palm-scan__picture" ref=${video} playsinline muted aria-label=${t("相机画面")}></video>
    <p role="status">${track ? t("把二维码放进框里，离近一点。") : t("正在打开相机…")}</p>
    <${Torch} track=${track} />
    <${Button} kind="default" test="scan-close" onClick=${() => onTrouble("")}>${t("关掉相机")}<//>
  </div>`;
}

function Photo({ onFound, onTrouble }) {
  const [isBusy, setBusy] = useState(false);
  const take = async (event) => {
    const [file] = event.currentTarget.files;
    event.currentTarget.value = "";
    if (!file) return;
    onTrouble("");
    setBusy(true);
    const kind = await read(file, onFound);
    setBusy(false);
    if (kind) onTrouble(kind);
  };
  return html`<label class="weui-btn weui-btn_default palm-btn palm-pick">
    ${isBusy ? t("正在识别…") : t("从照片里识别")}
    <input class="palm-pick__file" type="file" accept="image/*" disabled=${isBusy} data-test="scan-photo" onChange=${take} />
  </label>`;
}

// What stood in the way; "" where the code was found.
async function read(file, onFound) {
  let reader;
  try {
    reader = await import("../lib/read-qr.js");
  } catch {
    return "slow";
  }
  try {
    const text = await reader.readPhoto(file);
    if (text) onFound(text);
    return text ? "" : "noCode";
  } catch {
    return "noPicture";
  }
}

export function Scan({ onFound }) {
  const [isOpen, setOpen] = useState(false);
  const [trouble, setTrouble] = useState("");
  const stop = (kind) => {
    setOpen(false);
    setTrouble(kind);
  };
  const found = (text) => {
    stop("");
    onFound(text);
  };
  const open = () => {
    setTrouble("");
    setOpen(true);
  };
  return html`${isOpen
      ? html`<${Camera} onFound=${found} onTrouble=${stop} />`
      : html`<${Button} test="scan-open" onClick=${open}>${t("扫一扫")}<//>`}
    <${Photo} onFound=${found} onTrouble=${stop} />
    <div role="status">${trouble && html`<${Trouble} kind=${trouble} />`}</div>`;
}
