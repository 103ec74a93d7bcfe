/** The YAML dialect that kubectl reads: which plain scalars are strings, and which are something else. */

export type Scalar = string | number | boolean | null

const words = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
])
const longestWord = 5
const integer = /^[-+]?(?:0[bB][01]+|0[oO]?[0-7]+|0[xX][\da-fA-F]+|0|[1-9]\d*)$/
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const startsWithDot = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+)?$/

/** The value of a plain scalar. Numbers that are not finite are given as they are; Kubernetes takes none of them. */
export function resolvePlain(text: string): Scalar {
  if (text.length <= longestWord) {
    const word = words.get(text)
    if (word !== undefined) return word
  }
  const first = text.charCodeAt(0)
  if ((first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2b || first === 0x2e) return numberIn(text)?.value ?? text
  return text
}

/** Underscores may stand anywhere but in front; a leading 0 makes octal, unless an 8 or 9 makes it decimal. */
function numberIn(text: string): { readonly value: number; readonly whole: boolean } | undefined {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  if (text.startsWith('.') && !startsWithDot.test(text)) return undefined
  if (integer.test(plain)) {
    const value = wholeNumber(plain)
    if (value !== undefined) return { value, whole: true }
  }
  if (!float.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? { value: value === 0 ? 0 : value, whole: false } : undefined
}

/** Undefined where 64 bits cannot hold it. */
function wholeNumber(text: string): number | undefined {
  const negative = text.startsWith('-')
  const digits = negative || text.startsWith('+') ? text.slice(1) : text
  const value = digits.length > 1 && digits.startsWith('0') && /\d/.test(digits.charAt(1)) ? Number.parseInt(digits, 8) : Number(digits)
  if (value > (negative || digits !== text ? 2 ** 63 : 2 ** 64)) return undefined
  return negative && value !== 0 ? -value : value
}

/** A plain scalar as the key of a mapping: an unquoted `n` becomes "false", `0777` becomes "511". Undefined for null, which is no key. */
export function resolveKey(text: string): string | undefined {
  const value = resolvePlain(text)
  if (typeof value !== 'number') return value === null ? undefined : String(value)
  return numberIn(text)?.whole === false ? showFloat(value) : String(value)
}

/** As Go prints a float of 32 bits in its shortest form. */
function showFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'
  const single = Math.fround(value)
  let shortest = String(single)
  for (let digits = 1; digits <= 9; digits++) {
    shortest = single.toPrecision(digits)
    if (Math.fround(Number(shortest)) === single) break
  }
  const [mantissa = '', exponent = '0'] = Number(shortest).toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(shortest))
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

const tagPrefix = 'tag:yaml.org,2002:'

/**
 * The value of a scalar that carries a tag. Tags that are not YAML's own change nothing: the scalar is text.
 * @returns undefined where the text is no value of that tag
 */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
  const sort = tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : ''
  if (sort === 'binary') return Buffer.from(text, 'base64').toString('utf8')
  if (sort !== 'int' && sort !== 'float' && sort !== 'bool' && sort !== 'null') return text
  const value = resolvePlain(text)
  const found =
    value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value === 'number'
          ? Number.isInteger(value) && sort === 'int'
            ? 'int'
            : 'float'
          : 'str'
  return found === sort ? value : undefined
}
