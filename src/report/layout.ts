/** The page that a text report is set on: its width, its colours, hanging indents. */
import { createColors } from 'picocolors'
import type { Severity } from '../model/finding.ts'
import { columns, cut, wrap } from './plain.ts'
import type { LayerState } from './summary.ts'

export interface Page {
  readonly width: number
  /** Paints a word; the words say the same without. */
  paint(text: string, as: Paint): string
}

export type Paint = LayerState['worst'] | 'strong' | 'dim' | 'none'

export function pageOf(width: number, colour: boolean): Page {
  const { bold, dim, red, yellow, cyan, green, magenta } = createColors(colour)
  const same = (text: string): string => text
  const paints: Readonly<Record<Paint, (text: string) => string>> = {
    critical: (text) => bold(red(text)),
    high: red,
    medium: yellow,
    low: cyan,
    info: dim,
    clean: green,
    undecided: magenta,
    'not asked': dim,
    strong: bold,
    dim,
    none: same,
  }
  return { width, paint: (text, as) => paints[as](text) }
}

/** Text hung from a head: the first line behind it, the others indented alike. The head must be plain. */
export function hang(page: Page, head: string, as: Paint, body: string): string[] {
  const room = page.width - columns(head)
  // Where the head leaves no room, the text goes below it.
  if (room < 20) return [page.paint(cut(head.trimEnd(), page.width), as), ...wrap(body, page.width - 4).map((line) => `    ${line}`)]
  return wrap(body, room).map((line, i) => (i === 0 ? page.paint(head, as) : ' '.repeat(columns(head))) + line)
}

export function heading(page: Page, text: string): string[] {
  return wrap(text, page.width).map((line) => page.paint(line, 'strong'))
}

/** The margin of a line that tells of a severity. */
export const severityHead = (severity: Severity): string => `    ${severity.padEnd(10)}`
