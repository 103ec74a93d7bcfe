/** Doors that remember what they were answered: a scan that differs in one thing asks again only for that. */
import type { Aws, Page } from '../../../src/doors/aws.ts'
import type { Kube } from '../../../src/doors/kube.ts'

/** Asks once for each path, and answers from memory from then on. @param isFresh which paths are asked each time, and not remembered */
export function rememberKube(kube: Kube, known: Map<string, Promise<string>>, isFresh: (path: string) => boolean = () => false): Kube {
  return {
    ...kube,
    context: kube.context,
    server: kube.server,
    async get(path, accept, once) {
      if (isFresh(path)) return kube.get(path, accept, once)
      const key = `${path} ${accept}`
      let answer = known.get(key)
      if (!answer) {
        answer = kube.get(path, accept, once).then((body) => JSON.stringify(body))
        known.set(key, answer)
      }
      // Whoever reads an answer takes it apart: each gets one of their own.
      return JSON.parse(await answer)
    },
    review: (resource, body) => kube.review(resource, body),
    kubelet: (address, port, path) => kube.kubelet(address, port, path),
    requests: 0,
    close: () => kube.close(),
  }
}

type Told = { readonly pages: string[]; readonly error?: unknown }
export type Memory = Map<string, Promise<Told>>

/** @param isFresh which calls (`eks:ListNodegroups`) go out in any case, and are not remembered */
export function rememberAws(aws: Aws, memory: Memory, isFresh: (call: string) => boolean = () => false): Aws {
  const ask = async (...given: Parameters<Aws['call']>): Promise<Told> => {
    const pages: string[] = []
    try {
      for await (const page of aws.call(...given)) pages.push(JSON.stringify(page))
      return { pages }
    } catch (error) {
      return { pages, error }
    }
  }
  return {
    region: aws.region,
    credentials: () => aws.credentials(),
    async *call(service, operation, input, signal) {
      if (isFresh(`${service}:${operation}`)) {
        yield* aws.call(service, operation, input, signal)
        return
      }
      const key = `${service}:${operation} ${JSON.stringify(input)}`
      const told = memory.get(key) ?? ask(service, operation, input, signal)
      memory.set(key, told)
      const { pages, error } = await told
      for (const page of pages) yield JSON.parse(page) as Page
      if (error !== undefined) throw error
    },
  }
}

/** How a service may fail half-way: each answer breaks off after its first page, or every other call is refused. */
export const halfFaults = ['broken-off', 'half-denied'] as const

export function halfAws(aws: Aws, service: string, fault: (typeof halfFaults)[number]): Aws {
  const fail = (name: string): never => {
    throw Object.assign(new Error('so it is'), { name })
  }
  let count = 0
  return {
    ...aws,
    async *call(of, ...given) {
      const isHit = of === service
      if (isHit && fault === 'half-denied' && count++ % 2 === 0) fail('AccessDeniedException')
      for await (const page of aws.call(of, ...given)) {
        yield page
        if (isHit && fault === 'broken-off') fail('InternalServerError')
      }
    },
  }
}
