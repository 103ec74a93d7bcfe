/** An auditor of a lab: scans it in this process, with just the rights that a test leaves to them. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lab } from '../../../lab/lab.ts'
import { assess } from '../../../src/assess/assess.ts'
import { defaultSettings } from '../../../src/assess/settings.ts'
import { kindsOf } from '../../../src/cli/live/scan.ts'
import type { AwsKind } from '../../../src/collect/aws/calls.ts'
import { collectAccount } from '../../../src/collect/aws/live.ts'
import { namedIn } from '../../../src/collect/aws/named.ts'
import { type IamPolicy, iamPolicy } from '../../../src/collect/aws/permissions.ts'
import { discover, resourcesOf } from '../../../src/collect/kube/discovery.ts'
import { clusterRole, lacking, type Right, rightsFor } from '../../../src/collect/kube/rights.ts'
import { collectLive } from '../../../src/collect/live.ts'
import { controls } from '../../../src/controls/index.ts'
import { type Aws, openAws } from '../../../src/doors/aws.ts'
import { type Kube, openKube } from '../../../src/doors/kube.ts'
import { readKubeconfig } from '../../../src/doors/kubeconfig.ts'
import type { StoredKind } from '../../../src/model/facts.ts'
import { kinds } from '../../../src/model/kinds.ts'
import type { Gap, Snapshot } from '../../../src/model/snapshot.ts'
import { view } from '../../../src/world/view.ts'
import type { Scan } from './losses.ts'

export const wanted = kindsOf(defaultSettings)
const wantedOfAws = new Set([...wanted].filter((kind): kind is AwsKind => kinds[kind].plane === 'aws'))
const never = new AbortController().signal

export async function doorTo(kubeconfig: string): Promise<Kube> {
  const { place, current = '' } = await readKubeconfig(kubeconfig, {})
  return openKube(place(current), () => Promise.reject(new Error('this user comes by certificate')), never)
}

/** The door to the lab's account for one of its users. Sets the environment, as a user does. */
export async function accountOf({ aws }: Lab, user: string): Promise<Aws> {
  const { accessKeyId, secretAccessKey } = aws.credentials(user)
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_MAX_ATTEMPTS: '2',
  })
  const door = await openAws({ region: aws.region })
  await door.credentials()
  return door
}

/** What `ekshield scan` makes of both planes through these doors. @param patience ends what AWS is asked */
export async function scan(lab: Lab, kube: Kube, aws: Aws, time: string, patience = never): Promise<Scan> {
  const { cluster } = lab.world
  const snapshot = await collectLive(
    {
      target: cluster,
      kube,
      account: (asked, seen) => collectAccount(aws, cluster, asked, () => undefined, patience, namedIn(seen)),
      isEks: true,
      wanted,
      kubelets: 'proxy',
      time,
    },
    () => undefined,
  )
  return judge(snapshot)
}

export function judge(snapshot: Snapshot): Scan {
  const blind = new Set(Object.entries(snapshot.facts).flatMap(([kind, { gap }]) => (gap && wanted.has(kind as StoredKind) ? kind : [])))
  return { snapshot, blind, assessment: assess(view(snapshot), controls, {}, defaultSettings) }
}

/** The same with much of it unseen at once: of each kind all, half or nothing is there, by throws that are the same each time. */
export function halve({ snapshot }: Scan, seed: number): Snapshot {
  let state = seed
  const next = (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 16) % sides
  }
  const facts = Object.entries(snapshot.facts).map(([kind, shelf]) => {
    const gap: Gap = { because: 'denied', detail: 'taken away', lacks: kind }
    const lot = next(4)
    return [kind, lot < 2 ? shelf : { gap, things: lot === 2 ? [] : (shelf.things as readonly unknown[]).filter(() => next(2) === 0) }]
  })
  return { ...snapshot, facts: Object.fromEntries(facts) }
}

/** The rights on this cluster as `doctor` lists them. */
export async function rightsOn(kube: Kube): Promise<Right[]> {
  const groups = new Set([...wanted].flatMap((kind) => resourcesOf(kind).map(({ group }) => group)))
  return rightsFor(wanted, 'proxy', await discover(kube, groups)).filter(({ path }) => path === undefined)
}

/** The policy that `doctor` prints for this account. */
export const policyOn = ({ aws, world }: Lab): IamPolicy => iamPolicy(wantedOfAws, { region: aws.region, account: aws.account, cluster: world.cluster })

/** Leaves the user these rights, and waits until the API server heeds it. @returns what the cluster gives to everybody nevertheless */
export async function grant({ api }: Lab, user: string, kube: Kube, all: readonly Right[], left: readonly Right[]): Promise<Right[]> {
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: `audit-${user}` } }
  const { rules } = clusterRole(left)
  await api.apply({ ...rbac, kind: 'ClusterRole', rules })
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }]
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: rbac.metadata.name }
  await api.apply({ ...rbac, kind: 'ClusterRoleBinding', roleRef, subjects })
  const taken = all.filter((right) => !left.includes(right))
  for (let tries = 0; ; tries++) {
    const missing = await lacking(kube, all)
    const kept = taken.filter((right) => !missing.includes(right))
    if (missing.every((right) => taken.includes(right)) && (kept.length === 0 || tries > 15)) return kept
    if (tries > 100) throw new Error(`the API server does not heed the role of ${user}`)
    await sleep(20)
  }
}

export const without = (policy: IamPolicy, action: string): IamPolicy => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((one) => one !== action) })).filter(
    ({ Action }) => Action.length > 0,
  ),
})
