/** Pages joined into one answer, as the AWS CLI prints it, and errors as a dump writes them. */
import type { Page } from '../../doors/aws.ts'
import type { Body } from './answers.ts'

const tokens = new Set(['nextToken', 'NextToken', 'NextMarker', 'Marker', 'IsTruncated'])
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists go on, maps are joined field by field; of all else, the first page counts. Changes and returns `whole`. */
function join(whole: Record<string, unknown>, more: Record<string, unknown>): Record<string, unknown> {
  for (const [key, value] of Object.entries(more)) {
    const known = whole[key]
    if (Array.isArray(known) && Array.isArray(value)) for (const item of value) known.push(item)
    else if (isMap(known) && isMap(value)) join(known, value)
    else if (known === undefined) whole[key] = value
  }
  return whole
}

/** The answer so far and one more page of it; without what led from one to the other. */
export function merge(whole: Body, page: Page): Body {
  const told = Object.fromEntries(Object.entries(page).filter(([key]) => !tokens.has(key)))
  return whole === undefined ? told : join(whole, told)
}

/** The length of its longest list. */
export function sizeOf(whole: object): number {
  let size = 0
  for (const value of Object.values(whole)) {
    if (Array.isArray(value)) size = Math.max(size, value.length)
    else if (isMap(value)) size = Math.max(size, sizeOf(value))
  }
  return size
}

const longest = 400

/** What comes from the wire goes to terminals and files: one line of plain text. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)}...` : line
}

/** An error in the form in which a dump keeps it. */
export function errorAnswer(error: unknown, signal: AbortSignal): { readonly __error: { readonly name: string; readonly message: string } } {
  if (signal.aborted) {
    const { reason } = signal
    const why = reason instanceof Error && reason.name !== 'AbortError' ? clean(reason.message) : 'it was stopped before it was answered'
    return { __error: { name: 'Aborted', message: why } }
  }
  const { name = 'Error', message = '', code, $metadata } = error as { name?: string; message?: string; code?: string; $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode
  const hint = message.includes('to see the raw response') ? 'the answer is not what AWS sends' : message
  const parts = [/^Unknown/.test(name) && status !== undefined ? `HTTP ${status}` : '', hint === '' || hint === name ? (code ?? '') : hint]
  return { __error: { name: clean(String(name)), message: clean(parts.filter((part) => part !== '').join(': ')) } }
}
