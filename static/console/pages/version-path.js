// Where one version of an item lies on this desk: both names are needed to ask for it.
export const pathOfVersion = (item, version) => `/items/${encodeURIComponent(item)}/versions/${encodeURIComponent(version)}`;
