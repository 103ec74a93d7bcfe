/** The nearest valid word to one that is not, for error messages. */

/** Edits (insert, delete, replace, swap) from one word to another. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** Undefined where nothing is near enough to be meant. A word that holds the other counts as near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(3, Math.ceil(word.length / 3)) + 0.5
  for (const candidate of known) {
    const name = candidate.slice(candidate.indexOf('/') + 1)
    const reach = Math.min(distance(word, candidate), distance(word, name) + 0.1, word.length > 3 && candidate.includes(word) ? 2 : Number.POSITIVE_INFINITY)
    if (reach < least) {
      least = reach
      best = candidate
    }
  }
  return best
}

/** ` (did you mean X?)`, or nothing. */
export function hint(word: string, known: Iterable<string>): string {
  const near = nearest(word, known)
  return near === undefined ? '' : ` (did you mean ${near}?)`
}
