/** Makes the token by which EKS knows an AWS identity: a signed question to STS, in this process, without the AWS CLI. */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** Whose credentials are wanted. */
export interface AwsIdentity {
  readonly region?: string
  readonly profile?: string
  readonly roleArn?: string
}

/** SHA-256 as the signer calls it. */
class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}

const bytesOf = (data: string | ArrayBuffer | ArrayBufferView): Buffer =>
  typeof data === 'string' ? Buffer.from(data) : data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength)

/** Where STS answers for a region, unless the environment names another place as the SDKs read it. */
function stsOf(region: string, env: NodeJS.ProcessEnv): URL {
  const named = env['AWS_ENDPOINT_URL_STS'] ?? env['AWS_ENDPOINT_URL']
  if (named && env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] !== 'true') return new URL(named)
  return new URL(`https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`)
}

/**
 * Good for 14 minutes with EKS; the signed question itself for 60 seconds.
 * @param at when it is signed
 */
export async function eksToken(
  cluster: string,
  region: string,
  credentials: AwsCredentials,
  { env = process.env, at = new Date() }: { env?: NodeJS.ProcessEnv; at?: Date } = {},
): Promise<string> {
  const [{ SignatureV4 }, { HttpRequest }] = await Promise.all([import('@smithy/signature-v4'), import('@smithy/protocol-http')])
  const sts = stsOf(region, env)
  const request = new HttpRequest({
    method: 'GET',
    protocol: sts.protocol,
    hostname: sts.hostname,
    ...(sts.port !== '' && { port: Number(sts.port) }),
    path: sts.pathname,
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers: { host: sts.host, 'x-k8s-aws-id': cluster },
  })
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 })
  const signed = await signer.presign(request, { expiresIn: 60, signingDate: at })
  const url = new URL(sts)
  for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value))
  return `k8s-aws-v1.${Buffer.from(url.toString().replaceAll('+', '%20')).toString('base64url')}`
}
