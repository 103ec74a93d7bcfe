/** A namespace admits pods that are as good as the node. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'
import { objectRef } from '../../model/ref.ts'
import { hostsPrivilegedAddon, isLeaving } from '../../reach/namespaces.ts'
import { podSecurityPolicies, podSecurityPrefix, strayPodSecurityLabels } from '../../reach/pod-security-labels.ts'

const at = joinPath('metadata.labels', `${podSecurityPrefix}enforce`)

export default control({
  title: 'Every namespace enforces at least the baseline level',
  severity: 'critical',
  about: 'namespaces',
  needs: ['workloads'],
  why: `
    On EKS a namespace without the label admits every pod, privileged ones included: whoever may create a pod there owns the node it
    lands on. Labels of warn and audit refuse nothing. Where another engine enforces the same, write a waiver that names it.`,
  fix: 'kubectl label --dry-run=server namespace NAME pod-security.kubernetes.io/enforce=baseline lists the pods that break it; mend those, then label without the dry run.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/', 'https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restrictd}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kube-proxy, namespace: kube-system}
spec:
  template:
    spec:
      serviceAccountName: kube-proxy
      containers:
        - name: kube-proxy
          image: 602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/kube-proxy:v1.36.0
          securityContext: {privileged: true}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: privileged}}}`,
      `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/warn: restricted, pod-security.kubernetes.io/audit: restricted}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforced: restricted}}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}`,
    ],
  },
  // Where AWS runs kube-proxy and its like, no level can be enforced; the other pods there are judged one by one.
  applies: (namespace, world) =>
    !isLeaving(namespace) && (podSecurityPolicies(namespace).enforce.level !== 'privileged' || !hostsPrivilegedAddon(namespace, world)),
  judge(namespace) {
    const { level, label } = podSecurityPolicies(namespace).enforce
    if (level !== 'privileged') return undefined
    const stray = strayPodSecurityLabels(namespace)[0]
    const hint = stray === undefined ? '' : `; the label ${stray} means nothing`
    return {
      says: `${label === undefined ? 'no level is enforced' : `it enforces ${label}`}: every pod is admitted${hint}`,
      at,
      ...(label !== undefined && { actual: label }),
      wanted: 'baseline or restricted',
    }
  },
  remedy: (namespace) => ({
    says: 'Enforce the baseline level; pods that run go on running, new ones that break it are refused',
    risk: 'outage',
    steps: [
      { do: 'tell', text: `kubectl label --dry-run=server --overwrite namespace ${namespace.metadata.name} ${podSecurityPrefix}enforce=baseline` },
      { do: 'patch', on: objectRef(namespace), edits: [{ path: at, value: 'baseline' }] },
    ],
  }),
})
