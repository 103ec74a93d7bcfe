/** What controls take from the checks of Pod Security: demands that blame, spare and mend as they should. */
import { expect, describe, it } from 'vitest'
import { check, mend } from '../demand/check.ts'
import { obeys } from '../demand/obeys.ts'
import type { PodTemplate } from '../model/kubernetes.ts'
import { podSecurityDemand } from './pod-security.ts'

type Loose = Record<string, unknown>
const pod = (spec: Loose, container: Loose = {}): PodTemplate => ({ spec: { containers: [{ name: 'web', ...container }], ...spec } }) as unknown as PodTemplate

describe('demands for controls', () => {
  const podded = (template: PodTemplate) => ({ podPath: '', pod: template, os: 'linux' as const })
  it('gives the newest revision, or a part of it', () => {
    const drop = podSecurityDemand('capabilities_restricted', 'securityContext.capabilities.drop')
    expect(check(drop, podded(pod({}, { securityContext: { capabilities: { add: ['CHOWN'] } } })))).toHaveLength(1)
    expect(obeys(drop, { ...podded(pod({}, { securityContext: {} })), os: 'windows' })).toBe(true)
    expect(() => podSecurityDemand('hostNamespaces', 'hostUsers')).toThrow(RangeError)
    expect(() => podSecurityDemand('restrictedVolumes')).toThrow(RangeError)
    expect(() => podSecurityDemand('noSuchCheck')).toThrow(RangeError)
  })

  it('blames the pod once for what its containers inherit', () => {
    const inherited = podded(pod({ securityContext: { runAsNonRoot: false }, initContainers: [{ name: 'init' }] }))
    expect(check(podSecurityDemand('runAsNonRoot'), inherited).map(({ at }) => at)).toEqual(['spec.securityContext.runAsNonRoot'])
  })

  it('mends lists from their end, and takes out whole elements', () => {
    const template = pod(
      { securityContext: { sysctls: [{ name: 'kernel.msgmax' }, { name: 'net.ipv4.tcp_rmem' }, { name: 'x' }] } },
      { securityContext: { capabilities: { add: ['SYS_ADMIN', 'CHOWN', 'BPF'] } } },
    )
    expect(mend(podSecurityDemand('sysctls'), podded(template))).toEqual([
      { path: 'spec.securityContext.sysctls[2]' },
      { path: 'spec.securityContext.sysctls[0]' },
    ])
    expect(mend(podSecurityDemand('capabilities_baseline'), podded(template)).map(({ path }) => path)).toEqual(
      [2, 0].map((i) => `spec.containers[0].securityContext.capabilities.add[${i}]`),
    )
  })

  it('mends a struct with a value, not with nothing', () =>
    expect(mend(podSecurityDemand('seccompProfile_baseline'), podded(pod({ securityContext: { seccompProfile: {} } })))).toEqual([
      { path: 'spec.securityContext.seccompProfile.type', value: 'RuntimeDefault' },
    ]))
})
