/** Manifests as people have them: every form kubectl reads, and every way in which they can be broken. */
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { collectManifests } from '../../src/collect/manifests/manifests.ts'
import { kinds } from '../../src/model/kinds.ts'
import { placeOf, valueAt } from '../../src/model/path.ts'
import type { Shelf, Snapshot } from '../../src/model/snapshot.ts'
import { UsageError } from '../../src/model/usage-error.ts'
import { folderOf } from '../kit/cli.ts'

const time = '2026-11-23T00:00:00.000Z'
const pod = (name: string, rest = '') => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: app\n    image: app:1\n${rest}`

const scan = (text: string | Uint8Array, name = 'a.yaml') => collectManifests([join(folderOf({ [name]: text }), name)], { time })
const stdin = (text: string) => collectManifests(['-'], { time, stdin: text })
const names = (snapshot: Snapshot): string[] =>
  Object.values(snapshot.facts).flatMap((shelf: Shelf<unknown>) =>
    shelf.things.flatMap((thing) => (thing as { metadata?: { name?: string } }).metadata?.name ?? []),
  )
const problems = (snapshot: Snapshot) => snapshot.facts.problems.things.map(({ line, column, sort, says }) => `${line}:${column} ${sort}: ${says}`)
// biome-ignore lint/suspicious/noExplicitAny: objects of any kind, of which a test picks fields
const first = (snapshot: Snapshot): any => Object.values(snapshot.facts).flatMap((shelf: Shelf<unknown>) => shelf.things)[0]
const lineOf = (snapshot: Snapshot, kind: 'pods' | 'deployments' | 'configMaps' | 'secrets' | 'services', path: string, index = 0): number | undefined => {
  const { things, from } = snapshot.facts[kind]
  return from?.[index]?.lines?.[placeOf(things[index], path)]
}

describe('what is read', () => {
  it('documents, lists and lists of a kind', async () => {
    const text = `${pod('a')}---\n${pod('b')}\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: c}}\n---\napiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: d}\n`
    const snapshot = await scan(text)
    expect(names(snapshot)).toEqual(['a', 'b', 'c', 'd'])
    expect(snapshot.facts.pods.things[3]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' })
    expect(problems(snapshot)).toEqual([])
    expect(snapshot.facts.pods.from?.map(({ line }) => line)).toEqual([1, 10, 23, 28])
  })

  it('JSON, also one object a line, also with tabs', async () => {
    const one = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'x', image: 'a\\/b"\u00e9' }] } })
    expect(first(await scan(one, 'a.json')).spec.containers[0].image).toBe('a\\/b"\u00e9')
    expect(names(await scan(`${one}\n${one.replace('"a"', '"b"')}\n`, 'a.json'))).toEqual(['a', 'b'])
    const pretty = JSON.stringify(JSON.parse(one), null, '\t')
    const snapshot = await scan(pretty, 'a.json')
    expect(lineOf(snapshot, 'pods', 'spec.containers[0].image')).toBe(pretty.split('\n').findIndex((line) => line.includes('image')) + 1)
  })

  it('anchors, aliases and merges, each alias a value of its own', async () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: &m {name: web, labels: &l {app: web}}
spec:
  selector: {matchLabels: *l}
  template:
    metadata: {labels: {<<: *l, tier: front}}
    spec:
      containers:
      - &c
        name: one
        image: one:1
        securityContext: {privileged: yes}
      - <<: *c
        name: two
`
    const snapshot = await scan(text)
    const { spec } = first(snapshot)
    expect(spec.selector).toEqual({ matchLabels: { app: 'web' } })
    expect(spec.template.metadata.labels).toEqual({ app: 'web', tier: 'front' })
    expect(spec.template.spec.containers[1]).toEqual({ name: 'two', image: 'one:1', securityContext: { privileged: true } })
    const at = (path: string) => lineOf(snapshot, 'deployments', path)
    expect([at('spec.selector.matchLabels.app'), at('spec.template.spec.containers[0].securityContext.privileged')]).toEqual([5, 13])
    expect([at('spec.template.spec.containers[1].securityContext.privileged'), at('spec.template.spec.containers[1].name')]).toEqual([14, 15])
  })

  it('merges as kubectl does: what comes later wins', async () => {
    const map = (lines: string) =>
      stdin(`x: &x {a: "1", b: "1"}\ny: &y {a: "2", c: "2"}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels:\n${lines}`).then(
        (snapshot) => first(snapshot).metadata.labels,
      )
    expect(await map('    <<: *x\n    a: "0"\n')).toEqual({ a: '0', b: '1' })
    expect(await map('    a: "0"\n    <<: *x\n')).toEqual({ a: '1', b: '1' })
    expect(await map('    <<: [*x, *y]\n')).toEqual({ a: '1', b: '1', c: '2' })
    expect(await map('    <<: *x\n    <<: *y\n')).toEqual({ a: '2', b: '1', c: '2' })
  })

  it("kubectl's own scalars", async () => {
    const snapshot = await scan(pod('a', '    securityContext: {privileged: on, runAsUser: 0o777}\n  hostNetwork: y\n  hostPID: "yes"\n'))
    const { spec } = first(snapshot)
    expect(spec).toMatchObject({ hostNetwork: true, containers: [{ securityContext: { privileged: true, runAsUser: 511 } }] })
    expect(spec).not.toHaveProperty('hostPID')
    expect(problems(snapshot)).toEqual(['11:3 invalid: Pod a: spec.hostPID: expected boolean, found string'])
  })

  it('folders, in the order of their names; other files are none of its business', async () => {
    const folder = folderOf({
      'b.yml': pod('b'),
      'a.yaml': pod('a'),
      'deep/c.json': JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'c' } }),
      'values.yaml': 'replicas: 3\n',
      'kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
      'package.json': '{"name": "x"}',
      'tsconfig.json': '{\n  // no JSON\n  "a": 1,\n}',
      'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
      'ekshield.yaml': 'only: ["pod/*"]\n',
      'crd.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n',
      'README.md': '# no: [yaml',
      '.hidden/d.yaml': pod('d'),
      'node_modules/e.yaml': pod('e'),
      'picture.png': new Uint8Array([0, 1, 2]),
    })
    const snapshot = await collectManifests([folder], { time })
    expect(names(snapshot)).toEqual(['a', 'b', 'c'])
    expect(problems(snapshot)).toEqual([])
    expect(snapshot.facts.pods.from?.map(({ file }) => file)).toEqual(['a.yaml', 'b.yml', 'deep/c.json'].map((name) => join(folder, name)))
  })

  it('globs, files of any ending, each file once, and stdin', async () => {
    const folder = folderOf({ 'a.yaml': pod('a'), 'deep/b.yml': pod('b'), 'deep/c.txt': pod('c'), 'deep/d.manifest': pod('d') })
    const found = async (...targets: string[]) =>
      names(
        await collectManifests(
          targets.map((target) => (target === '-' ? target : join(folder, target))),
          { time, stdin: pod('in') },
        ),
      )
    expect(await found('**/*.{yaml,yml}')).toEqual(['a', 'b'])
    expect(await found('deep/*')).toEqual(['b'])
    expect(await found('deep/*.manifest')).toEqual(['d'])
    expect(await found('deep/c.txt', 'deep', 'deep/b.yml')).toEqual(['c', 'b'])
    expect(await found('-', 'a.yaml')).toEqual(['in', 'a'])
    const named = await collectManifests(['-'], { time, stdin: pod('in') })
    expect(named.facts.pods.from?.[0]?.file).toBe('stdin')
  })

  it('old groups, and equal objects twice', async () => {
    const deployment = 'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\n'
    expect(names(await scan(`${deployment}---\n${deployment}`))).toEqual(['a', 'a'])
  })

  it('byte order marks, CRLF, old line breaks, UTF-16', async () => {
    const text = pod('a', '  hostNetwork: true\n')
    for (const form of [
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      `---\n\ufeff${text}`,
      `\ufeff${text}`.replaceAll('\n', '\r\n'),
    ]) {
      const snapshot = await scan(form)
      expect(first(snapshot).spec).toEqual({ containers: [{ name: 'app', image: 'app:1' }], hostNetwork: true })
      expect(lineOf(snapshot, 'pods', 'spec.hostNetwork')).toBe(form.startsWith('---') ? 10 : 9)
      expect(problems(snapshot)).toEqual([])
    }
    expect(names(await scan(Buffer.from(`\ufeff${text}`, 'utf16le')))).toEqual(['a'])
  })

  it('what hides behind a line break that only kubectl sees', async () => {
    expect(first(await scan(pod('a', '  # harmless\u2028  hostNetwork: true\n'))).spec.hostNetwork).toBe(true)
    expect(first(await scan(pod('a', '  # harmless\u0085  hostPID: true\n'))).spec.hostPID).toBe(true)
  })

  it('brackets that close left of where they opened', async () => {
    const snapshot = await scan(pod('a', '    command: [\n  sh,\n    -c\n    ]\n  volumes: &v [\n  {name: x}\n  ]\n'))
    expect(first(snapshot).spec).toMatchObject({ containers: [{ command: ['sh', '-c'] }], volumes: [{ name: 'x' }] })
    expect(lineOf(snapshot, 'pods', 'spec.volumes[0].name')).toBe(14)
  })
})

describe('where it stands', () => {
  it('follows every field, past what is left out and what is added', async () => {
    const text = `# a comment
apiVersion: v1
kind: Pod
metadata:
  managedFields:
  - manager: kubectl
    operation: Update

  name: a
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"a": 1}
    "1": b
    note: >-
      long
      text
status:
  phase: Running
  conditions:
  - type: Ready
spec:
  serviceAccountName: 3
  containers:
  - name: one
    args: ["x",
      z]
  -
    name: two
    ports:
    - containerPort: 80
      protocol: TCP
`
    const snapshot = await scan(text)
    const thing = first(snapshot)
    const lines = text.split('\n')
    const at = (path: string) => {
      expect(valueAt(thing, path), path).toBeDefined()
      return lineOf(snapshot, 'pods', path)
    }
    const row = (piece: string) => lines.findIndex((line) => line.includes(piece)) + 1
    expect(at('metadata.name')).toBe(row('name: a'))
    expect(at('metadata.annotations[note]')).toBe(row('note:'))
    expect(at('status.phase')).toBe(row('phase'))
    expect(at('spec')).toBe(row('spec:'))
    expect(at('spec.containers[0].args[1]')).toBe(row('z]'))
    expect(at('spec.containers[1]')).toBe(row('name: two'))
    expect(at('spec.containers[1].ports[0].protocol')).toBe(row('protocol'))
    expect(thing.metadata.annotations).toEqual({ 1: 'b', note: 'long text' })
    expect(snapshot.facts.pods.from?.[0]).toMatchObject({ line: 2 })
    expect(problems(snapshot)).toEqual([`${row('serviceAccountName')}:3 invalid: Pod a: spec.serviceAccountName: expected string, found number`])
  })

  it('survives being written as JSON', async () => {
    const { from } = (await scan(pod('a'))).facts.pods
    expect(JSON.parse(JSON.stringify(from))).toEqual([{ file: from?.[0]?.file, line: 1, lines: [1, 1, 2, 3, 4, 5, 6, 7, 7, 8] }])
  })

  it('keeps no secrets', async () => {
    const snapshot = await scan('apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: hunter2222\n')
    expect(JSON.stringify(snapshot)).not.toContain('hunter')
    expect(snapshot.facts.secrets.things[0]?.keys).toEqual(['password'])
  })
})

describe('one broken document', () => {
  const broken: readonly (readonly [string, string, string])[] = [
    ['a: b: c', '12:5', 'a second colon in one line; a value that holds ": " needs quotes'],
    ['a:\n\t- b', '13:1', 'a tab in the indentation; YAML takes spaces alone'],
    ['a:\n  b: 1\n c: 2', '14:2', 'indented unlike the lines around it'],
    ['a: "b', '12:5', 'a quote that opens before is never closed'],
    ['a: [b', '12:5', 'a bracket that opens before is never closed'],
    ['a: *nobody', '12:4', '*nobody refers to an anchor that is not there'],
    ['a: &me [*me]', '12:9', '&me contains itself'],
    ['[a]: b', '12:1', 'a key must be text'],
    ['~: b', '12:1', 'a key must be text, not null'],
    ['a: .inf', '12:4', '.inf is no number that JSON, and so Kubernetes, can hold'],
    ['a: !!int b', '12:4', 'no value of the type !!int'],
    ['<<: 1', '12:1', '<< takes a mapping, or a list of mappings'],
    [`a: ${'['.repeat(200)}${']'.repeat(200)}`, '12:103', 'nested more than 100 levels deep'],
    ['a: "\\d"', '12:6', 'an escape that double quotes do not know; use single quotes, or two backslashes'],
    ['a: b\u0001', '12:5', 'holds a control character'],
  ]
  it.each(broken)('%j is told, and costs nothing of the others', async (text, place, says) => {
    const snapshot = await scan(`${pod('a')}---\n# kind, apiVersion\nkind: Pod\n${text}\n--- # next\n${pod('b')}...\n${pod('c')}`)
    expect(names(snapshot)).toEqual(['a', 'b', 'c'])
    expect(problems(snapshot)).toEqual([`${place} unreadable: ${says}`])
    const detail = snapshot.facts.pods.gap?.detail ?? ''
    expect(detail).toMatch(/a\.yaml:1\d: /)
    for (const [kind, info] of Object.entries(kinds)) {
      expect(snapshot.facts[kind as 'pods'].gap, kind).toEqual(
        info.plane === 'kubernetes'
          ? { because: 'failed', detail }
          : kind === 'problems' || kind === 'attestations'
            ? undefined
            : expect.objectContaining({ because: 'out of scope' }),
      )
    }
  })

  it('has right lines after it', async () => {
    const snapshot = await scan(`a: [\n---\n${pod('a')}---\n%TAG\n---\nb: *x\n---\n${pod('b')}`)
    expect(snapshot.facts.pods.from?.map(({ line }) => line)).toEqual([3, 16])
  })

  it('may be a template, told once a file', async () => {
    const chart = `{{- if .Values.on }}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n{{- end }}\n---\n${pod('a')}---\napiVersion: v1\nkind: {{ .x }}\n`
    const snapshot = await collectManifests([folderOf({ 'templates/pod.yaml': chart })], { time })
    expect(names(snapshot)).toEqual(['a'])
    expect(problems(snapshot)).toEqual(['1:1 unreadable: a template ({{ }}), no manifest yet: render it first, as with `helm template`'])
    expect(problems(await scan(pod('"{{ x }}"')))).toEqual([])
    expect(problems(await scan(`${pod('a')}---\n${pod('b', '    args: ["{{ x }}"]\n    env: [\n')}`))).toEqual([
      '19:10 unreadable: a bracket that opens before is never closed',
    ])
    expect(problems(await scan(`${pod('a')}---\n${pod('b').replace('image: app:1', 'image: {{ .x }}')}`))).toEqual([
      expect.stringMatching(/^17:1 unreadable: a template/),
    ])
  })

  it('is told in a folder only where it may hold objects', async () => {
    const folder = folderOf({ 'a.yaml': pod('a'), 'other.yaml': 'a: [\n', 'lost.yaml': 'apiVersion: v1\nkind: [\n' })
    const snapshot = await collectManifests([folder], { time })
    expect(snapshot.facts.problems.things.map(({ file }) => file)).toEqual([join(folder, 'lost.yaml')])
    expect(problems(await collectManifests([join(folder, 'a.yaml'), join(folder, 'other.yaml')], { time }))).toHaveLength(1)
  })

  it('counts together where there are more', async () => {
    const snapshot = await scan('a: [\n---\nb: [\n---\nc: [\n')
    expect(snapshot.facts.pods.gap?.detail).toMatch(/a\.yaml:1: .*, and 2 more$/)
  })
})

describe('what the API server would refuse', () => {
  it('is left out and told', async () => {
    const snapshot = await scan(`apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: [x]
  annotations: {a: 1, e: }
spec:
  containers:
  - name: one
    image: 7
    command: sh
    args: [a, 1]
    env:
    - {name: A, value: 8080}
    securityContext: {privileged: "yes", runAsUser: "0", runAsGroup: 1.5, capabilities: {add: ALL}}
    ports: {containerPort: 80}
  - two
  initContainers: abc
  volumes:
  hostNetwork: null
  securityContext: ~
  imagePullSecrets: [null]
`)
    expect(first(snapshot)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', annotations: { e: '' } },
      spec: { containers: [{ name: 'one', args: ['a'], env: [{ name: 'A' }], securityContext: { capabilities: {} } }], imagePullSecrets: [] },
    })
    expect(problems(snapshot)).toEqual(
      [
        '5:3 metadata.labels: expected object, found list',
        '6:17 metadata.annotations.a: expected string, found number',
        '10:5 spec.containers[0].image: expected string, found number',
        '11:5 spec.containers[0].command: expected list, found string',
        '12:15 spec.containers[0].args[1]: expected string, found number',
        '14:17 spec.containers[0].env[0].value: expected string, found number',
        '15:23 spec.containers[0].securityContext.privileged: expected boolean, found string',
        '15:42 spec.containers[0].securityContext.runAsUser: expected integer, found string',
        '15:58 spec.containers[0].securityContext.runAsGroup: expected integer, found number',
        '15:90 spec.containers[0].securityContext.capabilities.add: expected list, found string',
        '16:5 spec.containers[0].ports: expected list, found object',
        '17:5 spec.containers[1]: expected object, found string',
        '18:3 spec.initContainers: expected list, found string',
      ].map((told) => told.replace(' ', ' invalid: Pod a: ')),
    )
    expect(snapshot.facts.pods.gap).toEqual({ because: 'out of scope', detail: 'files show only a part of a cluster' })
  })

  it.each([
    ['kind: Pod\nmetadata: {name: a}\n', '1:1 invalid: Pod a: apiVersion: missing (v1)', 'a'],
    ['apiVersion: 1\nkind: Pod\nmetadata: {name: a}\n', '1:1 invalid: Pod a: apiVersion: expected string, found number', 'a'],
    ['apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\n', '1:1 invalid: Deployment a: apiVersion: v1 has no such kind (apps/v1 has)', 'a'],
    ['apiVersion: v1\nkind: Pod\n', '1:1 invalid: Pod (no name): metadata.name: missing', ''],
    ['apiVersion: v1\nkind: Pod\nmetadata: web\n', '3:1 invalid: Pod (no name): metadata: expected object, found string', ''],
    ['apiVersion: v1\nkind: Pod\nmetadata: {name: 1, namespace: [a]}\n', '3:12 invalid: Pod (no name): metadata.name: expected string, found number', ''],
    ['apiVersion: v1\nkind: Pod\nmetadata: {name: }\n', '3:12 invalid: Pod (no name): metadata.name: missing', ''],
  ])('%j', async (text, told, name) => {
    const snapshot = await scan(text)
    expect(problems(snapshot)[0]).toBe(told)
    expect(names(snapshot)).toEqual([name])
    expect(first(snapshot)).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) })
  })

  it.each([
    ['apiVersion: v1\nmetadata: {name: a}\n', '1:1 unreadable: an object without a kind'],
    ['apiVersion: v1\nkind: [Pod]\nmetadata: {name: a}\n', '2:1 unreadable: kind: expected string, found object'],
    ['- apiVersion: v1\n  kind: Pod\n', '1:1 unreadable: a list at the top, which kubectl does not take; write a List, or a document for each object'],
    ['apiVersion: v1\nkind: List\nitems: abc\n', '3:1 unreadable: items: expected list, found string'],
    ['apiVersion: v1\nkind: List\nitems:\n- abc\n', '4:3 unreadable: an item of the List that is no object with apiVersion and kind'],
  ])('%j', async (text, told) => {
    const snapshot = await scan(text)
    expect(problems(snapshot)).toEqual([told])
    expect(snapshot.facts.pods.gap?.because).toBe('failed')
  })

  it('is no matter where a name is made by the server', async () => {
    const snapshot = await scan('apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\n')
    expect([names(snapshot), problems(snapshot)]).toEqual([['run-*'], []])
  })

  it('protects nothing', async () => {
    const policy = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: all}\n'
    const snapshot = await scan(policy)
    expect(snapshot.facts.networkPolicies.things).toEqual([])
    expect(problems(snapshot)).toEqual([
      '4:8 invalid: NetworkPolicy shop/deny: spec.podSelector: expected object, found string; the API server refuses it, so it protects nothing',
    ])
  })

  it('may be a key set twice: the last one counts, as to kubectl', async () => {
    const snapshot = await scan(pod('a', '  hostPID: false\n  hostPID: true\n'))
    expect(first(snapshot).spec.hostPID).toBe(true)
    expect(problems(snapshot)).toEqual(['10:3 invalid: hostPID is set twice (before on line 9); the last one counts'])
    expect(lineOf(snapshot, 'pods', 'spec.hostPID')).toBe(10)
  })

  it('is told with its object, and its place in a list', async () => {
    const snapshot = await scan(
      'apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n- metadata: {name: b, namespace: shop}\n  spec:\n    ports: 80\n',
    )
    expect(problems(snapshot)).toEqual(['7:5 invalid: Service shop/b: spec.ports: expected list, found number'])
    expect(lineOf(snapshot, 'services', 'spec', 1)).toBe(6)
  })
})

describe('hostile input', () => {
  it('alias bombs are told, not unfolded', async () => {
    const bomb = (levels: number) =>
      [
        'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
        ...Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
      ].join('\n')
    const snapshot = await scan(`apiVersion: v1\nkind: Pod\n${bomb(20)}\n---\n${pod('a')}`)
    expect(names(snapshot)).toEqual(['a'])
    expect(problems(snapshot)).toEqual([expect.stringMatching(/^8:\d+ unreadable: aliases that unfold to more/)])
    expect(problems(await scan(`apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n${bomb(3)}\n`))).toEqual([])
  })

  it('__proto__ is a key like any other', async () => {
    for (const text of [
      pod('a', '  __proto__: {polluted: yes}\n  constructor: {prototype: {polluted: yes}}\n'),
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","__proto__":{"polluted":true}},"__proto__":null}`,
    ]) {
      const snapshot = await scan(text)
      expect(names(snapshot)).toEqual(['a'])
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
      expect(Object.getPrototypeOf(first(snapshot))).toBe(Object.prototype)
    }
    expect(Object.hasOwn(first(await scan(pod('a', '  __proto__: {polluted: yes}\n'))).spec, '__proto__')).toBe(true)
  })

  it('binary files and other encodings', async () => {
    expect(problems(await scan(new Uint8Array([0x41, 0x0a, 0, 1])))).toEqual(['2:1 unreadable: binary data (it holds NUL bytes), no text'])
    expect(problems(await scan(Buffer.from('a: b\nb: \xe9\n', 'latin1')))).toEqual(['2:1 unreadable: no UTF-8 text'])
  })

  it('files too large are not loaded', async () => {
    const folder = folderOf({ 'huge.yaml': '', 'a.yaml': pod('a') })
    truncateSync(join(folder, 'huge.yaml'), 200 << 20)
    const before = process.memoryUsage().rss
    const snapshot = await collectManifests([folder], { time })
    expect(process.memoryUsage().rss - before).toBeLessThan(50 << 20)
    expect(names(snapshot)).toEqual(['a'])
    expect(problems(snapshot)).toEqual(['0:0 unreadable: 200 MB is more than the 100 MB that one file may have; split it'])
    expect(snapshot.facts.pods.gap?.detail).toBe(`${join(folder, 'huge.yaml')}: 200 MB is more than the 100 MB that one file may have; split it`)
  })

  it('links in a circle, links to nowhere, folders without permission', async () => {
    const folder = folderOf({ 'a.yaml': pod('a') })
    symlinkSync('.', join(folder, 'again'))
    symlinkSync('b.yaml', join(folder, 'b.yaml'))
    symlinkSync('nowhere.yaml', join(folder, 'c.yaml'))
    symlinkSync('a.yaml', join(folder, 'link.yaml'))
    symlinkSync('nowhere.txt', join(folder, 'c.txt'))
    mkdirSync(join(folder, 'closed'))
    chmodSync(join(folder, 'closed'), 0)
    const snapshot = await collectManifests([folder], { time })
    chmodSync(join(folder, 'closed'), 0o755)
    expect(names(snapshot)).toEqual(['a', 'a'])
    const told = snapshot.facts.problems.things.map(({ file, says }) => `${file.slice(folder.length + 1)}: ${says}`)
    expect(told.filter((one) => !one.startsWith('closed'))).toEqual(['b.yaml: symbolic links that lead in a circle', 'c.yaml: the symbolic link leads nowhere'])
    if (process.getuid?.() !== 0) expect(told).toContain('closed: permission denied')
  })

  it('empty documents and null containers', async () => {
    const snapshot = await scan(`---\n---\n# nothing\n---\n...\n\n---\nnull\n---\n${pod('a').replace('\n  - name: app\n    image: app:1', '')}---\n`)
    expect(first(snapshot).spec).toEqual({})
    expect(problems(snapshot)).toEqual([])
  })
})

describe('what cannot be', () => {
  const says = (targets: readonly string[], text = '') =>
    collectManifests(targets, { time, stdin: text }).catch((error: Error) => (error instanceof UsageError ? error.message : Promise.reject(error)))

  it('is said in one line', async () => {
    const folder = folderOf({ 'values.yaml': 'a: 1\n', 'empty/x.txt': '', 'overlay/kustomization.yaml': 'resources: [../base]\n' })
    const values = join(folder, 'values.yaml')
    expect(await says([join(folder, 'nowhere')])).toBe(`no such file or folder: ${join(folder, 'nowhere')}`)
    expect(await says([join(folder, '*.yml')])).toBe(`no file matches ${join(folder, '*.yml')}`)
    expect(await says([values])).toBe(`no Kubernetes object in ${values}`)
    expect(await says([join(folder, 'empty')])).toBe(`no Kubernetes object in ${join(folder, 'empty')} (no .yaml, .yml or .json file)`)
    expect(await says([join(folder, 'overlay')])).toMatch(/; render the kustomization first: kubectl kustomize/)
    expect(await says(['-'])).toBe('no Kubernetes object in -')
  })

  it('is told of a named file that holds no object, when others do', async () => {
    const folder = folderOf({ 'values.yaml': 'a: 1\n', 'a.yaml': pod('a'), 'empty.yaml': '# nothing\n' })
    const snapshot = await collectManifests(
      ['a.yaml', 'values.yaml', 'empty.yaml'].map((name) => join(folder, name)),
      { time },
    )
    expect(problems(snapshot)).toEqual(['1:1 invalid: no Kubernetes object: nothing in it has apiVersion and kind', '1:1 invalid: holds nothing'])
    expect(snapshot.facts.pods.gap?.because).toBe('out of scope')
  })
})

describe('the snapshot', () => {
  it('shows a part of a cluster, and nothing beyond', async () => {
    const snapshot = await scan(pod('a'))
    expect(snapshot).toMatchObject({ format: 1, time, source: { scope: 'files', collector: 'manifests' } })
    expect(snapshot.facts.services).toEqual({ things: [], gap: { because: 'out of scope', detail: 'files show only a part of a cluster' } })
    expect(snapshot.facts.clusters.gap).toEqual({ because: 'out of scope', detail: 'files show no AWS account' })
    expect(snapshot.facts.kubelets.gap).toEqual({ because: 'out of scope', detail: 'files show no running cluster' })
    expect([snapshot.facts.problems, snapshot.facts.attestations]).toEqual([{ things: [] }, { things: [] }])
  })

  it('shows all of it when told so', async () => {
    const folder = folderOf({ 'a.yaml': pod('a') })
    const snapshot = await collectManifests([folder], { time, complete: true })
    expect(snapshot.source.scope).toBe('cluster')
    expect([snapshot.facts.pods.gap, snapshot.facts.services]).toEqual([undefined, { things: [] }])
    expect(snapshot.facts.clusters.gap?.because).toBe('not asked')
    expect(snapshot.facts.kubelets.gap?.because).toBe('not asked')
    writeFileSync(join(folder, 'b.yaml'), 'apiVersion: [\n')
    expect((await collectManifests([folder], { time, complete: true })).facts.services.gap?.because).toBe('failed')
  })
})
