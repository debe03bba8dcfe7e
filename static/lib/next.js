// Where the server's "next step" (下一步) lies on this phone; an action it does not know is not shown as a button.
const one = (id) => encodeURIComponent(id);

export const pathOfForms = (matterId) => `/matters/${one(matterId)}/forms`;

// With a matter the forms of all its cases are looked over together; that page goes on to the form of a single one.
export function pathOfNext(next, { caseId, matterId, licenceId }) {
  switch (next?.action) {
    case "answer": return matterId && `/matters/${one(matterId)}`;
    case "fill_form":
    case "confirm_form": return matterId ? pathOfForms(matterId) : caseId && `/cases/${one(caseId)}/form`;
    case "rate": return caseId && `/cases/${one(caseId)}/rating`;
    case "view_licence": return licenceId ? `/licences/${one(licenceId)}` : "/wallet";
    default: return null;
  }
}

const ASKING = new Set(["fill_form", "confirm_form"]);

// Whether a matter or a case of the first screen waits for the person, and for nobody else.
export const waits = (each) => each.state === "invited" || ASKING.has(each.next.action);

// The states in which the clock still runs: after a decision its light says nothing to the person.
export const UNDECIDED = new Set(["intended", "with_staff", "confirmed", "filed", "accepted"]);

// The light of the clock (时限): told in words too, colour is never the only cue.
export const LIGHTS = { green: "时间充足", yellow: "快到时限", red: "已超时限" };
