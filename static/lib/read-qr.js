// Reads a QR code out of a camera's picture or of a photo. Loaded when somebody scans: its library is as large as half the page.
import { decodeQR } from "../vendor/qr/decode.js";

const CAMERA_SIDE = 640; // enough for a code held before the camera, and quick on a cheap phone
const PHOTO_SIDES = [1200, 640, 2000]; // a code may fill the photo or be a small part of it

// The text of the code, or "" where there is none to be read.
function readIn(canvas) {
  const { width, height } = canvas;
  try {
    return decodeQR(canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height));
  } catch {
    return "";
  }
}

function drawn(source, from, size, canvas = document.createElement("canvas")) {
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, from.x, from.y, from.width, from.height, 0, 0, size.width, size.height);
  return canvas;
}

// A reader for a playing video: the square in its middle, which is what the page shows.
export function cameraReader(video) {
  const canvas = document.createElement("canvas");
  return () => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (!side) return "";
    const from = { x: (video.videoWidth - side) / 2, y: (video.videoHeight - side) / 2, width: side, height: side };
    const size = Math.min(side, CAMERA_SIDE);
    return readIn(drawn(video, from, { width: size, height: size }, canvas));
  };
}

// Rejects where the file is no picture this browser opens.
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  try {
    const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
    const largest = Math.max(picture.width, picture.height);
    for (const side of PHOTO_SIDES) {
      const scale = Math.min(1, side / largest);
      const size = { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) };
      const found = readIn(drawn(picture, whole, size));
      if (found) return found;
      if (scale === 1) break;
    }
    return "";
  } finally {
    picture.close();
  }
}
