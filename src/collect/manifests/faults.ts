/** What is wrong with a text, in words: YAML's own errors said again for people who did not write a parser. */

export interface Fault {
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  readonly says: string
}

/** Thrown where a document cannot be read. */
export class Broken extends Error implements Fault {
  readonly line: number
  readonly column: number
  readonly says: string
  constructor(line: number, column: number, says: string) {
    super(says)
    this.line = line
    this.column = column
    this.says = says
  }
}

/** Patterns of js-yaml's reasons, and what they mean; the first that fits counts. Others are clear enough as they are. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^tab characters/, 'a tab in the indentation; YAML takes spaces alone'],
  [/^bad indentation of a mapping entry/, 'indented unlike the lines around it'],
  [/^bad indentation of a sequence entry/, 'a list entry indented unlike the ones before it'],
  [/^(can not read a block mapping entry|expected ':')/, 'neither a key with a colon nor part of the line before'],
  [/^a whitespace character is expected after/, 'a space is missing after the colon'],
  [/^(end of the stream or a document separator|directives end mark)/, 'text that belongs to nothing before it'],
  [/within a (single|double) quoted scalar/, 'a quote that opens before is never closed'],
  [/within a flow collection/, 'a bracket that opens before is never closed'],
  [/^missed comma/, 'a comma is missing between entries in brackets'],
  [/^expected the node content/, 'a comma with nothing before it'],
  [/^deficient indentation/, 'indented less than the bracket or quote it stands in'],
  [/^the stream contains non-printable|^expected valid JSON character/, 'holds a control character'],
  [/^unknown escape|^expected hexadecimal/, 'an escape that double quotes do not know; use single quotes, or two backslashes'],
  [/^nesting exceeded/, 'nested more than 100 levels deep'],
  [/^a line break is expected/, 'text after | or >; its lines begin below'],
  [/^unacceptable YAML version/, 'a version of YAML other than 1'],
]

/** @param position where in the text js-yaml gave up */
export function inWords(reason: string, text: string, position: number): string {
  const before = text.slice(text.lastIndexOf('\n', position - 1) + 1, position)
  if (reason.startsWith('bad indentation of a mapping entry') && before.trim() !== '') {
    if (text[position] !== ':') return 'text behind the end of the value'
    if (before.includes(': ')) return 'a second colon in one line; a value that holds ": " needs quotes'
  }
  return meanings.find(([pattern]) => pattern.test(reason))?.[1] ?? reason
}

/** `{{` where a line, a list entry or a value begins: there YAML takes it for brackets, and fails. Elsewhere it is text. */
const template = /^[ \t]*(?:- +)*(?:[^\s#'"][^#'"\n]*: +)?\{\{/m
const templateCall = /\{\{-?\s*(?:\/\*|include|template|if|else|end|range|with|define|tpl|toYaml|default|required|\$|\.[A-Za-z])/

/** Whether a text calls for templates that may make objects, as Helm's do. */
export const makesObjects = (text: string): boolean => templateCall.test(text)

/** The line, counted from 0, on which a text shows itself to be a template; undefined where it shows no such thing. */
export function templateLine(text: string, faultLine: number): number | undefined {
  const found = template.exec(text)
  if (found) return text.slice(0, found.index + found[0].length).split('\n').length - 1
  return text.split('\n')[faultLine]?.includes('{{') ? faultLine : undefined
}

export const templateWords = 'a template ({{ }}), no manifest yet: render it first, as with `helm template`'
