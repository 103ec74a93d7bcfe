/** No false green: take away any one right, or break any one answer, and verdicts become unknown; nothing else changes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sorts } from '../../lab/aws/faults.ts'
import { type Lab, startLab } from '../../lab/lab.ts'
import { inLanes } from '../../src/collect/kube/lanes.ts'
import type { Right } from '../../src/collect/kube/rights.ts'
import type { Aws } from '../../src/doors/aws.ts'
import type { Kube } from '../../src/doors/kube.ts'
import { iamAction } from '../../src/world/permissions.ts'
import { accountOf, doorTo, grant, halve, judge, policyOn, rightsOn, scan, without } from './kit/auditor.ts'
import { byHow, type Loss, lossOf, type Scan, tableOf } from './kit/losses.ts'
import { halfAws, halfFaults, type Memory, rememberAws, rememberKube } from './kit/remembering.ts'
import { type Befalling, startUnrulyApi, trialsOf } from './kit/unruly-api.ts'

const worlds = ['good', 'bad'] as const
const user = 'auditor'
const rightsLost: Record<string, Loss[]> = {}
afterAll(() => console.log(tableOf('without', rightsLost)))
const wrongIn = (losses: readonly Loss[]) => losses.flatMap(({ what, wrong }) => wrong.map((one) => `${what}: ${one}`))

describe.each(worlds)('%s', (name) => {
  let lab: Lab
  /** What who may do everything sees, and what of it the printed rights show. */
  let whole: Scan
  let least: Scan
  let kube: Kube
  let aws: Aws
  let rights: Right[]
  const seenKube = new Map<string, Promise<string>>()
  const seenAws: Memory = new Map()
  const time = new Date().toISOString()

  beforeAll(async () => {
    lab = await startLab({ world: name })
    const root = await doorTo(lab.kubeconfig())
    kube = await doorTo(await lab.user(user))
    rights = await rightsOn(root)
    await grant(lab, user, kube, rights, rights)
    whole = await scan(lab, root, await accountOf(lab, 'admin'), time)
    root.close()
    lab.aws.allow(user, [policyOn(lab) as never])
    aws = await accountOf(lab, user)
    least = await scan(lab, rememberKube(kube, seenKube), rememberAws(aws, seenAws), time)
  })
  afterAll(async () => {
    kube?.close()
    await lab?.stop()
  })

  const scanThrough = async (befalling: Befalling): Promise<Scan> => {
    const api = await startUnrulyApi(lab, befalling)
    const door = await doorTo(api.kubeconfig)
    try {
      return await scan(lab, door, rememberAws(aws, seenAws), time)
    } finally {
      door.close()
      await api.stop()
    }
  }

  it('the printed rights show all that all rights show', () => {
    expect(lossOf('all but the printed rights', whole, least)).toMatchObject({ wrong: [], moved: [], blind: [] })
    expect([...least.blind]).toEqual([])
  })

  it('without any right on the cluster there is a gap, and verdicts become unknown alone', async () => {
    const losses: Loss[] = []
    for (const right of rights) {
      const left = rights.filter((one) => one !== right)
      // Nothing in these worlds gives rights to everybody who is known, so that each can be taken away.
      expect(await grant(lab, user, kube, rights, left)).toEqual([])
      // The role that is taken from is itself a thing in the cluster, and must look as it did.
      const isFresh = (path: string) => !path.includes('/rbac.authorization.k8s.io/') || path.includes(`/${right.resource}?`)
      losses.push(lossOf(right.says, least, await scan(lab, rememberKube(kube, seenKube, isFresh), rememberAws(aws, seenAws), time)))
    }
    await grant(lab, user, kube, rights, rights)
    rightsLost[name] = losses
    expect(wrongIn(losses)).toEqual([])
    expect(losses.filter(({ blind }) => blind.length === 0)).toEqual([])
  })

  it('without any right on the account there is a gap, and verdicts become unknown alone', async () => {
    const losses: Loss[] = []
    const policy = policyOn(lab)
    for (const action of policy.Statement.flatMap(({ Action }) => Action).sort()) {
      lab.aws.allow(user, [without(policy, action) as never])
      lab.aws.forget()
      // Only what this right is for is asked again, over the wire; all else is as it was.
      const isLost = (call: string) => iamAction(call) === action
      const part = await scan(lab, rememberKube(kube, seenKube), rememberAws(aws, seenAws, isLost), time)
      const asked = lab.aws.calls().filter(({ service, operation }) => isLost(`${service}:${operation}`))
      expect(asked.filter(({ error }) => !error)).toEqual([])
      losses.push({ ...lossOf(action, least, part), asked: asked.length })
    }
    lab.aws.allow(user, [policy as never])
    rightsLost[name] = [...(rightsLost[name] ?? []), ...losses]
    expect(wrongIn(losses)).toEqual([])
    expect(losses.filter(({ blind, asked }) => asked !== 0 && blind.length === 0)).toEqual([])
  })

  it('whatever AWS answers of a service, verdicts become unknown alone', async () => {
    const losses: Loss[] = []
    const services = [...new Set([...seenAws.keys()].map((call) => call.slice(0, call.indexOf(':'))))].sort()
    for (const sort of sorts)
      for (const service of services.filter((one) => one !== 'sts')) {
        const restore = lab.aws.faults.add({ sort, on: `${service}:*`, user, ms: 600 })
        const door = rememberAws(aws, seenAws, (call) => call.startsWith(`${service}:`))
        const patience = sort === 'slow' ? AbortSignal.timeout(400) : undefined
        losses.push(lossOf(`${service} ${sort}`, least, await scan(lab, rememberKube(kube, seenKube), door, time, patience)))
        restore()
      }
    for (const fault of halfFaults)
      for (const service of services)
        losses.push(
          lossOf(`${service} ${fault}`, least, await scan(lab, rememberKube(kube, seenKube), halfAws(rememberAws(aws, seenAws), service, fault), time)),
        )
    console.log(tableOf(`${name}: AWS`, byHow(losses)))
    expect(wrongIn(losses)).toEqual([])
    // An answer without pages has none that could go round.
    expect(losses.filter(({ what, blind }) => blind.length === 0 && !what.endsWith(' endless'))).toEqual([])
  })

  it('whatever is unseen at once, verdicts become unknown alone', () => {
    const losses = Array.from({ length: 60 }, (_, seed) => lossOf(`half of it, ${seed}`, least, judge(halve(least, seed))))
    expect(wrongIn(losses)).toEqual([])
  })

  it('whatever the API server answers, verdicts become unknown alone', async () => {
    const losses: Loss[] = []
    // Many at once: most of their time is spent in waiting before the next try.
    await inLanes(trialsOf(rights), 12, async ({ what, befalling }) => {
      losses.push(lossOf(what, least, await scanThrough(befalling)))
    })
    losses.sort((one, other) => (one.what < other.what ? -1 : 1))
    console.log(tableOf(`${name}: API server`, byHow(losses)))
    expect(wrongIn(losses)).toEqual([])
    expect(losses.filter(({ blind }) => blind.length === 0).map(({ what }) => what)).toEqual([])
  })

  it('when the API server dies in mid-scan, verdicts become unknown alone', async () => {
    const loss = lossOf(
      'killed',
      least,
      await scanThrough((_, count) => {
        if (count === 12) void lab.killApiServer()
        return undefined
      }),
    )
    await lab.startApiServer()
    expect(loss.wrong).toEqual([])
    expect(loss.blind.length).toBeGreaterThan(5)
  })
})
