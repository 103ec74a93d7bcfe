/** What stands in the place of a credential that the door took out: `<redacted: private key>`. */

export const redacted = (sort: string): string => `<redacted: ${sort}>`

/** The sort of credential that was taken out, if the value is such a replacement. */
export function redactedSort(value: string): string | undefined {
  return /<redacted: ([^>]+)>/.exec(value)?.[1]
}
