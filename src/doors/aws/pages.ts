/** How the pages of an answer lead on. */

export type Page = Readonly<Record<string, unknown>>

/** The field of an answer, and the parameter it becomes in the next request. */
const ways = [
  ['nextToken', 'nextToken'],
  ['NextToken', 'NextToken'],
  ['NextMarker', 'Marker'],
  ['Marker', 'Marker'],
] as const

/** What the next request must say; undefined after the last page. `Marker` may be but an echo of the request. */
export function nextOf(page: Page): Readonly<Record<string, string>> | undefined {
  for (const [field, parameter] of ways) {
    const token = page[field]
    if (typeof token === 'string' && token !== '' && (field !== 'Marker' || page['IsTruncated'] === true)) return { [parameter]: token }
  }
  return undefined
}
