/** Updates of EKS: one at a time for a thing, under way for a while, then successful or failed. */
import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { Body } from '../store.ts'

export interface Param {
  readonly type: string
  readonly value: string
}

/** The description of a cluster. @throws Refusal where there is none of that name */
export function clusterOf({ store }: Context, name: string): Body {
  const cluster = store.find('eks:DescribeCluster', name)?.cluster
  if (!cluster) throw new Refusal('ResourceNotFoundException', `No cluster found for name: ${name}.`)
  return cluster
}

/** @throws Refusal where another update of the thing is under way */
export function requireIdle(thing: Body, noun: string): void {
  if (thing.status !== 'ACTIVE') throw new Refusal('ResourceInUseException', `${noun} is not in ACTIVE state: it is ${thing.status}`)
}

/**
 * Starts an update; what it changes is changed when it succeeds.
 * @param thing the cluster, node group or add-on: its `status` says that it is being updated
 * @param owner the name under which ListUpdates shows it
 * @throws Refusal where another update of the thing is under way
 */
export function begin(context: Context, thing: Body, noun: string, owner: string, type: string, params: readonly Param[], apply: () => void): Body {
  const { store, faults, later } = context
  requireIdle(thing, noun)
  const update: Body = { id: randomUUID(), status: 'InProgress', type, params, createdAt: faults.now().toISOString(), errors: [] }
  thing.status = 'UPDATING'
  store.put('eks:DescribeUpdate', update.id, { update })
  const list = store.find('eks:ListUpdates', owner)
  if (list) list.updateIds = [update.id, ...list.updateIds]
  else store.put('eks:ListUpdates', owner, { updateIds: [update.id] })
  const { takes, fails } = faults.updates
  later(takes, () => {
    thing.status = 'ACTIVE'
    if (fails) {
      update.status = 'Failed'
      update.errors = [fails]
    } else {
      apply()
      update.status = 'Successful'
    }
  })
  return { update: structuredClone(update) }
}
