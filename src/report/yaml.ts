/** The assessment as YAML, in pieces. Strings that are not plainly words are quoted as in JSON, which YAML 1.2 reads alike. */
import type { Assessed } from '../model/assessment.ts'

export function* yaml(assessment: Assessed): Generator<string> {
  for (const [key, value] of Object.entries(assessment)) {
    if (value === undefined) continue
    if (typeof value !== 'object' || !(Symbol.iterator in value)) {
      yield `${key}:${block(value, '  ')}\n`
      continue
    }
    yield `${key}:`
    let isEmpty = true
    for (const item of value as Iterable<unknown>) {
      yield `${isEmpty ? '\n' : ''}  -${entry(item, '    ')}\n`
      isEmpty = false
    }
    if (isEmpty) yield ' []\n'
  }
}

/** One small object as a YAML document. */
export const yamlOf = (value: object): string => `${block(value, '').trimStart()}\n`

/** A value behind a key: on the same line where it is short, else indented below. */
function block(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return ` ${scalar(value)}`
  if (Array.isArray(value)) return value.length === 0 ? ' []' : value.map((item) => `\n${indent}-${entry(item, `${indent}  `)}`).join('')
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return members.length === 0 ? ' {}' : members.map(([key, member]) => `\n${indent}${word(key)}:${block(member, `${indent}  `)}`).join('')
}

/** An item behind a dash: the first member of an object stands on the line of the dash. */
function entry(value: unknown, indent: string): string {
  const text = block(value, indent)
  return text.startsWith(`\n${indent}`) ? ` ${text.slice(indent.length + 1)}` : text
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return word(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'null'
}

/** Words that YAML 1.1 or 1.2 takes for something else than a string. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|~|nan|inf)$/i

function word(text: string): string {
  if (/^[A-Za-z_/][\w./ -]*$/.test(text) && !text.endsWith(' ') && !text.includes(' -') && !reserved.test(text)) return text
  // JSON escapes all below U+0020 and lone surrogates; YAML forbids a few more.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
