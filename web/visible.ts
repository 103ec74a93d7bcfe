/** Text from a cluster as a person may safely see it: what hides or turns text round is shown as an escape. */

// Control and format characters but tab and newline, lone surrogates, line separators, and all that is drawn as nothing.
export const hiding = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** U+202E as `\u202e`, U+E0041 as `\u{e0041}`. */
function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex}`
}

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
