// What the face vendor is told about this browser when a check is opened (MetaInfo).
// Its own collector is a script on its own host, which our content policy bars; these are the plain facts it needs
// to choose the H5 flow, and nothing that follows a person from site to site.
export function metaInfo() {
  return JSON.stringify({
    apiVersion: "1.0",
    bizType: "ZIM",
    deviceType: "h5",
    appName: "palm-office-h5",
    ua: navigator.userAgent,
    language: navigator.language,
    screen: `${window.screen.width}x${window.screen.height}`,
    hasCamera: Boolean(navigator.mediaDevices?.getUserMedia),
  });
}
