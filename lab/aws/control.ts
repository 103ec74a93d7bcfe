/** The stand-in's own small API, below a path that no AWS service has: for those who cannot call it in-process. */
import type { Callers, Grants } from './callers.ts'
import { type Fault, type Faults, sorts } from './faults.ts'
import type { CallRecord } from './records.ts'
import type { Incoming } from './request.ts'
import type { Store } from './store.ts'

export const controlPath = '/_lab/'

interface Account {
  readonly faults: Faults
  readonly callers: Callers
  readonly records: readonly CallRecord[]
  storeOf(): Store
}
interface Reply {
  readonly status: number
  readonly body: unknown
}

/**
 * `GET /_lab/calls`; `POST /_lab/faults {sort, on, user?, times?, ms?}`; `DELETE /_lab/faults`;
 * `PUT /_lab/clock {ms}`; `PUT /_lab/updates {takes, fails?}`; `PUT /_lab/users/NAME/grants [...]`; `GET /_lab/users/NAME`; `GET /_lab/access/CLUSTER`.
 */
export function control({ method, path, body }: Incoming, { faults, callers, records, storeOf }: Account): Reply {
  const said = () => JSON.parse(body.toString('utf8'))
  try {
    const [what, name, more] = path.slice(controlPath.length).split('/').map(decodeURIComponent)
    if (what === 'calls' && method === 'GET') return { status: 200, body: records }
    if (what === 'faults' && method === 'POST') {
      const fault = said() as Fault
      if (!sorts.includes(fault.sort) || typeof fault.on !== 'string') return { status: 400, body: `A fault has a sort (${sorts.join(', ')}) and on.` }
      faults.add(fault)
      return { status: 200, body: {} }
    }
    if (what === 'faults' && method === 'DELETE') {
      faults.clear()
      return { status: 200, body: {} }
    }
    if (what === 'clock' && method === 'PUT') {
      faults.clock = Number(said().ms)
      return { status: 200, body: {} }
    }
    if (what === 'updates' && method === 'PUT') {
      faults.updates = said()
      return { status: 200, body: {} }
    }
    if (what === 'users' && name && more === 'grants' && method === 'PUT') {
      callers.allow(name, said() as Grants)
      return { status: 200, body: {} }
    }
    if (what === 'users' && name && more === undefined && method === 'GET') return { status: 200, body: callers.user(name).keys }
    if (what === 'access' && name && method === 'GET') return { status: 200, body: accessOf(storeOf(), name) }
    return { status: 404, body: `${method} ${path} is nothing that the stand-in does.` }
  } catch (error) {
    return { status: 400, body: (error as Error).message }
  }
}

/** Who may enter a cluster at this moment: its access entries with their policies, for what plays EKS's authenticator. */
function accessOf(store: Store, cluster: string): unknown[] {
  const policies = store.all('eks:ListAssociatedAccessPolicies').map(({ body }) => body)
  return store
    .all('eks:DescribeAccessEntry')
    .map(({ body }) => body.accessEntry)
    .filter((entry) => entry?.clusterName === cluster)
    .map((entry) => {
      const found = policies.find((one) => one.clusterName === cluster && one.principalArn === entry.principalArn)
      return { ...entry, policies: found?.associatedAccessPolicies ?? [] }
    })
}
