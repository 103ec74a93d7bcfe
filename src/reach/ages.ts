/** Ages, reckoned from the time of the facts. */

const day = 86_400_000

/** Whole days from one time to another, both ISO 8601; undefined where one of them is none. */
export function daysBetween(from: string | undefined, to: string): number | undefined {
  const days = from === undefined ? Number.NaN : (Date.parse(to) - Date.parse(from)) / day
  return Number.isNaN(days) ? undefined : Math.floor(days)
}
