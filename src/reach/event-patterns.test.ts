/** Event patterns of EventBridge, tried on a finding of GuardDuty. */
import { expect, it } from 'vitest'
import { takesEvent } from './event-patterns.ts'

const event = {
  source: 'aws.guardduty',
  'detail-type': 'GuardDuty Finding',
  account: '111122223333',
  detail: {
    type: 'Execution:Runtime/ReverseShell',
    severity: 8,
    resource: { resourceType: 'EKSCluster' },
    tags: ['a', 'b'],
    findings: [{ label: 'LOW' }, { label: 'HIGH' }],
  },
}

it.each<[string, boolean | undefined]>([
  ['{"source":["aws.guardduty"]}', true],
  ['{"source":["aws.guardduty","aws.eks"],"account":["111122223333"]}', true],
  ['{"source":["aws.guardduty"],"account":["999999999999"],"detail":{"accountId":["999999999999"],"severity":[8]}}', true],
  ['{"source":["aws.eks"]}', false],
  ['{"source":"aws.guardduty"}', false],
  ['{"detail":{"severity":[8]}}', true],
  ['{"detail":{"severity":[8.0]}}', true],
  ['{"detail":{"severity":[4,5,6,7]}}', false],
  ['{"detail":{"severity":["8"]}}', false],
  ['{"detail":{"severity":[{"numeric":[">=",7]}]}}', true],
  ['{"detail":{"severity":[{"numeric":[">=",4,"<",7]}]}}', false],
  ['{"detail":{"type":["Execution:Runtime/*"]}}', false],
  ['{"detail":{"type":[{"wildcard":"Execution:*Shell"}]}}', true],
  ['{"detail":{"type":[{"prefix":"Execution:Runtime"}]}}', true],
  ['{"detail":{"type":[{"prefix":{"equals-ignore-case":"execution:"}}]}}', true],
  ['{"detail":{"type":[{"suffix":"Shell"}]}}', true],
  ['{"detail":{"type":[{"anything-but":["Recon:EC2/Portscan"]}]}}', true],
  ['{"detail":{"type":[{"anything-but":{"prefix":"Execution"}}]}}', false],
  ['{"detail":{"resource":{"resourceType":[{"equals-ignore-case":"ekscluster"}]}}}', true],
  ['{"detail":{"resource":{"s3":[{"exists":false}]}}}', true],
  ['{"detail":{"resource":{"resourceType":[{"exists":false}]}}}', false],
  ['{"detail":{"missing":[{"anything-but":["x"]}]}}', false],
  ['{"detail":{"tags":["b"]}}', true],
  ['{"detail":{"findings":{"label":["HIGH"]}}}', true],
  ['{"$or":[{"source":["aws.eks"]},{"detail":{"severity":[8]}}]}', true],
  ['{"source":["aws.guardduty"],"$or":[{"source":["aws.eks"]}]}', false],
  ['{broken', undefined],
  ['', false],
])('%s', (pattern, wanted) => {
  expect(takesEvent(pattern, event)).toBe(wanted)
})
