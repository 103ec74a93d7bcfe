/** Lists as hostile input gives them: absent, null, of the wrong type, with holes. */

/** The list, or none where it is no list. */
export const listOf = <T>(list: readonly T[] | null | undefined): readonly T[] => (Array.isArray(list) ? list : [])

/** Its entries that are objects. */
export const objectsIn = <T extends object>(list: readonly (T | null | undefined)[] | null | undefined): readonly T[] =>
  listOf(list).filter((entry): entry is T => typeof entry === 'object' && entry !== null)
