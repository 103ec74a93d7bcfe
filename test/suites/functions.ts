/** Suites that ask a question of its own rather than for findings: judged by the function behind our controls. */
import type { IamRole } from '../../src/model/aws.ts'
import { decide, statementsOf } from '../../src/reach/iam.ts'
import { admitsAssociation, admitsToken } from '../../src/reach/identity.ts'
import { type PodSecurityLevel, podSecurity } from '../../src/reach/pod-security.ts'
import type { Case, Loose } from './cases.ts'
import type { Scored } from './score.ts'

const judges: Readonly<Record<string, (one: Case) => Scored>> = {
  psa: podSecurityOf,
  'mkat statement': decisionOf,
  'mkat assume': rolesOfPods,
}

/** Undefined: the case is to be scored by findings. */
export function scoreByFunction(suite: string, one: Case): Scored | undefined {
  return (judges[suite] ?? judges[`${suite} ${one['form']}`])?.(one)
}

/** Pod Security fixtures: every level and version in which a pod was judged. */
function podSecurityOf(one: Case): Scored {
  for (const { level, versions, allowed } of one['expect'] as { level: PodSecurityLevel; versions: string[]; allowed: boolean }[]) {
    for (const version of versions) {
      const verdict = podSecurity(one.input['object'], level, version)
      if (verdict.allowed === allowed) continue
      const by = verdict.violations.map((violation) => violation.check).join(', ')
      return { outcome: allowed ? 'loud' : 'silent', says: `${level} ${version}: ${verdict.allowed ? 'allowed' : `denied by ${by}`}` }
    }
  }
  return { outcome: 'right' }
}

/** What a trust policy says of a request. To let in what is not allowed is to be silent. */
function decisionOf(one: Case): Scored {
  const { action, principal, context } = one.input['request'] as { action: string; principal: Record<string, string>; context: Record<string, string> }
  const [type = 'AWS', id = ''] = Object.entries(principal)[0] ?? []
  const decision = decide(statementsOf(one.input['policy']), { action, principal: { type, id }, context })
  if (decision === one['expect'].decision) return { outcome: 'right' }
  return { outcome: decision === 'allow' ? 'silent' : 'loud', says: `decided ${decision}, wanted ${one['expect'].decision}` }
}

/** The roles that each pod can get, by whichever way. */
function rolesOfPods(one: Case): Scored {
  const { objects, roles, oidcIssuer, podIdentityAssociations } = one.input as {
    objects: Loose[]
    roles: IamRole[]
    oidcIssuer: string
    podIdentityAssociations: Loose[]
  }
  const issuer = oidcIssuer.replace(/^https:\/\//, '')
  for (const [pod, wanted] of Object.entries(one['expect'].pods as Record<string, string[]>)) {
    const [namespace = '', name = ''] = pod.split('/')
    const spec = objects.find((object) => object['kind'] === 'Pod' && object['metadata'].name === name && object['metadata'].namespace === namespace)?.['spec']
    const account: string = spec?.serviceAccountName ?? 'default'
    const associated = podIdentityAssociations.filter((association) => association['namespace'] === namespace && association['serviceAccount'] === account)
    const got = roles.filter(
      (role) =>
        admitsToken(role, issuer, namespace, account) ||
        associated.some((association) => association['roleArn'] === role.Arn && admitsAssociation(role, association as never, undefined)),
    )
    const names = got
      .map((role) => role.RoleName)
      .sort()
      .join(', ')
    if (names !== [...wanted].sort().join(', '))
      return { outcome: got.length < wanted.length ? 'silent' : 'loud', says: `${pod} gets ${names || 'nothing'}, wanted ${wanted.join(', ') || 'nothing'}` }
  }
  return { outcome: 'right' }
}
