/** aws-auth as people write it: block and flow style, JSON, and by mistake. */
import { expect, it } from 'vitest'
import { readAwsAuth, showArn } from './aws-auth.ts'

const map = (data: Record<string, string>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth', namespace: 'kube-system' }, data })

it('reads roles, users and accounts', () => {
  const { mappings, accounts, broken } = readAwsAuth(
    map({
      mapRoles: '- rolearn: arn:aws:iam::111122223333:role/a\n  username: a:{{SessionName}}\n  groups:\n  - system:masters\n',
      mapUsers: '[{"userarn": "arn:aws:iam::111122223333:user/b", "username": "b"}]',
      mapAccounts: '- "111122223333"\n- 444455556666',
    }),
  )
  expect(mappings).toEqual([
    { key: 'mapRoles', arn: 'arn:aws:iam::111122223333:role/a', username: 'a:{{SessionName}}', groups: ['system:masters'] },
    { key: 'mapUsers', arn: 'arn:aws:iam::111122223333:user/b', username: 'b', groups: [] },
  ])
  expect(accounts).toEqual(['111122223333', '444455556666'])
  expect(broken).toEqual([])
})

it.each([
  [{}, []],
  [{ mapRoles: '' }, []],
  [{ mapRoles: '- [unclosed' }, ['mapRoles']],
  [{ mapRoles: 'rolearn: x' }, ['mapRoles']],
  [{ mapUsers: '- just words' }, ['mapUsers']],
])('%j breaks %j', (data, keys) => {
  expect(readAwsAuth(map(data as Record<string, string>)).broken.map(({ key }) => key)).toEqual(keys)
})

it('shows an ARN without account', () => {
  expect(showArn('arn:aws-cn:iam::111122223333:role/path/a')).toBe('role/path/a')
  expect(showArn('nonsense')).toBe('nonsense')
})
