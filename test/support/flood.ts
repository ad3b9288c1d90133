/** How the lines of the embedded account's scenario `flood` are told apart. */

/** The function that floods its log. */
export const LOUD = 'orders-api-prod';

/** An invocation's lines are so far apart in number, as so many execution environments take turns. */
const ENVIRONMENTS = 40;
/** Lines of an invocation, at the scenario's own rate. */
const LINES_EACH = 500;

/**
 * The number of a line, at the scenario's own rate: the flood's own lines say it, Lambda's follow from their request id,
 * which ends with the number of the invocation's first line. Undefined for an initialisation, which has none.
 */
export function numberOf(message: string): number | undefined {
  const told = /#(\d+)|"seq":(\d+)/.exec(message);
  if (told !== null) return Number(told[1] ?? told[2]);
  const system = /^(START|END|REPORT) RequestId: [0-9a-f-]{24}(\d{12})/.exec(message);
  if (system === null) return undefined;
  const line = system[1] === 'START' ? 0 : system[1] === 'END' ? LINES_EACH - 2 : LINES_EACH - 1;
  return Number(system[2]) + line * ENVIRONMENTS;
}
