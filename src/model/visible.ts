/** Characters that hide or turn text round, and how they are shown instead. A cluster chooses its strings, not we. */

/** Control and format characters, lone surrogates, line separators, and all that is drawn as nothing; for a `u` pattern. */
export const hidden = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]'

/** U+202E as `\u202e`, U+E0041 as `\u{e0041}`. */
export function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex}`
}
