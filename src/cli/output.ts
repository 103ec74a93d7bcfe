/** Results on stdout or in files; notes on stderr. */
import about from '../../package.json' with { type: 'json' }
import { writeWhole } from '../doors/files.ts'
import type { Assessed } from '../model/assessment.ts'
import { UsageError } from '../model/usage-error.ts'
import { reporters } from '../report/reporters.ts'
import { hint } from '../model/nearest.ts'

export interface Output {
  readonly format: string
  /** Stdout where there is none. */
  readonly file?: string
}

/** `['sarif=x.sarif', 'text']` -> where each format goes. At most one may go to stdout. */
export function parseOutputs(formats: readonly string[] | undefined): Output[] {
  const outputs = (formats ?? ['text']).map((text): Output => {
    const at = text.indexOf('=')
    const format = at === -1 ? text : text.slice(0, at)
    if (!Object.hasOwn(reporters, format))
      throw new UsageError(`unknown format ${format}${hint(format, Object.keys(reporters))}; known: ${Object.keys(reporters).join(', ')}`)
    if (at === -1) return { format }
    const file = text.slice(at + 1)
    if (file === '') throw new UsageError(`-f ${text}: name a file after the =`)
    return { format, file }
  })
  const toStdout = outputs.filter((output) => output.file === undefined)
  if (toStdout.length > 1) throw new UsageError(`only one format can go to stdout; give the others a file: -f ${toStdout[1]?.format}=FILE`)
  return outputs
}

/** Writes to stdout and waits while the reader is slow. */
export async function print(content: string | Iterable<string>): Promise<void> {
  for (const part of typeof content === 'string' ? [content] : content) {
    if (!process.stdout.write(part)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
}

export const note = (text: string): void => void process.stderr.write(`${text}\n`)

export interface Look {
  readonly width?: number
  readonly colour?: boolean
}

/** Columns of a text report: what was asked for, else the terminal's, within reason. */
export function widthOf(asked: number | undefined): number {
  if (asked !== undefined && !(asked >= 40 && asked <= 400)) throw new UsageError('--width takes a number of columns from 40 to 400')
  return asked ?? Math.min(Math.max(process.stdout.columns ?? 80, 60), 120)
}

/** Colour is on for a terminal that did not say no. */
export function colourOf(asked: boolean | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (asked === false || (NO_COLOR !== undefined && NO_COLOR !== '')) return false
  return (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') || process.stdout.isTTY === true
}

export async function show(assessment: Assessed, outputs: readonly Output[], look: Look): Promise<void> {
  for (const { format, file } of outputs) {
    const reporter = await reporters[format as keyof typeof reporters]?.load()
    if (!reporter) continue
    const content = reporter(assessment, { width: widthOf(look.width), colour: file === undefined && colourOf(look.colour), version: about.version })
    if (file === undefined) await print(content)
    else {
      await writeWhole(file, content)
      note(`${format} written to ${file}`)
    }
  }
}
