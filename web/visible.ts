/** Text from a cluster as a person may safely see it: what hides or turns text round is shown as an escape. */
import { escaped, hidden } from '../src/model/visible.ts'

/** Tab and newline are no danger in a page. */
export const hiding = new RegExp(`(?![\\t\\n])${hidden}`, 'gu')

export function visible(text: unknown): string {
  return String(text ?? '').replace(hiding, escaped)
}

/** Whether anything in it would be hidden or turned round. */
export function isHiding(text: string): boolean {
  return visible(text) !== text
}

/** At most `length` characters, for lists; the whole stands where the thing is opened. */
export function clip(text: unknown, length = 240): string {
  const shown = visible(text)
  return shown.length <= length ? shown : `${shown.slice(0, length)}…`
}

/** 12345 -> `12,345`. */
export const showCount = (count: number): string => count.toLocaleString('en-US')

/** `1 finding`, `2 findings`. */
export const plural = (count: number, one: string): string => `${showCount(count)} ${one}${count === 1 ? '' : 's'}`
