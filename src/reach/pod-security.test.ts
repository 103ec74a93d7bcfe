/** Pod Security where the fixtures of Kubernetes say nothing: debug containers, relaxations, annotations, hostile input. */
import { describe, expect, it } from 'vitest'
import type { PodTemplate } from '../model/kubernetes.ts'
import { podSecurityChecks } from './pod-security-checks.ts'
import { minorOf, newestPodSecurity, podSecurity, podSecurityFaults } from './pod-security.ts'

type Loose = Record<string, unknown>

const good = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
/** A pod of the restricted level, with these fields put over its spec or its one container. */
const pod = (spec: Loose = {}, container: Loose = {}, annotations?: Loose): PodTemplate =>
  ({
    metadata: { name: 'web', ...(annotations && { annotations }) },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'web', image: 'web:1', securityContext: good, ...container }],
      ...spec,
    },
  }) as unknown as PodTemplate
const failing = (template: PodTemplate, level: 'baseline' | 'restricted', version?: string): string[] =>
  podSecurity(template, level, version).violations.map((violation) => violation.check)
const context = (fields: Loose): Loose => ({ securityContext: { ...good, ...fields } })

describe('versions', () => {
  it('takes latest, v1.N and 1.N, and holds newer ones at the newest known', () => {
    expect([minorOf('latest'), minorOf('v1.0'), minorOf('1.25'), minorOf('v1.99')]).toEqual([newestPodSecurity, 0, 25, newestPodSecurity])
    expect(['', 'v2.1', '1.025', 'v1.x', 'newest'].map(minorOf)).toEqual([undefined, undefined, undefined, undefined, undefined])
  })

  it('refuses what is no level or version', () => {
    expect(() => podSecurity(pod(), 'strict' as 'baseline')).toThrow(RangeError)
    expect(() => podSecurity(pod(), 'baseline', '2')).toThrow(RangeError)
  })

  it('holds the checks in the order of their levels and names', () => {
    const ids = podSecurityChecks.map(({ level, id }) => `${level} ${id}`)
    expect(ids).toEqual([...ids].sort())
    expect(ids).toHaveLength(19)
    for (const { revisions } of podSecurityChecks)
      expect(revisions.map(({ since }) => since)).toEqual(revisions.map(({ since }) => since).sort((a, b) => a - b))
  })
})

describe('levels', () => {
  it('lets anything pass at privileged', () => expect(podSecurity(pod({ hostPID: true }), 'privileged')).toEqual({ allowed: true, violations: [] }))

  it('tells every check that fails, with the path of each fault', () => {
    const { allowed, violations } = podSecurity(pod({ hostPID: true, hostIPC: true }, context({ privileged: true })), 'baseline', 'latest', 'spec.template')
    expect(allowed).toBe(false)
    expect(violations.map(({ reason }) => reason)).toEqual(['host namespaces', 'privileged'])
    expect(violations.flatMap(({ evidence }) => evidence.map(({ at }) => at))).toEqual([
      'spec.template.spec.hostPID',
      'spec.template.spec.hostIPC',
      'spec.template.spec.containers[0].securityContext.privileged',
    ])
  })

  it('puts restricted checks in the place of those they override', () => {
    const both = pod(
      { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
      { securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } } },
    )
    expect(failing(both, 'restricted')).toEqual(['capabilities_restricted', 'restrictedVolumes'])
    expect(failing(both, 'restricted', '1.21')).toEqual(['capabilities_baseline', 'restrictedVolumes'])
  })
})

describe('debug containers', () => {
  it.each([
    ['privileged', { privileged: true }],
    ['capabilities_baseline', { capabilities: { add: ['SYS_PTRACE'] } }],
    ['seLinuxOptions', { seLinuxOptions: { type: 'spc_t' } }],
  ])('holds them to %s', (id, securityContext) =>
    expect(failing(pod({ ephemeralContainers: [{ name: 'debugger', securityContext }] }), 'baseline')).toEqual([id]),
  )

  it('asks of them what it asks of every container', () =>
    expect(failing(pod({ ephemeralContainers: [{ name: 'debugger' }] }), 'restricted')).toEqual(['allowPrivilegeEscalation', 'capabilities_restricted']))
})

describe('a user namespace of its own', () => {
  const asRoot = (hostUsers: unknown) => pod({ hostUsers, securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } } })
  it.each([
    ['1.34', false, ['runAsNonRoot', 'runAsUser']],
    ['1.35', false, []],
    ['1.35', true, ['runAsNonRoot', 'runAsUser']],
    ['1.37', undefined, ['runAsNonRoot', 'runAsUser']],
  ] as const)('at %s with hostUsers %s', (version, hostUsers, ids) => expect(failing(asRoot(hostUsers), 'restricted', version)).toEqual(ids))

  it('unmasks /proc at baseline only', () => {
    const unmasked = pod({ hostUsers: false }, context({ procMount: 'Unmasked' }))
    expect([failing(unmasked, 'baseline'), failing(unmasked, 'restricted'), failing(unmasked, 'baseline', '1.34')]).toEqual([
      [],
      ['procMount_restricted'],
      ['procMount'],
    ])
  })
})

describe('SELinux', () => {
  it.each([
    ['1.30', ['seLinuxOptions']],
    ['1.31', []],
  ] as const)('knows container_engine_t at %s', (version, ids) =>
    expect(failing(pod({}, context({ seLinuxOptions: { type: 'container_engine_t' } })), 'baseline', version)).toEqual(ids),
  )
  it('never asks for the level', () => expect(failing(pod({}, context({ seLinuxOptions: { level: 's0:c1,c2', type: '' } })), 'restricted')).toEqual([]))
})

describe('Windows', () => {
  const windows = (extra: Loose = {}) => pod({ securityContext: { runAsNonRoot: true }, os: { name: 'windows' }, ...extra }, { securityContext: {} })
  it.each([
    ['1.24', ['allowPrivilegeEscalation', 'capabilities_restricted', 'seccompProfile_restricted']],
    ['1.25', []],
    ['1.28', []],
  ] as const)('is spared Linux fields at %s', (version, ids) => expect(failing(windows(), 'restricted', version)).toEqual(ids))
  it('must run as non-root all the same', () => expect(failing(windows({ securityContext: {} }), 'restricted')).toEqual(['runAsNonRoot']))
  it('is told by spec.os alone', () =>
    expect(failing(pod({ nodeSelector: { 'kubernetes.io/os': 'windows' } }, { securityContext: {} }), 'restricted')).toHaveLength(2))
})

describe('annotations', () => {
  const appArmor = 'container.apparmor.security.beta.kubernetes.io/'
  const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
  const seccomp = 'container.seccomp.security.alpha.kubernetes.io/'
  const of = (annotations: Loose, version?: string) => failing(pod({}, {}, annotations), 'baseline', version)

  it('reads those of AppArmor at every version, for containers that are not there too', () => {
    for (const value of ['', null, 'runtime/default', 'localhost/web']) expect(of({ [`${appArmor}gone`]: value })).toEqual([])
    for (const version of ['1.0', 'latest']) expect(of({ [`${appArmor}gone`]: 'unconfined' }, version)).toEqual(['appArmorProfile'])
    expect(of({ [`${appArmor}web`]: 'runtime/defaults' })).toEqual(['appArmorProfile'])
  })

  it('reads those of seccomp until 1.18, and only of containers that are there', () => {
    for (const annotations of [{ [seccompPod]: 'unconfined' }, { [seccompPod]: '' }, { [`${seccomp}web`]: 'unconfined' }]) {
      expect(of(annotations, '1.18')).toEqual(['seccompProfile_baseline'])
      expect(of(annotations, '1.19')).toEqual([])
    }
    expect(of({ [`${seccomp}gone`]: 'unconfined', [seccompPod]: 'docker/default' }, '1.18')).toEqual([])
  })

  it('says which annotation it is', () => {
    const [fault] = podSecurityFaults('appArmorProfile', { podPath: 'spec.template', pod: pod({}, {}, { [`${appArmor}web`]: 'unconfined' }) })
    expect(fault).toMatchObject({ at: `spec.template.metadata.annotations[${appArmor}web]`, actual: 'unconfined' })
  })
})

describe('values as the API server reads them', () => {
  it.each<[string, Loose, Loose, string[]]>([
    ['a struct without its type is bad', { securityContext: { runAsNonRoot: true, seccompProfile: {} } }, {}, ['seccompProfile_restricted']],
    ['an empty struct of SELinux is fine', { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' }, seLinuxOptions: {} } }, {}, []],
    [
      'null is absent',
      { hostPID: null, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, appArmorProfile: null } },
      { ports: null },
      [],
    ],
    ['a volume without a source is an emptyDir', { volumes: [{ name: 'tmp' }, { name: 'other', hostPath: null }] }, {}, []],
    ['a harmless volume type wins', { volumes: [{ name: 'tmp', nfs: {}, emptyDir: {} }] }, {}, []],
    ['an unknown volume type is bad', { volumes: [{ name: 'tmp', newFangled: {} }] }, {}, ['restrictedVolumes']],
    [
      'a pod-level false outweighs containers',
      { securityContext: { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } } },
      context({ runAsNonRoot: true }),
      ['runAsNonRoot'],
    ],
    [
      'all in lower case drops nothing',
      {},
      { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['all'] } } },
      ['capabilities_restricted'],
    ],
    ['a sysctl without a name is bad', { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, sysctls: [{}] } }, {}, ['sysctls']],
    ['an empty procMount is bad', {}, context({ procMount: '' }), ['procMount_restricted']],
  ])('%s', (_, spec, container, ids) => expect(failing(pod(spec, container), 'restricted')).toEqual(ids))

  it('does not stumble over what is no pod', () => {
    const odd = [
      {},
      { spec: null },
      { spec: 'x' },
      { spec: { containers: {} } },
      { spec: { containers: [null, 'x', {}], volumes: [null] } },
      { metadata: { annotations: 'x' }, spec: {} },
    ]
    for (const thing of odd) for (const version of ['1.0', 'latest']) expect(() => podSecurity(thing as PodTemplate, 'restricted', version)).not.toThrow()
    expect(
      failing({ spec: { securityContext: { seccompProfile: 'RuntimeDefault' }, containers: [{ name: 'web' }] } } as unknown as PodTemplate, 'restricted'),
    ).toContain('seccompProfile_restricted')
  })
})
