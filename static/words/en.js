// The English of the page, one dictionary an area; `server` is what the server says and is asked by `told` only.
import first from "./en/first.js";
import forms from "./en/forms.js";
import identity from "./en/identity.js";
import mandates from "./en/mandates.js";
import outside from "./en/outside.js";
import parts from "./en/parts.js";
import reads from "./en/reads.js";
import server from "./en/server.js";
import settings from "./en/settings.js";

export const page = { ...parts, ...first, ...identity, ...reads, ...forms, ...mandates, ...settings, ...outside };
export { server };
