/** The YAML of the page reads back as what was written, whatever it holds. */
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { yaml } from '../../web/yaml.ts'

describe('yaml', () => {
  it('writes what people write', () => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny', labels: {} },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ports: [{ port: 443, on: true }] },
    }
    expect(yaml(policy)).toBe(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
  labels: {}
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
  ports:
    - port: 443
      "on": true`)
  })

  it('quotes what would be read as something else', () => {
    for (const text of [
      'yes',
      'No',
      'null',
      '~',
      '1',
      '1.0',
      '0x1f',
      '2026-11-23',
      '12:30',
      '*',
      '&a',
      '- a',
      'a: b',
      'a #b',
      '',
      ' a',
      'a:',
      '{}',
      '[a]',
      '0.0.0.0/0',
      '@a',
      '%a',
      '!a',
      '=',
      '<<',
      '.inf',
      '1_000',
    ]) {
      expect(load(yaml({ value: text })), text).toEqual({ value: text })
      expect(load(yaml({ [text]: 1 })), text).toEqual({ [text]: 1 })
    }
  })

  it('keeps text of several lines readable', () => {
    expect(yaml({ script: 'set -e\n  echo a\n\necho b\n' })).toBe('script: |\n  set -e\n    echo a\n\n  echo b')
    for (const text of ['a\nb', 'a\nb\n', 'a\n\nb', ' a\nb', 'a\n\n', '\na', 'a\n \nb', 'a\r\nb', 'a\tb\nc', 'a \nb', '# a\nb', '\n', 'a\n ']) {
      expect(load(yaml([{ deep: { text } }])), JSON.stringify(text)).toEqual([{ deep: { text } }])
    }
  })

  it('shows what would hide', () => {
    expect(yaml('a\u202eb\u0000')).toBe('"a\\u202eb\\u0000"')
  })

  it('reads back as the same value', () => {
    const json = fc.jsonValue({ stringUnit: 'binary' }).filter((value) => !JSON.stringify(value).includes('__proto__'))
    fc.assert(
      fc.property(json, (value) => {
        expect(load(yaml({ value }))).toEqual(JSON.parse(JSON.stringify({ value })))
      }),
      { numRuns: 500 },
    )
  })
})
