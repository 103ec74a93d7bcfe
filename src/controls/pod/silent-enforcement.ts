/** A namespace refuses pods without saying so to those who deploy, or without a trace in the audit log. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'
import { isLeaving } from '../../reach/namespaces.ts'
import { podSecurityPolicies, podSecurityPrefix, strictness } from '../../reach/pod-security-labels.ts'

export default control({
  title: 'Namespaces audit and warn at least as strictly as they enforce',
  severity: 'low',
  about: 'namespaces',
  why: `
    Enforcement looks at pods alone: a Deployment that breaks the level is accepted, and its pods then fail to appear. Warnings
    tell whoever applies it, and annotations in the audit log tell the rest.`,
  fix: 'Set pod-security.kubernetes.io/warn and pod-security.kubernetes.io/audit to the enforced level or a stricter one.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  examples: {
    good: [
      `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/audit: restricted}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}`,
      `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/audit: restricted
    pod-security.kubernetes.io/warn: baseline`,
      `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/audit: restriced}}`,
    ],
  },
  applies: (namespace) => !isLeaving(namespace) && podSecurityPolicies(namespace).enforce.level !== 'privileged',
  judge(namespace) {
    const policies = podSecurityPolicies(namespace)
    const { enforce } = policies
    return (['audit', 'warn'] as const).flatMap((mode) => {
      const { level, label } = policies[mode]
      if (strictness(level) >= strictness(enforce.level)) return []
      const at = joinPath('metadata.labels', `${podSecurityPrefix}${mode}`)
      const found = label === undefined ? 'is not set' : label === level ? `is ${label}` : `is ${label}, which is no level and counts as ${level}`
      return [
        {
          says: `${mode} ${found}, while ${enforce.level} is enforced`,
          at,
          ...(label !== undefined && { actual: label }),
          wanted: `${enforce.level} or stricter`,
        },
      ]
    })
  },
})
