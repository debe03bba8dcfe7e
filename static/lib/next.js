// Where the server's "next step" (下一步) lies on this phone; an action it does not know is not shown as a button.
import { kept } from "./kept.js";
import { t } from "./language.js";

const one = (id) => encodeURIComponent(id);
const HOLDERS_OWN = new Set(["rate", "view_licence"]); // no mandate (受托) is for these

export const pathOfForms = (matterId) => `/matters/${one(matterId)}/forms`;

// With a matter the forms of all its cases are looked over together; that page goes on to the form of a single one.
export function pathOfNext(next, { caseId, matterId, licenceId }) {
  if (HOLDERS_OWN.has(next?.action) && kept.read("agency")) return null;
  switch (next?.action) {
    case "answer": return matterId && `/matters/${one(matterId)}`;
    case "fill_form":
    case "confirm_form": return matterId ? pathOfForms(matterId) : caseId && `/cases/${one(caseId)}/form`;
    case "supplement": return caseId && `/cases/${one(caseId)}/supplement`;
    case "give_material": return caseId && `/cases/${one(caseId)}/promises`;
    case "rate": return caseId && `/cases/${one(caseId)}/rating`;
    case "view_licence": return licenceId ? `/licences/${one(licenceId)}` : "/wallet";
    default: return null;
  }
}

const ASKING = new Set(["fill_form", "confirm_form"]);
const OWED = new Set(["supplement", "give_material"]);

// Whether the person owes the office a material for a case already filed (补正, 容缺后补).
export const owes = (each) => OWED.has(each.next.action);

// Where something wrong is told (错证、缺证、找茬吐槽), about a case, a licence or nothing in particular.
export const newGrievance = (about) => `/grievances/new?${new URLSearchParams(about)}`;

// Whether a matter or a case of the first screen waits for the person, and for nobody else.
export const waits = (each) => each.state === "invited" || ASKING.has(each.next.action) || owes(each);

// The states in which the clock still runs: after a decision its light says nothing to the person.
export const UNDECIDED = new Set(["intended", "with_staff", "confirmed", "filed", "supplementing", "accepted"]);

// The light of the clock (时限): told in words too, colour is never the only cue.
export const lights = () => ({ green: t("时间充足"), yellow: t("快到时限"), red: t("已超时限") });
