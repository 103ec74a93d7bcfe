/** Checks Signature Version 4 by signing the request again, as AWS does. */
import { createHash } from 'node:crypto'
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { Refusal } from './refusal.ts'
import type { Incoming } from './request.ts'

export interface Signature {
  readonly accessKeyId: string
  readonly region: string
  /** The name of the service in the credential scope. */
  readonly signing: string
  readonly signedAt: Date
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly sessionToken: string | undefined
  /** Seconds for which a presigned URL counts; undefined for a signature in a header. */
  readonly expiresIn: number | undefined
}

const longDate = (date: Date): string => date.toISOString().replace(/[-:]|\.\d+/g, '')
const parseDate = (text: string): Date => new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))

/** The signature of a request; undefined where there is none. */
export function readSignature({ headers, query }: Incoming): Signature | undefined {
  const header = /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/.exec(headers['authorization'] ?? '')
  const presigned = query.has('X-Amz-Signature')
  const [credential, signedHeaders, signature] = header
    ? [header[1], header[2], header[3]]
    : [query.get('X-Amz-Credential'), query.get('X-Amz-SignedHeaders'), query.get('X-Amz-Signature')]
  const [accessKeyId, , region, signing] = (credential ?? '').split('/')
  if (!accessKeyId || !region || !signing || !signedHeaders || !signature) return undefined
  return {
    accessKeyId,
    region,
    signing,
    signedAt: parseDate((header ? headers['x-amz-date'] : query.get('X-Amz-Date')) ?? ''),
    signedHeaders: signedHeaders.split(';'),
    signature,
    sessionToken: (header ? headers['x-amz-security-token'] : query.get('X-Amz-Security-Token')) ?? undefined,
    expiresIn: header || !presigned ? undefined : Number(query.get('X-Amz-Expires')),
  }
}

const leeway = 5 * 60_000

/** @throws Refusal where the signature is too old or too new by the clock of the service */
export function checkTime({ signedAt, expiresIn }: Signature, now: Date): void {
  const lasts = expiresIn === undefined ? leeway : expiresIn * 1000
  const [was, is] = [longDate(signedAt), longDate(now)]
  if (now.getTime() > signedAt.getTime() + lasts) {
    const since = longDate(new Date(now.getTime() - lasts))
    throw new Refusal('skewed', `Signature expired: ${was} is now earlier than ${since} (${is} - ${Math.round(lasts / 60_000)} min.)`)
  }
  if (signedAt.getTime() > now.getTime() + leeway) {
    const until = longDate(new Date(now.getTime() + leeway))
    throw new Refusal('skewed', `Signature not yet current: ${was} is still later than ${until} (${is} + 5 min.)`)
  }
}

/** @throws Refusal where the secret does not give this signature */
export async function checkSignature(
  request: Incoming,
  found: Signature,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
): Promise<void> {
  const refusal = new Refusal(
    'bad-signature',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )
  const headers = Object.fromEntries(found.signedHeaders.map((name) => [name, request.headers[name] ?? '']))
  const sent = request.headers['x-amz-content-sha256']
  if (sent !== undefined && /^[0-9a-f]{64}$/.test(sent) && sent !== createHash('sha256').update(request.body).digest('hex')) throw refusal
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(request.query.keys())) {
    const values = request.query.getAll(name)
    if (name !== 'X-Amz-Signature') query[name] = values.length === 1 ? (values[0] as string) : values
  }
  const copy = new HttpRequest({ method: request.method, path: request.path, headers, query, body: request.body })
  const signer = new SignatureV4({
    service: found.signing,
    region: found.region,
    credentials,
    sha256: Sha256,
    applyChecksum: false,
    uriEscapePath: found.signing !== 's3',
  })
  const options = { signingDate: found.signedAt, signableHeaders: new Set(found.signedHeaders) }
  if (found.expiresIn !== undefined) {
    const { query: again } = await signer.presign(copy, { ...options, expiresIn: found.expiresIn })
    if (again?.['X-Amz-Signature'] !== found.signature) throw refusal
  } else {
    const { headers: again } = await signer.sign(copy, options)
    if (!again['authorization']?.endsWith(`Signature=${found.signature}`)) throw refusal
  }
}
