/** A workload breaks the Pod Security level that its namespace enforces. */
import { control } from '../../model/control.ts'
import { podSecurity } from '../../reach/pod-security.ts'
import { podSecurityPolicies } from '../../reach/pod-security-labels.ts'

export default control({
  title: 'Workloads keep to the level that their namespace enforces',
  severity: 'high',
  about: 'workloads',
  needs: ['namespaces'],
  why: `
    A label refuses new pods only. Pods from before it run on as dangerous as they were, and when one ends its owner cannot replace
    it: the fault shows as an outage, at a bad time.`,
  fix: 'Change the pod template until it keeps to the level, and restart; kubectl label --dry-run=server --overwrite on the namespace lists what still breaks it.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.33}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, livenessProbe: {tcpSocket: {host: localhost, port: 80}}}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostPID: true, containers: [{name: web, image: web:1}]}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restrictive}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {containers: [{name: web, image: web:1}]}}}`,
    ],
  },
  applies({ metadata }, world) {
    const namespace = world.find('namespaces', metadata.namespace ?? 'default')
    return namespace !== undefined && podSecurityPolicies(namespace).enforce.level !== 'privileged'
  },
  judge({ metadata, pod, podPath, pods }, world) {
    const namespace = world.find('namespaces', metadata.namespace ?? 'default')
    if (!namespace) return undefined
    const { level, version } = podSecurityPolicies(namespace).enforce
    const { violations } = podSecurity(pod, level, version, podPath)
    const [first] = violations
    if (!first) return undefined
    const live = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed').length
    const at = first.evidence[0]?.at
    const reasons = violations.map(({ reason }) => reason).join(', ')
    const outcome = live === 0 ? 'it can have no pods' : `${live} of its pods still run`
    return {
      says: `it breaks ${level}:${version}, which its namespace enforces, by ${reasons}; ${outcome}`,
      ...(at !== undefined && { at }),
      via: [{ kind: 'Namespace', apiVersion: 'v1', name: namespace.metadata.name }],
    }
  },
})
