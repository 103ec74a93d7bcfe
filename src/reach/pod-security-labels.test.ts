/** The labels of a namespace as the admission plugin reads them. */
import { describe, expect, it } from 'vitest'
import { podSecurityPolicies, strayPodSecurityLabels } from './pod-security-labels.ts'

const namespace = (labels: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value])) },
})
/** `level:version` of enforce, audit and warn. */
const read = (labels: Record<string, string>): string[] => {
  const { enforce, audit, warn } = podSecurityPolicies(namespace(labels))
  return [enforce, audit, warn].map(({ level, version }) => `${level}:${version}`)
}
const none = 'privileged:latest'

describe('podSecurityPolicies', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['nothing is enforced without a label', {}, [none, none, none]],
    ['warnings follow what is enforced', { enforce: 'baseline', 'enforce-version': 'v1.30' }, ['baseline:v1.30', none, 'baseline:v1.30']],
    ['warnings keep a version of their own', { enforce: 'baseline', 'warn-version': 'v1.36' }, ['baseline:latest', none, 'baseline:v1.36']],
    ['warnings that are set stay', { enforce: 'restricted', warn: 'privileged' }, ['restricted:latest', none, none]],
    [
      'a level that is none fails closed for enforce, open for the others',
      { enforce: 'strict', audit: 'Baseline', warn: '' },
      ['restricted:latest', none, none],
    ],
    ['warnings do not follow a level that is none', { enforce: 'strict' }, ['restricted:latest', none, none]],
    [
      'a version that is none is latest',
      { enforce: 'baseline', 'enforce-version': '1.30', audit: 'baseline', 'audit-version': 'v1.030' },
      ['baseline:latest', 'baseline:latest', 'baseline:latest'],
    ],
  ])('%s', (_, labels, policies) => expect(read(labels)).toEqual(policies))
})

it('finds labels that mean nothing', () =>
  expect(strayPodSecurityLabels(namespace({ enforced: 'restricted', 'warn-version': 'latest', enforce: 'baseline' }))).toEqual([
    'pod-security.kubernetes.io/enforced',
  ]))
