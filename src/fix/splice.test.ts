/** Text in, text out: nothing but what an edit names may change. */
import { describe, expect, it } from 'vitest'
import { controls } from '../controls/index.ts'
import { mend } from '../demand/check.ts'
import { openSheet, splice, Unspliceable } from './splice.ts'
import { exampleWorld } from '../../test/kit/example-world.ts'

const pod = `# a pod
apiVersion: v1
kind: Pod   # of the shop
metadata:
  name: web
spec:
  hostNetwork: true  # why?
  containers:
    - name: web
      image: 'web:1'
      securityContext:
        capabilities:
          add: [SYS_ADMIN, NET_ADMIN]
          drop:
          - MKNOD
    - name: side
      image: side:1
`
const at = (path: string, value?: unknown, text = pod, document = 0, base = '') =>
  splice(text, document, base, [value === undefined ? { path } : { path, value }])
const changed = (after: string, before = pod) => {
  const [had, has] = [before.split('\n'), after.split('\n')]
  return [...had.filter((line) => !has.includes(line)).map((line) => `-${line}`), ...has.filter((line) => !had.includes(line)).map((line) => `+${line}`)]
}

describe('splice', () => {
  it.each([
    ['a scalar is replaced, its comment stays', 'spec.hostNetwork', false, ['-  hostNetwork: true  # why?', '+  hostNetwork: false  # why?']],
    ['a field goes with its line', 'spec.hostNetwork', undefined, ['-  hostNetwork: true  # why?']],
    ['a field comes', 'spec.hostPID', false, ['+  hostPID: false']],
    ['a field comes into a map of maps', 'spec.containers[0].securityContext.privileged', false, ['+        privileged: false']],
    ['a list grows', 'spec.containers[0].securityContext.capabilities.drop', ['MKNOD', 'ALL'], ['+          - ALL']],
    [
      'an element goes from between commas',
      'spec.containers[0].securityContext.capabilities.add[0]',
      undefined,
      ['-          add: [SYS_ADMIN, NET_ADMIN]', '+          add: [NET_ADMIN]'],
    ],
    [
      'the last element leaves an empty list',
      'spec.containers[0].securityContext.capabilities.drop[0]',
      undefined,
      ['-          drop:', '-          - MKNOD', '+          drop: []'],
    ],
    ['what is not there need not go', 'spec.volumes', undefined, []],
    ['a text that reads as another type is quoted', 'metadata.labels[app.kubernetes.io/name]', 'yes', ['+  labels:', '+    app.kubernetes.io/name: "yes"']],
  ] as const)('%s', (_, path, value, lines) => {
    expect(changed(at(path, value))).toEqual(lines)
  })

  it('makes the parents that are missing', () => {
    const drop = 'securityContext:\n        capabilities:\n          drop: [ALL]'
    expect(at('spec.containers[1].securityContext.capabilities.drop', ['ALL'])).toBe(pod.replace('name: side\n', `name: side\n      ${drop}\n`))
  })

  it('keeps line breaks of Windows, byte order marks and other documents', () => {
    const text = `\uFEFFkind: A\r\n---\r\nkind: Pod # two\r\nspec:\r\n  hostPID: true\r\n...\r\n---\r\nkind: C`
    expect(splice(text, 1, '', [{ path: 'spec.hostPID', value: false }])).toBe(text.replace('true', 'false'))
    expect(splice(text, 1, '', [{ path: 'spec.hostIPC', value: false }])).toBe(text.replace('  hostPID: true\r\n', '  hostPID: true\r\n  hostIPC: false\r\n'))
  })

  it('edits JSON as JSON, and objects within a List', () => {
    const text = '{\n  "kind": "List",\n  "items": [\n    {\n      "kind": "Pod",\n      "spec": {"hostPID": true}\n    }\n  ]\n}\n'
    expect(splice(text, 0, 'items[0]', [{ path: 'spec.hostPID' }])).toBe(text.replace('"hostPID": true', ''))
    expect(splice(text, 0, 'items[0]', [{ path: 'spec.os.name', value: 'linux' }])).toBe(text.replace('{"hostPID"', '{"os": {"name":"linux"}, "hostPID"'))
    expect(JSON.parse(splice(text, 0, 'items[0]', [{ path: 'metadata', value: {} }])).items[0]).toHaveProperty('metadata')
  })

  it.each([
    ['an anchor that others use', 'a: &x\n  b: 1\nc: *x\n', 'a.b', 2, 'shared by the anchor &x'],
    ['an alias', 'a: &x {b: 1}\nc: *x\n', 'c.b', 2, 'alias'],
    ['a map that may come by a merge key', 'd: &d\n  e: {f: 1}\na:\n  <<: *d\n', 'a.e.g', 2, 'merge key'],
    ['a template', 'a: {{ .Values.a }}\n', 'a', 2, 'template'],
    ['what cannot be read', 'a: [1\n', 'a', 2, 'cannot be read'],
  ])('leaves %s alone', (_, text, path, value, why) => {
    expect(() => splice(text, 0, '', [{ path, value }])).toThrow(Unspliceable)
    expect(() => splice(text, 0, '', [{ path, value }])).toThrow(why)
  })

  it('edits the documents of a sheet in turn, each in its place, all of an object or nothing', () => {
    const text = `# one\n${pod}---\n# two\n${pod}...\n---\n${pod}# end`
    const sheet = openSheet(text)
    const [first, second] = [sheet.placeOf(3)!, sheet.placeOf(25)!]
    expect([first, second, sheet.placeOf(20)]).toEqual([{ document: 0, base: '' }, { document: 1, base: '' }, undefined])
    sheet.splice(second, [{ path: 'spec.hostNetwork', value: false }])
    sheet.splice(first, [{ path: 'spec.hostNetwork' }])
    sheet.splice(second, [{ path: 'spec.containers[1].name', value: 'other' }])
    const wanted = [
      pod.replace('  hostNetwork: true  # why?\n', ''),
      pod.replace('hostNetwork: true', 'hostNetwork: false').replace('name: side', 'name: other'),
    ]
    expect(sheet.text).toBe(`# one\n${wanted[0]}---\n# two\n${wanted[1]}...\n---\n${pod}# end`)
    const before = sheet.text
    const broken = [
      { path: 'spec.hostPID', value: true },
      { path: 'spec.containers[7].name', value: 'x' },
    ]
    expect(() => sheet.splice(second, broken)).toThrow(Unspliceable)
    expect(sheet.text).toBe(before)
  })

  it('overrides what comes by a merge key beside it', () => {
    expect(at('a.b', 2, 'd: &d {b: 1}\na:\n  <<: *d\n  c: 1\n')).toBe('d: &d {b: 1}\na:\n  <<: *d\n  c: 1\n  b: 2\n')
  })

  it('carries out whatever the controls mend in their bad examples', () => {
    let mended = 0
    const left: string[] = []
    for (const [id, { must, about, examples }] of Object.entries(controls)) {
      if (!must) continue
      for (const yaml of examples.bad) {
        const documents = yaml.split(/^---$/m)
        for (const thing of exampleWorld(yaml).world.seen(about).things as readonly { metadata?: { name?: string } }[]) {
          const edits = mend(must, thing)
          const index = documents.findIndex((one) => one.includes(`name: ${thing.metadata?.name}`))
          if (edits.length === 0 || index === -1) continue
          try {
            expect(splice(yaml, index, '', edits)).not.toBe(yaml)
            mended++
          } catch (error) {
            if (!(error instanceof Unspliceable)) throw error
            left.push(`${id}: ${error.message}`)
          }
        }
      }
    }
    expect(left).toEqual([])
    expect(mended).toBeGreaterThan(60)
  })
})
