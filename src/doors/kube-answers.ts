/** Reads what an API server answered: JSON, or why there is none. */
import type { Answer } from './http.ts'
import { KubeError, tame } from './kube-errors.ts'

/** @param from who answered, for messages. Throws `KubeError` unless the answer is a good one. */
export function readAnswer(answer: Answer, from: string): Readonly<Record<string, unknown>> {
  if (answer.status < 200 || answer.status >= 300) throw faultOf(answer, from)
  const body = jsonOf(answer)
  if (!body) throw new KubeError('not kubernetes', `${from} answers ${described(answer)} in place of JSON; a proxy or a login page may stand between`)
  return body
}

export function faultOf(answer: Answer, from: string): KubeError {
  const { status, headers } = answer
  const body = jsonOf(answer)
  const isStatus = body?.['kind'] === 'Status'
  const said = isStatus && typeof body['message'] === 'string' && body['message'] !== '' ? body['message'] : `${from} answers ${described(answer)}`
  const ahead = typeof headers.date === 'string' ? Math.round((Date.now() - Date.parse(headers.date)) / 1000) : undefined
  if (isBusy(status)) return new KubeError('busy', said)
  if (status === 401) return new KubeError('unknown caller', isStatus ? `${from} does not accept the credentials (401)` : said, ahead)
  if (!isStatus) return new KubeError('not kubernetes', `${said}; a proxy may stand between`)
  if (status === 403) return new KubeError('denied', said)
  return new KubeError(status === 404 ? 'absent' : status === 410 ? 'expired' : 'refused', said)
}

export const isBusy = (status: number): boolean => status === 429 || (status >= 500 && status !== 501)

/** Milliseconds that the server asks us to wait. */
export function retryAfter({ headers }: Answer): number | undefined {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 && headers['retry-after'] !== undefined ? seconds * 1000 : undefined
}

function jsonOf({ headers, body }: Answer): Record<string, unknown> | undefined {
  if (/html/i.test(headers['content-type'] ?? '')) return undefined
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** `HTML (200, "Sign in")`: enough to know a stranger by. */
function described({ status, headers, body }: Answer): string {
  const type = headers['content-type']?.split(';')[0] ?? 'something'
  const title = /<title[^>]*>([^<]{1,80})/i.exec(body.subarray(0, 20_000).toString('utf8'))?.[1]
  return `${/html/i.test(type) ? 'HTML' : tame(type)} (${status}${title === undefined ? '' : `, "${tame(title)}"`})`
}
