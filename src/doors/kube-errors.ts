/** Why the API server did not give what was asked, in words for the one who runs the scan. */
import { hidden } from '../model/visible.ts'

/**
 * - `denied`: 403, the caller may not; `unknown caller`: 401, the credentials are not (or no longer) accepted;
 * - `absent`: 404; `expired`: 410, the pages of a list are too old to go on; `busy`: 429 or 5xx after all tries;
 * - `unreachable`: no connection, or it was cut; `not kubernetes`: what answers is no API server;
 * - `late`: the deadline of this phase passed, or the user stopped it.
 */
export type KubeFault = 'denied' | 'unknown caller' | 'absent' | 'expired' | 'busy' | 'unreachable' | 'not kubernetes' | 'late' | 'refused'

export class KubeError extends Error {
  readonly fault: KubeFault
  /** Seconds by which this machine's clock is ahead of the server's, where the answer told its time. */
  readonly clockAhead: number | undefined

  constructor(fault: KubeFault, message: string, clockAhead?: number) {
    super(tame(message))
    this.name = 'KubeError'
    this.fault = fault
    this.clockAhead = clockAhead
  }
}

const controls = new RegExp(`${hidden}+`, 'gu')

/** A server chooses its words: they come on one line, without control characters, and not too many. */
export function tame(text: string): string {
  const line = text.replace(controls, ' ').replace(/\s+/g, ' ').trim()
  return line.length > 400 ? `${line.slice(0, 400)}...` : line
}

const ofNetwork: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it does not answer; is the endpoint private, and this machine outside of its network?',
  ENOTFOUND: 'its name cannot be resolved; is the cluster gone, or its endpoint private?',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
  EPROTO: 'the TLS handshake failed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate, and the kubeconfig gives none',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by the authority that the kubeconfig names',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not signed by the authority that the kubeconfig names',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by the authority that the kubeconfig names',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not signed by the authority that the kubeconfig names',
  CERT_SIGNATURE_FAILURE: 'its certificate is not signed by the authority that the kubeconfig names',
}

/** @param time now, ISO 8601: validity of certificates is reckoned by this machine's clock */
export function networkError(error: NodeJS.ErrnoException, server: string, time: string): KubeError {
  const code = error.code ?? ''
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const state = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'
    return new KubeError('unreachable', `${server}: its certificate ${state} by this machine's clock (${time})`)
  }
  const cut = /socket hang up|aborted/.test(error.message) ? 'the connection was cut' : undefined
  return new KubeError('unreachable', `${server}: ${ofNetwork[code] ?? cut ?? error.message}${code && ofNetwork[code] === undefined ? ` (${code})` : ''}`)
}
