/** Starts the AWS stand-in: a server on loopback that speaks AWS's protocols for the account of a world. */
import { appendFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Callers, type Grants, type Keys } from './callers.ts'
import { Faults } from './faults.ts'
import { services } from './models.ts'
import type { CallRecord } from './records.ts'
import { AwsServer } from './server.ts'
import { Store } from './store.ts'
import { identityOf } from './sts.ts'
import { check, type World } from './world.ts'
import { worlds } from './worlds.ts'

export interface AwsOptions {
  /** The name of a world, or one as code. */
  readonly world: string | World
  /** A folder for the log of calls, `aws-calls.ndjson`; without it none is written. */
  readonly dir?: string
  /** Things on a page at most: few, so that callers must turn pages. */
  readonly pageSize?: number
}

export interface Aws {
  /** For AWS_ENDPOINT_URL. */
  readonly endpoint: string
  readonly account: string
  readonly region: string
  readonly faults: Faults
  stop(): Promise<void>
  /** Keys of a user: made on first mention, without rights. `admin` may do everything; `role/NAME[/SESSION]` is a session of a role of the world. */
  credentials(user: string): Keys
  /** Replaces what the user may do: actions as IAM names them, or policy documents. */
  allow(user: string, grants: Grants): void
  /**
   * Who signed a presigned sts:GetCallerIdentity, as the token of an EKS client carries it.
   * @param headers those that were signed with it, but for the host: `x-k8s-aws-id`
   * @throws Error in the words of STS
   */
  identify(url: string, headers?: Readonly<Record<string, string>>): Promise<Identity>
  /**
   * Says where a cluster's API server really listens, as the lab knows once it has started one.
   * @param certificateAuthority in base64, as the EKS API gives it
   * @throws Error where the world has no such cluster
   */
  place(cluster: string, endpoint: string, certificateAuthority: string): void
  calls(): readonly CallRecord[]
  /** Forgets the calls that were made so far. */
  forget(): void
  /** What the account holds, for tests that look behind the API. */
  readonly store: Store
}

export interface Identity {
  readonly UserId: string
  readonly Account: string
  /** Of a session: `arn:aws:sts::...:assumed-role/NAME/SESSION`. */
  readonly Arn: string
  /** Of a session: its role. */
  readonly canonicalArn: string
  readonly sessionName?: string
}

/**
 * @throws Error where there is no such world, or where it holds what no AWS service answers
 */
export async function startAws({ world: wanted, dir, pageSize = 5 }: AwsOptions): Promise<Aws> {
  const world = typeof wanted === 'string' ? await worldNamed(wanted) : wanted
  await check(world)
  const faults = new Faults()
  const home = new Store(world)
  const elsewhere = new Map<string, Store>()
  const records: CallRecord[] = []
  const timers = new Set<NodeJS.Timeout>()
  const callers = new Callers(home)
  if (dir !== undefined) mkdirSync(dir, { recursive: true })
  const server = new AwsServer({
    callers,
    faults,
    records,
    most: pageSize,
    home,
    storeOf(region, service) {
      if (region === world.region || services[service]?.global) return home
      const store = elsewhere.get(region) ?? new Store(world, region)
      elsewhere.set(region, store)
      return store
    },
    later(ms, then) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        then()
      }, ms)
      timers.add(timer)
    },
    note(record) {
      records.push(record)
      if (dir !== undefined) appendFileSync(join(dir, 'aws-calls.ndjson'), `${JSON.stringify(record)}\n`)
    },
  })
  const http = createServer((request, response) => {
    server.handle(request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(error.message)
    })
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(0, '127.0.0.1', resolve)
  })
  return {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    account: world.account,
    region: world.region,
    faults,
    store: home,
    credentials: (user) => callers.user(user).keys,
    allow: (user, grants) => callers.allow(user, grants),
    async identify(url, headers = {}) {
      const caller = await server.identify(url, headers)
      const [, sessionName] = /:assumed-role\/[^/]+\/(.+)$/.exec(caller.arn) ?? []
      return { ...identityOf(caller), canonicalArn: caller.principalArn, ...(sessionName !== undefined && { sessionName }) }
    },
    place(cluster, endpoint, certificateAuthority) {
      const found = home.find('eks:DescribeCluster', cluster)?.cluster
      if (!found) throw new Error(`the world has no cluster '${cluster}'`)
      Object.assign(found, { endpoint, certificateAuthority: { data: certificateAuthority } })
    },
    calls: () => records,
    forget: () => {
      records.length = 0
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

async function worldNamed(name: string): Promise<World> {
  const load = worlds[name]
  if (!load) throw new Error(`there is no world '${name}'; there are ${Object.keys(worlds).join(', ')}`)
  return load(new Date())
}
