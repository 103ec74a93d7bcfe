/** Writes what the cluster of a lab holds as a dump: the folder of lists that `ekshield scan` reads. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inParallel } from './apply.ts'
import type { KubeApi, KubeObject } from './kube-api.ts'

interface Served {
  readonly name: string
  readonly verbs: readonly string[]
}

/** Path and dump name of every list that the server offers, each kind once, in the version it prefers. */
async function lists(api: KubeApi): Promise<{ path: string; name: string }[]> {
  const { groups } = await api.get<{ groups: { name: string; preferredVersion: { groupVersion: string } }[] }>('/apis')
  const roots = [
    { path: '/api/v1', suffix: '' },
    ...groups.map(({ name, preferredVersion }) => ({ path: `/apis/${preferredVersion.groupVersion}`, suffix: `.${name}` })),
  ]
  const found = await Promise.all(
    roots.map(async ({ path, suffix }) => {
      const { status, body } = await api.call('GET', path)
      const served = status === 200 ? (body.resources as Served[]) : []
      return served
        .filter(({ name, verbs }) => verbs.includes('list') && !name.includes('/'))
        .map(({ name }) => ({ path: `${path}/${name}`, name: name + suffix }))
    }),
  )
  return found.flat()
}

const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/** @param folder is made; gets `kubernetes/`, `kubelet/` and `version.json` */
export async function dump(api: KubeApi, folder: string): Promise<void> {
  for (const part of ['kubernetes', 'kubelet']) mkdirSync(join(folder, part), { recursive: true })
  const put = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content))
  put('version.json', await api.get('/version'))
  await inParallel(await lists(api), 8, async ({ path, name }) => {
    // Of secrets a dump holds metadata alone.
    const { status, body } = await api.call('GET', path, undefined, undefined, name === 'secrets' ? metadataOnly : undefined)
    if (status === 200) put(`kubernetes/${name}.json`, body)
  })
  const { items } = await api.get<{ items: KubeObject[] }>('/api/v1/nodes')
  await inParallel(items, 8, async ({ metadata }) => {
    const { status, body } = await api.call('GET', `/api/v1/nodes/${metadata.name}/proxy/configz`)
    if (status === 200) put(`kubelet/${metadata.name}.configz.json`, body)
  })
}
