/** Writes the certificates of one run into its folder. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { issue, makeAuthority, makeSigningKey, type Pair, type Subject } from './certificates.ts'
import type { World } from './worlds/world.ts'

const subjects = (hosts: readonly string[]): Readonly<Record<string, Subject>> => ({
  server: { name: 'kube-apiserver', hosts: ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default.svc', '172.20.0.1'] },
  side: { name: 'side', hosts: ['127.0.0.1', 'localhost', ...hosts] },
  root: { name: 'kubernetes-admin', groups: ['system:masters'] },
  'side-client': { name: 'eks:authenticator', groups: ['system:masters'] },
  controllers: { name: 'system:kube-controller-manager' },
  scheduler: { name: 'system:kube-scheduler' },
  kubelets: { name: 'lab:kubelets', groups: ['system:masters'] },
  'kubelet-client': { name: 'kube-apiserver-kubelet-client', groups: ['system:masters'] },
  front: { name: 'front-proxy-client' },
})

const serviceHosts = ({ objects }: World): string[] =>
  objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => `${metadata.name}.${metadata.namespace ?? 'default'}.svc`)

/** Every pair as `pki/<name>.crt` and `.key`. @returns the authority, to issue more */
export async function makePki(run: string, world: World): Promise<Pair> {
  const put = (name: string, text: string) => writeFileSync(join(run, 'pki', name), text, { mode: 0o600 })
  const ca = await makeAuthority('kubernetes')
  put('ca.crt', ca.cert)
  put('ca.key', ca.key)
  put('sa.key', makeSigningKey())
  await Promise.all(
    Object.entries(subjects([...new Set(serviceHosts(world))])).map(async ([name, subject]) => {
      const pair = await issue(ca, subject)
      put(`${name}.crt`, pair.cert)
      put(`${name}.key`, pair.key)
    }),
  )
  return ca
}
