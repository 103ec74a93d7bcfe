/** A namespace enforces the baseline level and is not on its way to the restricted one. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'
import { hostsPrivilegedAddon, isLeaving } from '../../reach/namespaces.ts'
import { podSecurity } from '../../reach/pod-security.ts'
import { podSecurityPolicies, podSecurityPrefix } from '../../reach/pod-security-labels.ts'

const days = 90

export default control({
  title: 'Namespaces of applications enforce the restricted level',
  severity: 'medium',
  about: 'namespaces',
  needs: ['workloads'],
  why: `
    Baseline keeps out what is known to break out; containers as root with all default capabilities still come in. Restricted is
    what a pod needs to be hardened, and most applications run at it once their templates say so.`,
  fix: 'Set warn and audit to restricted, mend the workloads that are named, then set pod-security.kubernetes.io/enforce=restricted.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}`,
      `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/audit: restricted
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, creationTimestamp: "2026-11-01T00:00:00Z"}
spec: {containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}`,
      `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: restricted}}`,
      `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/audit: restricted
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, creationTimestamp: "2026-02-01T00:00:00Z"}
spec: {containers: [{name: web, image: web:1}]}`,
    ],
  },
  // A namespace that enforces nothing has a worse fault, told by `missing-baseline-enforcement`.
  applies: (namespace, world) =>
    !isLeaving(namespace) && podSecurityPolicies(namespace).enforce.level !== 'privileged' && !hostsPrivilegedAddon(namespace, world),
  judge(namespace, world) {
    const { enforce, audit, warn } = podSecurityPolicies(namespace)
    if (enforce.level === 'restricted') return undefined
    const at = joinPath('metadata.labels', `${podSecurityPrefix}enforce`)
    const told = { at, actual: enforce.level, wanted: 'restricted' }
    if (audit.level !== 'restricted' || warn.level !== 'restricted')
      return { says: `it enforces ${enforce.level}, audits ${audit.level} and warns of ${warn.level}`, ...told }
    const before = new Date(Date.parse(world.time) - days * 86_400_000).toISOString()
    const old = world.some(
      'workloads',
      ({ metadata, pod }) =>
        metadata.namespace === namespace.metadata.name && (metadata.creationTimestamp ?? world.time) < before && !podSecurity(pod, 'restricted').allowed,
    )
    return old && { says: `it enforces ${enforce.level}, and ${old.kind} ${old.metadata.name} has broken restricted for more than ${days} days`, ...told }
  },
})
