/** The certificates of one lab: its authority, its servers, its clients. */
import { generateKeyPairSync } from 'node:crypto'
import { generate } from 'selfsigned'

export interface Pair {
  /** PEM. */
  readonly cert: string
  /** PEM. */
  readonly key: string
}

/** Who a certificate speaks for: Kubernetes reads the common name as the user and organisations as groups. */
export interface Subject {
  readonly name: string
  readonly groups?: readonly string[]
  /** Host names and addresses a server is reached by. */
  readonly hosts?: readonly string[]
}

const day = 86_400_000
// A machine whose clock is a little behind must not refuse what was made a moment ago.
const dates = () => ({ notBeforeDate: new Date(Date.now() - day), notAfterDate: new Date(Date.now() + 365 * day) })
const common = { keyType: 'ec', algorithm: 'sha256' } as const

export async function makeAuthority(name: string): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...common,
    ...dates(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  })
  return { cert: made.cert, key: made.private }
}

export async function issue(ca: Pair, { name, groups = [], hosts = [] }: Subject): Promise<Pair> {
  const altNames = hosts.map((host) => (/^[\d.]+$/.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host }))
  const made = await generate([...groups.map((value) => ({ name: 'organizationName', value })), { name: 'commonName', value: name }], {
    ...common,
    ...dates(),
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: hosts.length > 0, clientAuth: true },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName' as const, altNames }] : []),
    ],
  })
  return { cert: made.cert, key: made.private }
}

/** The key that signs service account tokens, PEM. */
export const makeSigningKey = (): string => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
