/** A namespace is held to the Pod Security Standards of an old version of Kubernetes. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'
import { isLeaving } from '../../reach/namespaces.ts'
import { podSecurityModes, podSecurityPolicies, podSecurityPrefix } from '../../reach/pod-security-labels.ts'

const behind = 2
const minor = (text: string | undefined): number => Number(/(\d+)\D*$/.exec(text ?? '')?.[1] ?? Number.NaN)

export default control({
  title: 'Pod Security versions keep up with the cluster',
  severity: 'low',
  about: 'namespaces',
  needs: ['kubeVersions'],
  why: `
    A version in the label freezes the checks: what later versions found dangerous, such as another host in a probe, is let in.
    Pinning what is enforced is sound as long as somebody moves it; audit and warn should show what comes next.`,
  fix: 'Set pod-security.kubernetes.io/enforce-version to latest or to the version of the cluster, and audit-version and warn-version to latest.',
  refs: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  examples: {
    good: [
      `version: {gitVersion: v1.36.2-eks-1, major: "1", minor: "36+"}
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.34
    pod-security.kubernetes.io/audit-version: latest`,
    ],
    bad: [
      `version: {gitVersion: v1.36.2-eks-1, major: "1", minor: "36+"}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.33}}`,
      `version: {gitVersion: v1.36.2-eks-1, major: "1", minor: "36+"}
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/audit: restricted
    pod-security.kubernetes.io/audit-version: v1.36`,
    ],
  },
  applies: (namespace) => !isLeaving(namespace) && podSecurityModes.some((mode) => podSecurityPolicies(namespace)[mode].label !== undefined),
  judge(namespace, world) {
    const policies = podSecurityPolicies(namespace)
    return podSecurityModes.flatMap((mode) => {
      const { label, version } = policies[mode]
      if (label === undefined || version === 'latest') return []
      const told = { at: joinPath('metadata.labels', `${podSecurityPrefix}${mode}-version`), actual: version, wanted: 'latest' }
      if (mode !== 'enforce') return [{ says: `${mode}-version is ${version} and hides what later versions would refuse`, ...told }]
      const cluster = world.all('kubeVersions')[0]
      if (!cluster || !(minor(cluster.minor) - minor(version) > behind)) return []
      return [{ says: `enforce-version is ${version}, while the cluster is at 1.${minor(cluster.minor)}`, ...told }]
    })
  },
})
