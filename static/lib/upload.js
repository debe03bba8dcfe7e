// A file on its way (上传): sent and answered as by `fetch`, which does not tell how much of it has gone.
const EMPTY = new Set([204, 205, 304]); // answers that may have no body at all

function headersOf(request) {
  const lines = request.getAllResponseHeaders().trim().split("\r\n").filter(Boolean);
  return new Headers(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
}

// Takes a file there in the place of `fetch`. `onShare(share)`: how much has gone, from 0 to 1, each time some more has.
export const uploading = (onShare) => (path, { method, headers, body, signal, onMove }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new TypeError("no answer came"));
    if (signal.aborted) {
      fail();
      return;
    }
    request.open(method, path);
    request.responseType = "blob";
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => {
      onMove();
      onShare(total ? loaded / total : 0);
    };
    request.onload = () => {
      try {
        resolve(new Response(EMPTY.has(request.status) ? null : request.response, { status: request.status, headers: headersOf(request) }));
      } catch {
        fail(); // a status or a header no answer can have
      }
    };
    request.onerror = request.onabort = fail;
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
