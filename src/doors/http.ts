/** One HTTP request and its whole answer, bounded in time and size. */
import { type IncomingHttpHeaders, request as plain } from 'node:http'
import { request as secure, type RequestOptions } from 'node:https'
import { createGunzip } from 'node:zlib'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Limits {
  /** To be connected, TLS included. */
  readonly connect: number
  /** Without a single byte. */
  readonly silence: number
  /** Of the answer, unpacked. */
  readonly bytes: number
}

/** Milliseconds and bytes that no sound API server comes near. */
export const limits: Limits = { connect: 8_000, silence: 65_000, bytes: 256 << 20 }

const timedOut = (message: string): Error => Object.assign(new Error(message), { code: 'ETIMEDOUT' })

/**
 * @param begun hears the first bytes of an answer as they come
 * @throws what the network says (`ETIMEDOUT` when it is silent), `RangeError` when the answer is larger than the bound, the
 *   signal's reason when it is aborted
 */
export function ask(
  url: URL,
  options: RequestOptions,
  body: string | undefined,
  begun?: (head: Buffer) => void,
  { connect, silence, bytes }: Limits = limits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = (url.protocol === 'http:' ? plain : secure)(url, options)
    const slow = setTimeout(() => call.destroy(timedOut('no connection')), connect)
    call.on('socket', (socket) => {
      if (call.reusedSocket) clearTimeout(slow)
      else socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => clearTimeout(slow))
    })
    call.setTimeout(silence, () => call.destroy(timedOut('no answer')))
    call.on('error', (error) => {
      clearTimeout(slow)
      reject(error)
    })
    call.on('response', (response) => {
      clearTimeout(slow)
      const packed = response.headers['content-encoding'] === 'gzip'
      const source = packed ? response.pipe(createGunzip()) : response
      const chunks: Buffer[] = []
      let size = 0
      if (begun) source.once('data', begun)
      source.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > bytes) call.destroy(new RangeError(`the answer is larger than ${bytes >> 20} MB`))
        else chunks.push(chunk)
      })
      source.on('end', () => {
        if (response.complete) resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      })
      source.on('error', reject)
      response.on('error', reject)
      response.on('close', () => {
        if (!response.complete) reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
      })
    })
    call.end(body)
  })
}
