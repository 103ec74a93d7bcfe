/** Writes YAML that every parser reads back as the same value; strings that could be taken for something else are quoted. */
import { hiding, visible } from './visible.ts'

const taken = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i

/** Words that begin with a letter, with single spaces or colons between them. */
const isPlain = (text: string) => /^[A-Za-z_/][\w./@%+=-]*(?:[ :][\w./@%+=-]+)*$/.test(text) && !taken.test(text)

/** JSON is YAML; but what hides is escaped, and beyond U+FFFF that is `\U` and eight digits. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(hiding, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16)
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`
  })
}

/** A scalar on one line. */
function scalar(value: unknown): string {
  if (typeof value === 'string') return isPlain(value) ? value : quoted(value)
  return JSON.stringify(value) ?? 'null'
}

/** Text of several lines as a block, where a block can hold it. */
function block(text: string, indent: string): string | undefined {
  const body = text.replace(/\n$/, '')
  if (!body.includes('\n') || /^\s|\n\n$|[^\S\n ]/.test(text) || visible(body) !== body) return undefined
  if (body.split('\n').some((line) => line !== '' && line.trim() === '')) return undefined
  return `|${text.endsWith('\n') ? '' : '-'}${`\n${body}`.replace(/\n(?=[^\n])/g, `\n${indent}`)}`
}

const isEmpty = (value: object) => (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0)

/** What stands behind `key:` or `-`, with its leading space or line break. */
function behind(value: unknown, indent: string): string {
  if (typeof value === 'string') return ` ${block(value, indent) ?? scalar(value)}`
  if (typeof value !== 'object' || value === null) return ` ${scalar(value)}`
  if (isEmpty(value)) return Array.isArray(value) ? ' []' : ' {}'
  return `\n${lines(value, indent).join('\n')}`
}

function lines(value: object, indent: string): string[] {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}-${behind(item, inner).replace(/^\n\s+/, ' ')}`)
  }
  return Object.entries(value).map(([key, child]) => `${indent}${scalar(key)}:${behind(child, inner)}`)
}

/** A value as a YAML document, without a final line break. */
export function yaml(value: unknown): string {
  return typeof value === 'object' && value !== null ? behind(value, '').trimStart() : scalar(value)
}

export const yamlKey = (key: string): string => scalar(key)

/** A value that belongs at some depth: what follows `key:`. */
export const yamlBehind = behind
