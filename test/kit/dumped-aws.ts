/** An AWS that answers from the files of a dump, page by page, and refuses what its caller is not granted. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileName } from '../../src/collect/aws/answers.ts'
import type { Aws, Page } from '../../src/doors/aws.ts'
import { iamAction } from '../../src/world/permissions.ts'

export interface DumpedAws extends Aws {
  /** `service:Operation name`, in the order in which they came. */
  readonly calls: readonly string[]
}

interface Faults {
  /** Whether the caller may. */
  readonly allows?: (action: string) => boolean
  /** Thrown in place of an answer. */
  readonly throws?: (call: string) => Error | undefined
  /** Things in a page. */
  readonly pageSize?: number
}

export function failure(name: string, message = name): Error {
  const error = new Error(message)
  error.name = name
  return error
}

/** An ARN's end; of a load balancer's, an id stands behind its name. */
const ends = (value: string): string[] => value.split('/').slice(-2).reverse()
const bodies = new Map<string, string>()

function read(path: string): string {
  const text = bodies.get(path) ?? readFileSync(path, 'utf8')
  bodies.set(path, text)
  return text
}

/** The file that answers: named by a parameter, by an ARN's end, by two parameters, or by nothing. */
function fileFor(folder: string, call: string, input: object): string | undefined {
  const texts = Object.values(input).filter((value): value is string => typeof value === 'string')
  const names = [texts.join('.'), ...texts, ...texts.flatMap(ends)].filter((name) => name !== '').map((name) => `${call}.${fileName(name)}.json`)
  return [...names, `${call}.json`].map((name) => join(folder, 'aws', name)).find((path) => existsSync(path))
}

/** Cuts the longest list of an answer into pages that lead on by `nextToken`. */
function* pagesOf(body: Record<string, unknown>, size: number): Generator<Page> {
  const [key, list] = Object.entries(body).find(([, value]) => Array.isArray(value) && value.length > size) ?? []
  if (key === undefined) return yield body
  const items = list as unknown[]
  for (let at = 0; at < items.length; at += size) {
    yield { ...(at === 0 ? body : {}), [key]: items.slice(at, at + size), ...(at + size < items.length && { nextToken: String(at + size) }) }
  }
}

export function dumpedAws(folder: string, { allows = () => true, throws = () => undefined, pageSize = 7 }: Faults = {}): DumpedAws {
  const calls: string[] = []
  return {
    region: 'us-west-2',
    calls,
    credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }),
    async *call(service, operation, input, signal) {
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
      const call = `${service}:${operation}`
      calls.push(`${call} ${JSON.stringify(input)}`)
      const action = iamAction(call)
      const fault = throws(call)
      if (fault) throw fault
      if (action !== 'sts:GetCallerIdentity' && !allows(action)) throw failure('AccessDeniedException', `not authorized to perform: ${action}`)
      const file = fileFor(folder, call, input)
      if (file === undefined) throw failure('NotInTheDump', call)
      const body = JSON.parse(read(file))
      if (body.__error) throw failure(body.__error.name, body.__error.message)
      yield* pagesOf(body, pageSize)
    },
  }
}
