/** Filter patterns of CloudWatch Logs, tried on events as the audit log writes them. */
import { describe, expect, it } from 'vitest'
import { deadBecause } from './dead-filters.ts'
import { matchesPattern } from './log-patterns.ts'

const event = {
  verb: 'get',
  level: 'Metadata',
  user: { username: 'arn:aws:sts::111122223333:assumed-role/Engineer/sam', groups: ['system:authenticated', 'team'] },
  objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
  responseStatus: { code: 403 },
  requestObject: { spec: { hostNetwork: true, containers: [{ name: 'a' }, { name: 'b', securityContext: { privileged: true } }] } },
  annotations: { 'authorization.k8s.io/decision': 'forbid' },
}

describe('matchesPattern', () => {
  it.each<[string, boolean | undefined]>([
    ['', true],
    ['{ $.verb = "get" }', true],
    ['{ $.verb = get }', true],
    ['{ $.verb = "GET" }', false],
    ['{ $.verb = "g*" }', true],
    ['{$.verb="get"&&$.objectRef.resource="secrets"}', true],
    ['{ ($.verb = "list") || (($.verb = "get") && ($.objectRef.resource = "secrets")) }', true],
    ['{ $.verb = "list" || $.verb = "get" && $.objectRef.resource = "pods" }', false],
    ['{ $.verb != "list" }', true],
    ['{ $.absent != "list" }', false],
    ['{ $.absent NOT EXISTS }', true],
    ['{ $.verb EXISTS }', true],
    ['{ $.absent IS NULL }', false],
    ['{ $.responseStatus.code = 403 }', true],
    ['{ $.responseStatus.code = "403" }', false],
    ['{ $.responseStatus.code = 4* }', true],
    ['{ $.responseStatus.code >= 400 && $.responseStatus.code < 404 }', true],
    ['{ $.user.groups[1] = "team" }', true],
    ['{ $.user.groups[0] = "team" }', false],
    ['{ $.user.username = %assumed-role/Engineer% }', true],
    ['{ $.annotations.[\'authorization.k8s.io/decision\'] = "forbid" }', true],
    ["{ $.['annotations'].['authorization.k8s.io/decision'] = forbid }", true],
    ['{ $.requestObject.spec.containers[*].securityContext.privileged IS TRUE }', true],
    ['{ $.requestObject.spec.containers[0].securityContext.privileged IS TRUE }', false],
    ['{ $.requestObject.spec.hostNetwork is true }', true],
    ['secrets', true],
    ['"secrets" "forbid"', true],
    ['secrets pods', false],
    ['?pods ?secrets', true],
    ['secrets -forbid', false],
    ['?pods secrets', true],
    ['{ $.verb = "get"', undefined],
    ['{ $.verb }', undefined],
    ['{ ($.verb = "get" }', undefined],
    ['[ip, user, ...]', undefined],
    ['{ $.verb = %[% }', undefined],
  ])('%s', (pattern, wanted) => {
    expect(matchesPattern(pattern, event)).toBe(wanted)
  })
})

describe('deadBecause', () => {
  it.each([
    ['{ ($.objectRef.resource = "secret") && ($.verb = "get") }', 'secrets'],
    ['{ $.objectRef.resource = "NetworkPolicy" }', 'networkpolicies'],
    ['{ $.objectRef.resource = "Ingress" }', 'ingresses'],
    ['{ $.objectRef.resource = Secrets }', 'secrets'],
    ['{ $.verb = "GET" }', 'get'],
    ['{ $.objectRef.resource = "secret" || $.objectRef.resource = "configmap" }', 'secrets'],
    ['{ $.responseStatus.code = "403" }', '403, a number without quotes'],
  ])('%s', (pattern, events) => {
    expect(deadBecause(pattern)).toMatchObject({ events })
  })

  it.each([
    '{ $.objectRef.resource = "secrets" }',
    '{ $.objectRef.resource = "widgets" }',
    '{ $.objectRef.resource = "endpoints" }',
    '{ $.objectRef.resource = "secret*" }',
    '{ $.objectRef.resource != "secret" }',
    '{ $.objectRef.resource = "secret" || $.verb = "delete" }',
    '"secret"',
    '{ broken',
  ])('%s may match', (pattern) => {
    expect(deadBecause(pattern)).toBeUndefined()
  })
})
