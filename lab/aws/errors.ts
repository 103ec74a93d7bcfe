/** Names and statuses of the errors that every AWS service can answer; each protocol family spells them its own way. */
import type { Model, Protocol } from './models.ts'
import type { Refusal } from './refusal.ts'

type Spelling = readonly [code: string, status: number]
type Family = 'json' | 'query' | 'ec2' | 's3'

/** What may befall any call, by the stand-in's word for it. */
export type Common = 'denied' | 'throttled' | 'failing' | 'unavailable' | 'expired' | 'unknown-key' | 'bad-signature' | 'skewed' | 'unsigned'

const spellings: Readonly<Record<Common, Readonly<Record<Family, Spelling>>>> = {
  denied: { json: ['AccessDeniedException', 400], query: ['AccessDenied', 403], ec2: ['UnauthorizedOperation', 403], s3: ['AccessDenied', 403] },
  throttled: { json: ['ThrottlingException', 400], query: ['Throttling', 400], ec2: ['RequestLimitExceeded', 503], s3: ['SlowDown', 503] },
  failing: { json: ['InternalFailure', 500], query: ['InternalFailure', 500], ec2: ['InternalError', 500], s3: ['InternalError', 500] },
  unavailable: { json: ['ServiceUnavailable', 503], query: ['ServiceUnavailable', 503], ec2: ['Unavailable', 503], s3: ['ServiceUnavailable', 503] },
  expired: { json: ['ExpiredTokenException', 400], query: ['ExpiredToken', 403], ec2: ['RequestExpired', 400], s3: ['ExpiredToken', 400] },
  'unknown-key': {
    json: ['UnrecognizedClientException', 400],
    query: ['InvalidClientTokenId', 403],
    ec2: ['AuthFailure', 401],
    s3: ['InvalidAccessKeyId', 403],
  },
  'bad-signature': {
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    ec2: ['AuthFailure', 401],
    s3: ['SignatureDoesNotMatch', 403],
  },
  skewed: { json: ['InvalidSignatureException', 400], query: ['SignatureDoesNotMatch', 403], ec2: ['RequestExpired', 400], s3: ['RequestTimeTooSkewed', 403] },
  unsigned: {
    json: ['MissingAuthenticationTokenException', 400],
    query: ['MissingAuthenticationToken', 403],
    ec2: ['AuthFailure', 401],
    s3: ['AccessDenied', 403],
  },
}

const families: Readonly<Record<Protocol, Family>> = { json: 'json', 'rest-json': 'json', query: 'query', ec2: 'ec2', 'rest-xml': 's3' }

/** Services over REST answer 403 and 429 where those over JSON-RPC answer 400. */
const restStatus: Partial<Record<Common, number>> = {
  denied: 403,
  throttled: 429,
  expired: 403,
  'unknown-key': 403,
  'bad-signature': 403,
  skewed: 403,
  unsigned: 403,
}

/** The code and status with which a service answers a refusal. */
export function httpErrorOf(model: Model, { code, status }: Refusal): { code: string; status: number } {
  const common = spellings[code as Common]
  if (common) {
    const [spelled, usual] = common[families[model.protocol]]
    return { code: spelled, status: status ?? (model.protocol === 'rest-json' ? (restStatus[code as Common] ?? usual) : usual) }
  }
  const known = model.errors.get(code)
  // JSON names the shape, and JSON-RPC knows but two statuses; the query protocols have codes of their own.
  if (model.protocol === 'json') return { code, status: status ?? ((known?.status ?? 400) >= 500 ? 500 : 400) }
  if (model.protocol === 'rest-json' || !known) return { code, status: status ?? known?.status ?? 400 }
  return { code: known.code, status: status ?? known.status }
}
