/** The account behind a cluster, as a world tells it: answers by the call that gives them. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { modelOf } from './models.ts'
import { conform } from './shapes.ts'

export interface World {
  /** Twelve digits. */
  readonly account: string
  readonly region: string
  /**
   * By `<service>:<Operation>[.<argument>]`, as the AWS CLI prints them; `/` in an argument is `_`.
   * `{__error: {name, message}}` is an error that the service answers.
   */
  readonly answers: Readonly<Record<string, unknown>>
  /** What the account holds of further clusters: lists of the whole account grow by it, things may bear the same names. */
  readonly further?: readonly Readonly<Record<string, unknown>>[]
}

export interface StoredError {
  readonly __error: { readonly name: string; readonly message: string }
}

export const isStoredError = (body: unknown): body is StoredError => typeof body === 'object' && body !== null && '__error' in body

/** `eks:DescribeNodegroup.general` -> call, service, operation and argument. */
export function parseKey(key: string): { call: string; service: string; operation: string; name: string } {
  const [, service, operation, name = ''] = /^([a-z0-9-]+):([A-Za-z0-9]+)(?:\.(.+))?$/s.exec(key) ?? []
  if (service === undefined || operation === undefined) throw new TypeError(`'${key}' is not <service>:<Operation>[.<argument>]`)
  return { call: `${service}:${operation}`, service, operation, name }
}

/** Answers of a folder of `<service>:<Operation>[.<argument>].json`, as `examples/shop-prod/aws` is one. */
export async function readAnswers(folder: string): Promise<Record<string, unknown>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const entries = await Promise.all(
    files.map(async (file) => [file.slice(0, -'.json'.length), JSON.parse(await readFile(join(folder, file), 'utf8'))] as const),
  )
  return Object.fromEntries(entries)
}

/**
 * Holds every answer of a world against the SDK's models.
 * @throws Error that names each answer that no AWS service could have given
 */
export async function check({ answers, further = [] }: World): Promise<void> {
  const faults: string[] = []
  for (const [key, body] of [answers, ...further].flatMap((one) => Object.entries(one))) {
    try {
      const { service, operation: name } = parseKey(key)
      const operation = (await modelOf(service)).operations.get(name)
      if (!operation) throw new TypeError(`${key}: ${service} has no such operation`)
      if (!isStoredError(body)) conform(operation.output, body, key)
    } catch (error) {
      faults.push((error as Error).message)
    }
  }
  if (faults.length > 0) throw new Error(`the world holds answers that AWS does not give:\n${faults.join('\n')}`)
}
