/** A SecurityGroupPolicy selects every pod of a namespace that holds several applications. */
import { control } from '../../model/control.ts'
import { onHostNetwork, workloadsIn } from '../../reach/network.ts'
import { selectsAll } from '../../reach/selectors.ts'

const pod = (name: string) => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop}, spec: {containers: [{name: a, image: a:1}]}}
---
`
const policy = (selector: string) =>
  `{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: all, namespace: shop}, spec: {${selector}, securityGroups: {groupIds: [sg-1]}}}`

export default control({
  title: 'SecurityGroupPolicies select the pods of one application',
  severity: 'low',
  about: 'securityGroupPolicies',
  needs: ['workloads'],
  why: `
    A group that every pod of the namespace wears tells none of them apart: the database opens to all. Each such pod also
    takes a branch interface, of which a node has few, and the rest stay pending.`,
  fix: 'Select by the label of the application (podSelector) or of its service account (serviceAccountSelector).',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html'],
  examples: {
    good: [pod('web') + pod('db') + policy('podSelector: {matchLabels: {app: web}}'), pod('web') + policy('podSelector: {}')],
    bad: [pod('web') + pod('db') + policy('podSelector: {}'), pod('web') + pod('db') + policy('serviceAccountSelector: {matchLabels: {}}')],
  },
  judge({ metadata: { namespace = 'default' }, spec }, world) {
    const at = spec?.podSelector ? 'spec.podSelector' : 'spec.serviceAccountSelector'
    const selectors = [spec?.podSelector, spec?.serviceAccountSelector].filter((selector) => selector !== undefined)
    if (selectors.length === 0 || !selectors.every(selectsAll)) return undefined
    const applications = workloadsIn(namespace, world).filter((workload) => !onHostNetwork(workload))
    if (applications.length < 2) {
      world.all('workloads')
      return undefined
    }
    return { says: `it selects all pods of ${namespace}, which holds ${applications.length} workloads`, at, wanted: 'the labels of one application' }
  },
})
