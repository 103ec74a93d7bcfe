/** Scans a lab as `ekshield scan` does, both planes, within this process: the account answers from it, so it must not wait for another. */
import type { Lab } from '../../lab/lab.ts'
import { assess } from '../../src/assess/assess.ts'
import { defaultSettings, type Settings } from '../../src/assess/settings.ts'
import { collectAccount } from '../../src/collect/aws/live.ts'
import { namedIn } from '../../src/collect/aws/named.ts'
import { collectLive } from '../../src/collect/live.ts'
import { controls } from '../../src/controls/index.ts'
import { openAws } from '../../src/doors/aws.ts'
import { openKube } from '../../src/doors/kube.ts'
import { readKubeconfig } from '../../src/doors/kubeconfig.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { view } from '../../src/world/view.ts'

const never = new AbortController().signal
const nobody = (): never => {
  throw new Error('the kubeconfig of a lab asks AWS for no token')
}

/** All of both planes, as root and admin see it; kubelets are asked at their own address. */
export async function snapshotOf({ kubeconfig, world, aws }: Lab): Promise<Snapshot> {
  const { accessKeyId, secretAccessKey } = aws.credentials('admin')
  const env = { AWS_ENDPOINT_URL: aws.endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, env)
  const { current, place } = await readKubeconfig(kubeconfig())
  const kube = openKube(place(current as string), nobody, never)
  try {
    return await collectLive(
      {
        target: world.name,
        kube,
        account: async (wanted, seen, note) => collectAccount(await openAws({ region: world.region }), world.cluster, wanted, note, never, namedIn(seen)),
        isEks: true,
        kubelets: 'direct',
        time: new Date().toISOString(),
      },
      () => undefined,
    )
  } finally {
    kube.close()
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** What a scan says of a snapshot. */
export const judged = (snapshot: Snapshot, settings: Partial<Settings> = {}): Assessment =>
  assess(view(snapshot), controls, {}, { ...defaultSettings, ...settings })

/** What a live scan says of a lab. */
export const scanned = async (lab: Lab, settings?: Partial<Settings>): Promise<Assessment> => judged(await snapshotOf(lab), settings)
