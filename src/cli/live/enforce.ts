/** The policies of a live cluster: what is installed, what its API servers counted, and the one way by which that is changed. */
import { now } from '../../doors/clock.ts'
import { type Kube, openKube } from '../../doors/kube.ts'
import { KubeError } from '../../doors/kube-errors.ts'
import { type Count, countIn } from '../../enforce/counted.ts'
import type { ApiObject, Installed } from '../../enforce/installed.ts'
import { isOurs, type Moment } from '../../enforce/install.ts'
import { apply, openWrites, settleOpen, type Site } from '../../fix/apply.ts'
import { openLedger } from '../../fix/ledger.ts'
import { creationOf, deletionOf, type LiveObject, objectHand, patchOf, readObject, triedOut } from '../../fix/objects.ts'
import type { Step } from '../../fix/write.ts'
import type { Change } from '../../model/change.ts'
import { refKey, showRef } from '../../model/ref.ts'
import { Refused } from '../../model/refused.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { note } from '../output.ts'
import { credentialsOf, loadAccount } from './account.ts'
import { type Collecting, collectTarget, inWords } from './collect.ts'
import { uidOf } from './fix.ts'
import { listenForInterrupts } from './interrupt.ts'
import { findTarget } from './targets.ts'

export interface Enforcing {
  readonly name: string
  collect(): Promise<Snapshot>
  /** Of all, or of what bears our label. */
  installed(): Promise<{ readonly all: Installed; readonly ours: Installed }>
  moment(): Promise<Moment & { readonly unread?: string }>
  /** All of them or none. @throws Refused where the cluster takes one of them not */
  perform(changes: readonly Change[], ledgerFile: string): Promise<void>
  close(): void
}

const group = '/apis/admissionregistration.k8s.io/v1'

/** Throws `UsageError` where the flags do not name one cluster, or its API server knows no policies. */
export async function openEnforcing(flags: Collecting): Promise<Enforcing> {
  const account = flags.aws === false ? undefined : await loadAccount()
  const interrupts = listenForInterrupts()
  const target = await findTarget(flags, account)
  if (!target.place) throw new UsageError(`--no-kube: policies are in the Kubernetes API`)
  const kube = openKube(target.place, credentialsOf, new AbortController().signal)
  try {
    await refuseOld(kube, target.name)
  } catch (error) {
    kube.close()
    throw error instanceof KubeError ? new UsageError(inWords(error, target)) : error
  }
  return {
    name: target.name,
    collect: () => collectTarget(target, flags, account, interrupts),
    async installed() {
      const all = { policies: await list(kube, 'ValidatingAdmissionPolicy'), bindings: await list(kube, 'ValidatingAdmissionPolicyBinding') }
      return { all, ours: { policies: all.policies.filter(isOurs), bindings: all.bindings.filter(isOurs) } }
    },
    moment: () => momentOf(kube),
    async perform(changes, ledgerFile) {
      const ledger = await openLedger(ledgerFile)
      try {
        const site: Site = {
          hands: { object: objectHand(kube, 60) },
          places: { object: `cluster ${await uidOf(kube)}` },
          ledger,
          note: (text) => note(`ekshield: ${text}`),
          check: () => interrupts.check(),
        }
        if (openWrites(site).length > 0) await settleOpen(site)
        const steps: Step[] = []
        for (const change of changes) steps.push(...(await stepsOf(change, kube)))
        if (steps.length > 0) await apply([steps], site, (made) => notAsWritten(made, site))
      } finally {
        await ledger.close()
      }
    },
    close() {
      kube.close()
      interrupts.ignore()
    },
  }
}

async function refuseOld(kube: Kube, name: string): Promise<void> {
  const known = await kube.get(group).catch((error: unknown) => {
    if (error instanceof KubeError && error.fault === 'absent') return { resources: [] }
    throw error
  })
  const resources = known['resources'] as readonly { readonly name: string }[]
  if (!resources.some((one) => one.name === 'validatingadmissionpolicies'))
    throw new UsageError(`${name} has no ValidatingAdmissionPolicy v1; that takes Kubernetes 1.30 or newer`)
}

/** The items of a list do not say what they are. */
async function list(kube: Kube, kind: 'ValidatingAdmissionPolicy' | 'ValidatingAdmissionPolicyBinding'): Promise<ApiObject[]> {
  const path = kind === 'ValidatingAdmissionPolicy' ? 'validatingadmissionpolicies' : 'validatingadmissionpolicybindings'
  const { items } = (await kube.get(`${group}/${path}`)) as { items?: readonly ApiObject[] }
  return (items ?? []).map((item) => ({ ...item, apiVersion: 'admissionregistration.k8s.io/v1', kind }))
}

/** How often the counts are asked for, since behind one address there may be several API servers. */
const looks = 5

async function momentOf(kube: Kube): Promise<Moment & { readonly unread?: string }> {
  const counts = new Map<string, Count>()
  try {
    for (let i = 0; i < looks; i++) {
      const count = countIn(await kube.text('/metrics'))
      if (count) counts.set(count.server, count)
    }
  } catch (error) {
    if (!(error instanceof KubeError)) throw error
    return { time: now(), counts: [], unread: `what the API server counted cannot be read (${error.message})` }
  }
  return { time: now(), counts: [...counts.values()], ...(counts.size === 0 && { unread: 'the API server tells no counts at /metrics' }) }
}

/** Nothing for a change of what is as wanted already, or gone. */
async function stepsOf(change: Change, kube: Kube): Promise<Step[]> {
  const rest = { shows: [], risk: 'none', touches: [], brings: [] } as const
  if (change.do === 'create') return [{ write: creationOf(change.object), ...rest }]
  if (change.do !== 'patch' && change.do !== 'delete') return []
  const object = await readObject(kube, change.on)
  if (!object && change.do === 'delete') return []
  if (!object) throw new Refused(`${showRef(change.on)} is gone; nothing was done`)
  const write = change.do === 'delete' ? deletionOf(object) : patchOf(object as LiveObject, change.edits)
  // What the server fills in of its own is part of what the write leaves.
  return write ? [{ write: await triedOut(kube, write, object), ...rest }] : []
}

async function notAsWritten(made: readonly Step[], { hands }: Site): Promise<string[]> {
  const wrong = new Map<string, string>()
  for (const { write } of made) {
    if (write.to !== 'object') continue
    const state = await hands.object?.look(write)
    if (state !== 'after') wrong.set(refKey(write.on), `${showRef(write.on)} otherwise than written`)
  }
  return [...wrong.values()]
}
