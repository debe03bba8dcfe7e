// For whom something is read: a screen finds it out by itself and says it, and what follows is done for that party.
import { learnParties } from "./acting.js";
import { asPerson, C, one } from "./calls.js";
import { kept } from "./kept.js";

const isOfAnother = (problem) => problem.status === 404 || problem.code === "not-representative";

// Whether it is by a mandate (受托) is remembered by its last day: other pages offer less then.
function actAs({ partyId, until }) {
  kept.write("acting", partyId);
  kept.write("agency", until ?? null);
}

const sideOf = (home) => home.parties.find((party) => party.partyId === home.actingFor) ?? { partyId: home.actingFor };

async function readAs(options) {
  const home = await asPerson("GET", options?.isMyself ? `${C}/home?choose=waiting` : `${C}/home`, options);
  actAs(sideOf(home));
  learnParties(home.parties.length);
  return home;
}

// Nobody was chosen yet: the one for whom something waits, else who has anything, else oneself; the server looks.
export async function home() {
  try {
    if (kept.read("acting")) return await readAs();
  } catch (problem) {
    if (!isOfAnother(problem)) throw problem; // somebody else signed in on this phone since
    kept.drop("acting");
  }
  return readAs({ isMyself: true });
}

// A notice, a bookmark, a code lead to a thing, not to the party it is for.
export async function screen(path) {
  const { side, ...shown } = await asPerson("GET", path, { isMyself: true });
  actAs(side);
  return shown;
}

// A smaller part of a case: opened by an address kept from yesterday, the case itself says for whom it is.
export async function ofCase(id, path) {
  try {
    if (kept.read("acting")) return await asPerson("GET", path);
  } catch (problem) {
    if (!isOfAnother(problem)) throw problem;
  }
  await screen(`${C}/cases/${one(id)}/form/screen`);
  return asPerson("GET", path);
}

// A mandate opens none of the principal's own lists: whoever acts by one asks as themselves.
export async function mandates() {
  const path = `${C}/mandates`;
  try {
    return await asPerson("GET", path);
  } catch (problem) {
    if (!kept.read("acting") || !isOfAnother(problem)) throw problem;
  }
  return asPerson("GET", path, { isMyself: true });
}
