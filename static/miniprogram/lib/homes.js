// @ts-check
// What waits for this person, as the first screen of the party for whom something waits.

const ASKING = new Set(["fill_form", "confirm_form", "supplement", "give_material"]);

/** @param {{ state: string, next: { action: string } }} each */
const waits = (each) => each.state === "invited" || ASKING.has(each.next.action);

/**
 * One line on the first page.
 * @typedef {{ id: string, matterId: string, title: string, state: string, code: string, lastDay: string, path: string, waits: boolean,
 *   isMatter: boolean }} Line
 */

/**
 * @param {any} home
 * @returns {{ party: string, others: number, waiting: Line[], running: Line[] }}
 */
function linesOf(home) {
  const acting = home.parties.find((/** @type {any} */ party) => party.partyId === home.actingFor);
  const begun = new Set(home.cases.map((/** @type {any} */ each) => each.matterId));
  /** @type {Line[]} */
  const lines = [
    // a matter under way stands there as its cases already
    ...home.matters
      .filter((/** @type {any} */ matter) => matter.state === "invited" || !begun.has(matter.matterId))
      .map((/** @type {any} */ matter) => ({
        id: matter.matterId, matterId: matter.matterId, title: matter.title, state: matter.next.label, code: matter.next.action,
        lastDay: matter.state === "invited" ? matter.lastDay : "", path: `/matters/${matter.matterId}`, waits: waits(matter), isMatter: true,
      })),
    ...home.cases.map((/** @type {any} */ each) => ({
      id: each.caseId, matterId: each.matterId, title: each.itemName, state: each.stateText, code: each.state, lastDay: "",
      path: `/cases/${each.caseId}`, waits: waits(each), isMatter: false,
    })),
  ];
  return {
    party: acting && acting.kind !== "person" ? acting.name : "",
    others: home.parties.length - 1,
    waiting: lines.filter((line) => line.waits),
    running: lines.filter((line) => !line.waits),
  };
}

module.exports = { linesOf, waits };
